// Whatever is done by commands and by other programs in between: no byte of the person's text changes that the command
// did not own, no note is lost, and what is exported and imported is the same folder.
import assert from "node:assert/strict";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import fc from "fast-check";
import { PkmError } from "../../src/base/errors.ts";
import type { Context } from "../../src/cli/context.ts";
import { findFences } from "../../src/formats/frontmatter.ts";
import { run } from "../../src/main.ts";
import { captureTerminal } from "../../src/term/captured.ts";
import { samples } from "../formats/note-samples.ts";
import { play } from "../cli/play.ts";
import { contextOver } from "./context.ts";
import { stocked, type Stock } from "./stocked.ts";

type Files = ReadonlyMap<string, string>;

interface Desk extends Stock {
  context: Context;
  item: string;
}

function filesOf({ folder }: Pick<Stock, "folder">): Files {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".md"));
  return new Map(paths.toSorted().map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

function put({ folder }: Pick<Stock, "folder">, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** What stands below the frontmatter, where links are but for their targets, which rename owns. */
function bodyOf(text: string, { mayRelink }: { mayRelink: boolean } = { mayRelink: false }): string {
  const body = text.slice(findFences(text)?.bodyAt ?? (text.startsWith("\ufeff") ? 1 : 0));
  return mayRelink ? body.replace(/\[\[[^\]|#]*/g, "[[").replace(/\]\([^)#]*/g, "](") : body;
}

/** Lines of the frontmatter that a sample marked as nobody's but the person's. */
const marked = (text: string): readonly string[] => text.split(/\r?\n/).filter((line) => line.includes("# kept"));

/** What one act may do beside leaving all as it is. */
interface Owned {
  /** Files whose frontmatter it may edit. */
  fronts?: readonly string[];
  /** It may make a file, or say more at the end of one. */
  mayAdd?: boolean;
  /** It may rename a file and rewrite the targets of links. */
  mayRename?: boolean;
}

function assertOwned(before: Files, after: Files, { fronts = [], mayAdd = false, mayRename = false }: Owned): void {
  const moved = [...before.keys()].filter((path) => !after.has(path));
  const made = [...after.keys()].filter((path) => !before.has(path));
  assert.ok(moved.length <= (mayRename ? 1 : 0), `lost ${moved.join(", ")}`);
  assert.ok(made.length <= (mayAdd || mayRename ? 1 : 0), `made ${made.join(", ")}`);
  const places = new Map(moved.map((path, n) => [path, made[n] ?? ""]));
  for (const [path, was] of before) {
    const now = after.get(places.get(path) ?? path);
    assert.ok(now !== undefined, `${path} is lost`);
    if (now === was) continue;
    const [bodyWas, bodyNow] = [was, now].map((text) => bodyOf(text, { mayRelink: mayRename }));
    assert.ok(
      fronts.includes(path) || mayRename || mayAdd,
      `${path} was changed:\n${JSON.stringify(was)}\n${JSON.stringify(now)}`,
    );
    if (mayAdd) assert.ok(bodyNow?.startsWith(bodyWas ?? ""), `the text of ${path} was changed`);
    else assert.equal(bodyNow, bodyWas, `the text of ${path} was changed`);
    assert.deepEqual(marked(now), marked(was), path);
  }
}

type Act = (desk: Desk, path: string, pick: number) => Promise<Owned> | Owned;

/** Plays it; what is refused changes nothing. */
async function command({ context }: Desk, argv: readonly string[], owned: Owned): Promise<Owned> {
  try {
    await play(context, argv, { isYes: true });
    return owned;
  } catch (thrown) {
    if (!(thrown instanceof PkmError)) throw thrown;
    return {};
  }
}

/** Everything that a command about the note at `path` may write in: it, and any note that it is linked to or gets an id. */
const commands: readonly Act[] = [
  (desk, _, pick) => command(desk, ["sense", "note", desk.item, "-m", `New ${pick}`], { mayAdd: true }),
  (desk, path, pick) => command(desk, ["sense", "tag", path, `tag${pick % 3}`], { fronts: [path] }),
  (desk, path, pick) => command(desk, ["sense", "tag", path, `tag${pick % 3}`, "--remove"], { fronts: [path] }),
  (desk, path, pick) => command(desk, ["sense", "context", "add", `c${pick % 2}`, path], { fronts: [path] }),
  (desk, path) => command(desk, ["sense", "link", path, desk.item, "--as", "supports"], { fronts: [path] }),
  (desk, path, pick) => {
    const paths = [...filesOf(desk).keys()];
    const to = paths[pick % paths.length] ?? path;
    return command(desk, ["sense", "link", path, to, "--as", "challenges"], { fronts: [path, to] });
  },
  (desk, path, pick) => command(desk, ["sense", "rename", path, `Renamed ${pick}`], { mayRename: true }),
  (desk, _, pick) =>
    command(desk, ["sense", "tags", "merge", `tag${pick % 3}`, "tag9"], { fronts: [...filesOf(desk).keys()] }),
  (desk, _, pick) => command(desk, ["sense", "note", "--daily", "-m", `Today ${pick}`], { mayAdd: true }),
  ...[
    ["sense", "list"],
    ["find", "text"],
    ["doctor"],
    ["sense", "tags"],
    ["sense", "bridges"],
    ["review", "--weekly"],
  ].map(
    (argv): Act =>
      (desk) =>
        command(desk, argv, {}),
  ),
];

/** What other programs do to the folder. */
const edits: readonly ((desk: Desk, path: string, pick: number) => void)[] = [
  (desk, path, pick) => put(desk, path, `${readFileSync(join(desk.folder, path), "utf8")}outside ${pick}\n`),
  (desk, path, pick) => {
    mkdirSync(join(desk.folder, `moved-${pick % 3}`), { recursive: true });
    const to = join(desk.folder, `moved-${pick % 3}`, path.replaceAll("/", "-"));
    if (!existsSync(to)) renameSync(join(desk.folder, path), to);
  },
  (desk, path) => rmSync(join(desk.folder, path)),
  (desk, path, pick) => {
    const to = `copy-${pick}.md`;
    if (to !== path) cpSync(join(desk.folder, path), join(desk.folder, to));
  },
  (desk, _, pick) => put(desk, `new-${pick}.md`, `Made outside, see [[note-${pick}]] #tag${pick % 3}\n`),
];

interface Step {
  /** Whether another program acts. */
  isOutside: boolean;
  act: number;
  file: number;
  pick: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  isOutside: fc.boolean(),
  act: fc.nat(1000),
  file: fc.nat(1000),
  pick: fc.nat(9),
});

/** How many of the commands changed a file. */
async function playOn(t: TestContext, texts: readonly string[], steps: readonly Step[]): Promise<number> {
  const stock = stocked(t);
  const [item = ""] = stock.items({ title: "An item", html: "<p>words</p>" });
  const desk: Desk = { ...stock, item, context: contextOver(stock, { confirm: () => true }) };
  Object.assign(desk.context.person, { ask: async () => null, edit: async () => null });
  for (const [n, text] of texts.entries()) {
    put(
      desk,
      n % 2 === 0 ? `note-${n}.md` : `sub/note-${n}.md`,
      `${text}[[note-${(n + 1) % texts.length}|so]] [m](note-0.md#x)\n`,
    );
  }
  let changed = 0;
  for (const { isOutside, act, file, pick } of steps) {
    const before = filesOf(desk);
    const paths = [...before.keys()];
    const path = paths[file % Math.max(1, paths.length)];
    if (path === undefined) break;
    if (isOutside) {
      edits[act % edits.length]?.(desk, path, pick);
      // The next look at the folder sees it, whatever the clock's resolution.
      desk.clock.forward(1000);
      continue;
    }
    const owned = (await commands[act % commands.length]?.(desk, path, pick)) ?? {};
    const after = filesOf(desk);
    assertOwned(before, after, owned);
    if ([...after].some(([name, text]) => before.get(name) !== text)) changed += 1;
  }
  return changed;
}

test("random commands and outside edits change no byte of text that is not theirs, and lose no note", async (t) => {
  let changed = 0;
  const front = fc
    .constantFrom("x: 1 # kept", "odd:   [1,2] # kept", "y: 'z' # kept")
    .map((line) => `---\n${line}\ntags: [tag1]\n---\nText of mine.\n`);
  const texts = fc.array(
    fc.oneof(
      samples.map(({ text }) => text),
      front,
      fc.constantFrom("Plain.\r\n", "# Head\n\n#tag2\n"),
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  await fc.assert(
    fc.asyncProperty(texts, fc.array(step, { minLength: 3, maxLength: 12 }), async (given, steps) => {
      changed += await playOn(t, given, steps);
    }),
    { numRuns: Number(process.env["ROUNDS"] ?? 40) },
  );
  assert.ok(changed > 20, `only ${changed} commands changed anything`);
});

test("what is exported and imported into an empty home is the same folder, and exports the same", async (t) => {
  const base = mkdtempSync(join(tmpdir(), "pkm-user-text-"));
  t.after(() => rmSync(base, { recursive: true, force: true }));
  const [here, there] = [join(base, "here"), join(base, "there")];
  const texts = fc.sample(samples, { numRuns: 60, seed: 20261125 }).map(({ text }) => text);
  for (const [n, text] of texts.entries()) put({ folder: join(here, "notes") }, `sub ${n % 4}/note-${n}.md`, text);
  const pkm = async (home: string, ...argv: readonly string[]): Promise<void> => {
    const terminal = captureTerminal(80);
    const clock = { now: (): Date => new Date() };
    const status = await run(argv, { env: { PKM_HOME: home, NO_COLOR: "1" }, clock, terminal, version: "0.0.0" });
    assert.equal(status, 0, `${argv.join(" ")}: ${terminal.written().stderr}`);
  };
  await pkm(here, "sense", "note", "-m", "Made here", "--context", "acme");
  await pkm(here, "sense", "context", "bound", "acme");
  await pkm(here, "export", "--as", "all", "--out", join(base, "first.jsonl"));
  await pkm(there, "import", join(base, "first.jsonl"));
  await pkm(there, "export", "--as", "all", "--out", join(base, "second.jsonl"));
  const [before, after] = [here, there].map((home) => filesOf({ folder: join(home, "notes") }));
  assert.equal(before?.size, 61);
  assert.deepEqual(after, before);
  assert.equal(readFileSync(join(base, "second.jsonl"), "utf8"), readFileSync(join(base, "first.jsonl"), "utf8"));
});

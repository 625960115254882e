// Tests of the commands of sense, find, show and open, through execute, over a real store and a real notes folder.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import { commands } from "../../src/cli/all.ts";
import { Words } from "../../src/cli/command.ts";
import type { Context, Flags } from "../../src/cli/context.ts";
import type { Report } from "../../src/ui/report.ts";
import { bareContext, bareHome, nobody } from "./bare-context.ts";
import { stocked, type Stock } from "../sense/stocked.ts";

interface Desk extends Stock {
  item: string;
  run(path: string, args?: readonly string[], options?: Readonly<Record<string, unknown>>): Promise<Report>;
  /** What the person does next: types into the editor, pipes in, or passes flags. */
  person: {
    editor: (text: string) => string | null;
    stdin: string | null;
    flags: Partial<Flags>;
    opened: string[];
    edited: string[];
  };
}

function desk(t: TestContext): Desk {
  const stock = stocked(t);
  const [item = ""] = stock.items({
    title: "The third space",
    html: `<p>We test ideas with peers.</p><p>${"long ".repeat(2000)}</p>`,
  });
  const person: Desk["person"] = { editor: () => null, stdin: null, flags: {}, opened: [], edited: [] };
  const context = (): Context => ({
    ...bareContext,
    commands,
    flags: { ...bareContext.flags, mayAsk: true, ...person.flags },
    clock: stock.clock,
    home: bareHome(stock.folder),
    person: {
      ...nobody,
      hasStdin: person.stdin !== null,
      readStdin: async () => new TextEncoder().encode(person.stdin ?? ""),
      edit: async (text) => {
        person.edited.push(text);
        return person.editor(text);
      },
      openUrl: async (url) => void person.opened.push(url),
    },
    store: async () => stock.store,
    vault: async () => stock.vault,
  });
  return {
    ...stock,
    item,
    person,
    async run(path, args = [], options = {}) {
      const entry = commands.find((candidate) => candidate.path === path);
      assert.ok(entry !== undefined, path);
      const { command } = await entry.load();
      assert.equal(command.path, path);
      return command.execute(context(), new Words(args, options));
    },
  };
}

/** The answer as a script gets it. */
function valueOf({ layout }: Report): unknown {
  return JSON.parse(JSON.stringify(layout.kind === "table" ? layout.values : layout.value));
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

function isError(kind: PkmError["kind"], message: RegExp): (thrown: unknown) => boolean {
  return (thrown) => {
    assert.ok(thrown instanceof PkmError, String(thrown));
    assert.match(thrown.message, message);
    return thrown.kind === kind;
  };
}

const noteKeys =
  "id kind noteKind title path tags contexts growth created updated sources links backlinks shares text".split(" ");
const annotationKeys = "id kind item quote comment tags created anchor".split(" ");

test("an item is kept, annotated, listed as waiting, and made into a note that stands on its own", async (t) => {
  const { run, item, folder } = desk(t);
  assert.match(
    (await run("sense mark", [item])).words.join(),
    new RegExp(`^kept ${item} “The third space”: pkm sense note ${item}$`),
  );
  assert.match((await run("sense mark", [item])).words.join(), /was kept already/);
  const marked = await run("sense mark", [item], { quote: "test ideas", message: "not us" });
  for (const key of annotationKeys) assert.ok(keysOf(valueOf(marked)).includes(key), key);
  assert.deepEqual((await run("sense")).ids, [item]);

  const noted = await run("sense note", [item], { message: "Trust first.", tag: ["#trust"] });
  for (const key of noteKeys) assert.ok(keysOf(valueOf(noted)).includes(key), key);
  assert.match(noted.words.join(), /^noted (n\w+): pkm share stage \1 --with <community>$/);
  const text = readFileSync(join(folder, "trust-first.md"), "utf8");
  assert.ok(
    text.endsWith("\nTrust first.\n\n> test ideas\n\nFrom [The third space](<https://letters.example/1>)\n"),
    text,
  );
  assert.ok(!text.includes("not us"), "a private comment stands in a note that the person has not seen it in");
  assert.deepEqual((await run("sense")).ids, []);
  assert.match((await run("sense")).words.join(), /pkm digest/);
});

test("a note's text comes from standard input, or from the editor, which may also save nothing", async (t) => {
  const { run, item, person, folder } = desk(t);
  person.stdin = "piped in\n";
  assert.deepEqual(keysOf(valueOf(await run("sense note", ["-"], { title: "Piped" }))).includes("path"), true);
  person.stdin = null;

  const nothing = await run("sense note", [item]);
  assert.deepEqual(valueOf(nothing), { saved: null });
  assert.deepEqual(readdirSync(folder), ["piped.md"]);
  assert.equal(person.edited[0], "# The third space\n\n\n\nFrom [The third space](<https://letters.example/1>)\n");

  person.editor = (text) => text.replace("# The third space\n", "# My own title\n\nMy words");
  await run("sense note", [item]);
  assert.deepEqual(readdirSync(folder), ["my-own-title.md", "piped.md"]);
  person.flags = { mayAsk: false };
  await assert.rejects(run("sense note", [item]), isError("usage", /needs a text/));
  person.stdin = "  ";
  await assert.rejects(run("sense note", ["-"]), isError("usage", /standard input is empty/));
});

test("things are found with snippets, as the shapes scripts rely on; what is wrong has a caret", async (t) => {
  const { run, item, person } = desk(t);
  const marked = await run("sense mark", [item], { quote: "with peers", message: "our zebra" });
  await run("sense note", [], { message: "A zebra note" });
  const found = await run("find", ["zebra"]);
  const rows = valueOf(found);
  assert.ok(Array.isArray(rows));
  assert.deepEqual(rows.map((row: { kind: string }) => row.kind).toSorted(), ["annotation", "note"]);
  for (const row of rows) assert.ok(keysOf(row).includes("snippet"));
  for (const key of noteKeys)
    assert.ok(
      rows.some((row) => keysOf(row).includes(key)),
      key,
    );
  assert.equal(found.ids.length, 2);
  assert.ok(found.ids.includes(marked.ids[0] ?? ""));
  const [row]: readonly unknown[] = [valueOf(await run("find", ["third kind:item"]))].flat();
  assert.deepEqual(
    ["id", "source", "via", "state", "snippet", "text", "html"].map((key) => keysOf(row).includes(key)),
    [true, true, true, true, true, false, false],
  );
  assert.equal((await run("find", ["third space", "peers"])).ids.length, 1, "a word with white space is a phrase");
  assert.equal((await run("find", ["space third", "peers"])).ids.length, 0);
  person.flags = { limit: 1 };
  assert.equal((await run("find", ["zebra"])).ids.length, 1);
  await assert.rejects(run("find", ['"open']), isError("usage", /not closed\n"open\n\^$/));
  await assert.rejects(run("find", []), isError("usage", /nothing to look for/));
});

test("an item is shown with its marks and changes nothing; long texts are cut unless wanted whole", async (t) => {
  const { run, item, store } = desk(t);
  const short = await run("show", [item]);
  assert.ok(short.layout.kind === "record");
  assert.match(short.layout.body ?? "", new RegExp(`characters more: pkm show ${item} --full\\]$`));
  assert.equal(store.items.get(item).state, "new");
  assert.equal(store.changes.latest(), null);
  await run("sense mark", [item], { quote: "test ideas" });
  const full = await run("show", [item], { full: true });
  assert.ok(full.layout.kind === "record");
  assert.match(full.layout.body ?? "", /long\n\n> test ideas\n {2}a\w+$/);
  assert.deepEqual(
    ["text", "html", "annotations", "backlinks", "enclosures"].map((key) => keysOf(valueOf(full)).includes(key)),
    [true, true, true, true, true],
  );
  await assert.rejects(run("show", ["k99z"]), isError("not-found", /k99z/));
});

test("links both ways and former texts are shown; links without a kind are refused with the kinds there are", async (t) => {
  const { run, item, folder } = desk(t);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "one.md"), "# One\n\nfirst\n");
  writeFileSync(join(folder, "two.md"), "# Two\n\nsee [[one]]\n");
  const linked = await run("sense link", ["one", "two"], { as: "extends" });
  assert.match(linked.words.join(), /^linked one\.md: pkm show one\.md --links$/);
  await run("sense link", ["one.md", item], { as: "example" });
  const shown = await run("show", ["one"], { links: true });
  assert.ok(shown.layout.kind === "record");
  assert.match(shown.layout.body ?? "", /^extends {2,}n\w+ Two$/m);
  assert.match(shown.layout.body ?? "", new RegExp(`^example {2,}${item} The third space$`, "m"));
  assert.match(shown.layout.body ?? "", /^mentions \(from\) {2}n\w+ Two$/m);
  const before = await run("show", ["one"], { versions: true, full: true });
  assert.ok(before.layout.kind === "record");
  assert.match(before.layout.body ?? "", /# One\n\nfirst/);
  await assert.rejects(
    run("sense link", ["one", "two"]),
    isError("usage", /supports, challenges, extends, example, answers/),
  );
  await assert.rejects(run("sense link", ["one", "three"], { as: "extends" }), isError("not-found", /three/));
});

test("tags go on several things, also on ids that are piped in", async (t) => {
  const { run, item, person, store } = desk(t);
  const note = await run("sense note", [], { message: "Mine" });
  person.stdin = `${item}\n{"id":"${note.ids[0]}","kind":"note"}\n`;
  const tagged = await run("sense tag", ["-", "#Trust", "teams"]);
  assert.deepEqual(tagged.ids, [item, note.ids[0]]);
  assert.deepEqual(store.items.get(item).tags, ["Trust", "teams"]);
  assert.deepEqual((await run("sense list", ["tag:trust"])).ids, [note.ids[0]]);
  assert.deepEqual((await run("sense list", ["tag:other"])).ids, []);
  person.stdin = "{broken";
  await assert.rejects(run("sense tag", ["-", "x"]), isError("usage", /names no id/));
  await assert.rejects(run("sense tag", [item, "##"]), isError("usage", /is no tag/));
});

test("an item's page is opened, a note in the editor, and nothing that is no web page", async (t) => {
  const { run, item, person, store } = desk(t);
  await run("open", [item]);
  assert.deepEqual(person.opened, ["https://letters.example/1"]);
  const note = await run("sense note", [], { message: "Mine" });
  person.editor = (text) => text.replace("\nMine", "\nMine, better");
  await run("open", note.ids);
  assert.equal(store.notes.before(store.notes.get(note.ids[0] ?? "")?.path ?? "").length, 1);
  person.editor = () => null;
  const left = await run("sense edit", note.ids);
  assert.equal(left.layout.kind === "text" && left.layout.text, "nothing was changed");
  person.flags = { mayAsk: false };
  await assert.rejects(run("sense edit", note.ids), isError("usage", /needs a terminal/));
});

test("a note that can not be written is not lost: the error carries its text", async (t) => {
  const { run, item, person, store, folder } = desk(t);
  person.editor = (text) => {
    writeFileSync(folder, "a file where the notes folder should be");
    return text.replace("# The third space\n", "# Mine\n\nMy long thought");
  };
  await assert.rejects(
    run("sense note", [item]),
    isError("failed", /what was to be noted:\n# Mine\n\nMy long thought/),
  );
  assert.equal(store.items.get(item).state, "new");
});

test("a dry run changes nothing", async (t) => {
  const { run, item, person, store, folder } = desk(t);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "one.md"), "# One\n");
  person.flags = { isDryRun: true };
  await run("sense mark", [item], { message: "x" });
  await run("sense note", [item], { message: "x" });
  await run("sense tag", [item, "x"]);
  await run("sense link", ["one", item], { as: "example" });
  await run("open", [item]);
  assert.equal(store.changes.latest(), null);
  assert.deepEqual(person.opened, []);
  assert.equal(readFileSync(join(folder, "one.md"), "utf8"), "# One\n");
});

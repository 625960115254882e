// README's first five minutes, typed line by line from the packed tarball: an empty home, a bare environment, a real terminal.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test, type TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { certificate } from "../channels/certificate.ts";
import { browser, shownBy } from "../channels/site/browser.ts";
import { openTmux, tmuxIsMissing, type Tmux } from "../cli/tmux.ts";
import { openOwnNetwork, ownNetworkMissing } from "./own-network.ts";
import { installed, pack } from "./packed.ts";

const missing = tmuxIsMissing ?? ownNetworkMissing() ?? (browser === null ? "no chromium" : null);
const folder = mkdtempSync(join(tmpdir(), "pkm-readme-"));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Step {
  /** How the line in README begins; the lines come in this order, and none is left over. */
  line: string;
  /** What stands on the screen when it is done. */
  shows?: RegExp;
  /** What is typed while it runs, each once the screen shows its words. */
  answers?: readonly (readonly [RegExp, string])[];
  /** What the ids of README are here, as the screen says. */
  names?: readonly [id: string, pattern: RegExp];
  /** What the world does before it. */
  before?: (world: World) => Promise<void> | void;
}

interface World {
  home: string;
  mailboxes: string;
}

const steps: readonly Step[] = [
  {
    line: "pkm init",
    answers: [
      [/notes lie\?/, "Enter"],
      [/publish\?/, "Enter"],
      [/pack of feeds/, "Enter"],
    ],
    shows: /config +\S+config\.toml[^]*next: pkm seek add jarche\.com/,
  },
  { line: "pkm seek add", shows: /Jarche: 2 new[^]*https:\/\/jarche\.com\/feed\/[^]*read on: pkm digest/ },
  { line: "pkm digest", shows: /2 of 2 to read[^]*WORTH YOUR ATTENTION\n(k\w+) +A table between work and the world/ },
  { line: "pkm show %1", shows: /A Writer[^]*third space, where nobody is your boss/ },
  { line: "pkm sense mark", shows: /comment +why it struck me/ },
  { line: "pkm sense note", shows: /tags +learning/, names: ["n4k2", /^noted (n\w+): pkm share stage/m] },
  { line: "pkm find", shows: /item +A table between/ },
  { line: "pkm review", answers: [[/Half a minute after[^]*\? keys/, "q"]] },
  { line: "pkm community add", shows: /Bench Circle/ },
  { line: "pkm people add", shows: /ines@example\.org/ },
  { line: "pkm community member", shows: /members +Ines Aalto/ },
  { line: "read -rs", answers: [[/MAIL_PASSWORD$/m, "pw-me\n"]] },
  { line: "pkm community channel", shows: /mail \(closed\) ines@example\.org[^]*read by known people/ },
  { line: "git init", shows: /Git repository/ },
  { line: "pkm network add", shows: /site \(world\) \S+garden/ },
  {
    line: "pkm share stage",
    shows: /until +\d{4}-\d\d-\d\d 23:59[^]*nothing is sent yet/,
    names: ["d0cs", /^staged (d\w+);/m],
  },
  {
    line: "pkm share preview",
    shows: /people: Ines Aalto <ines@example\.org>[^]*sha256 [0-9a-f]{64}[^]*Subject: A table/,
  },
  { line: "pkm share send", shows: /ines@example\.org.* sent\n/ },
  {
    line: "pkm share feedback d0cs --fetch",
    before: ({ mailboxes }) => answer(mailboxes),
    shows: /received +Ines Aalto +In code nobody sees the mistake/,
    names: ["f640", /^(f\w+) +received/m],
  },
  { line: "pkm share feedback d0cs accept", shows: /state +accepted/ },
  { line: "pkm share revise", shows: /version +v2\ntakes up +f\w+ of Ines Aalto/ },
  { line: "pkm share report d0cs", shows: /to Ines Aalto <[^]*Taken up in version 2[^]*nothing is sent yet/ },
  { line: "pkm share report d0cs --send", shows: /ines@example\.org.* sent\n/ },
  { line: "pkm share publish", shows: /confirmed[^]*https:\/\/me\.example\.org\/a-table-\S+\.html/ },
  { line: "pkm trace", shows: /source s\w+ [^]*annotation[^]*round[^]*feedback[^]*publication[^]*confirmed/ },
];

/** The commands as they stand, without what is said of them. */
function linesOfReadme(): readonly string[] {
  const text = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const section = /^## The first five minutes\n(.*?)^## /ms.exec(text)?.[1] ?? "";
  return [...section.matchAll(/^```\n(.*?)^```$/gms)]
    .flatMap(([, block = ""]) =>
      block
        .trimEnd()
        .replaceAll(/ \\\n */g, " ")
        .split("\n"),
    )
    .map((line) => line.replace(/\s+# .*$/, ""));
}

/** Ines reads what has come and answers it, as a mail program does. */
async function answer(mailboxes: string): Promise<void> {
  const inbox = join(mailboxes, "ines", "new");
  for (let tries = 0; tries < 300 && (!existsSync(inbox) || readdirSync(inbox).length === 0); tries += 1)
    await wait(50);
  const letters = readdirSync(inbox);
  assert.equal(letters.length, 1);
  const letter = readFileSync(join(inbox, letters[0] ?? ""), "utf8");
  const id = /^Message-ID: (\S+)/im.exec(letter)?.[1] ?? assert.fail(letter);
  const heads = ["From: Ines Aalto <ines@example.org>", "To: me@example.org", "Subject: Re: A table"];
  const reply = [
    ...heads,
    "Message-ID: <1@example.org>",
    `In-Reply-To: ${id}`,
    "",
    "In code nobody sees the mistake.",
    "",
  ];
  const file = join(mailboxes, "me", "new", "1.reply");
  writeFileSync(file, reply.join("\r\n"));
  const { uid, gid } = statSync(dirname(file));
  chownSync(file, uid, gid);
}

/** A program that writes a line of its own and ticks what it finds to tick. */
const editor = `#!/bin/sh\nsed -i 's/^- \\[ \\]/- [x]/' "$1"\nprintf '\\nA table of six, take %s.\\n' "$(grep -c . "$1")" >> "$1"\n`;

/** The prompt says how the line before it ended. */
const prompt = /\n\[(\d+)\]\$ *$/;
const pager = /^(?::|\(END\)|lines .*|\d+%)$/;

/** Types a line, answers what it asks, pages to its end; all that was on the screen meanwhile. */
async function typeLine(shell: Tmux, line: string, answers: Step["answers"] = []): Promise<string> {
  shell.keys("C-l");
  await shell.until(/^\[\d+\]\$\s*$/);
  shell.type(line);
  shell.keys("Enter");
  for (const [asked, typed] of answers) {
    await shell.until(asked);
    if (typed.endsWith("\n")) {
      shell.type(typed.trimEnd());
      shell.keys("Enter");
    } else shell.keys(typed);
  }
  let seen = "";
  for (const end = performance.now() + 30_000; ; await wait(40)) {
    const shown = shell.unbroken().trimEnd();
    const last = shell.screen().trimEnd().split("\n").at(-1) ?? "";
    if (prompt.test(shown)) return seen + shown;
    if (pager.test(last)) {
      // The pager waits; what was seen a moment before may have been half of it.
      seen += shell.unbroken();
      shell.keys("q");
      await wait(100);
    }
    if (performance.now() > end) throw new Error(`"${line}" never ended; the screen is\n${shown}`);
  }
}

/** Lines that the terminal had to break though they are neither what was typed, nor a command or an address to copy. */
function brokenLines(shown: string, columns: number, line: string): readonly string[] {
  return shown
    .split("\n")
    .filter((each) => each.length > columns && !line.includes(each) && !/^\[\d+\]\$ |\S{40}|^ *pkm /.test(each));
}

async function typeReadme(t: TestContext, size: { columns: number; rows: number }, pkm: string): Promise<void> {
  const home = join(folder, `home-${size.columns}`);
  const bin = join(folder, `bin-${size.columns}`);
  for (const dir of [home, bin]) mkdirSync(dir);
  symlinkSync(pkm, join(bin, "pkm"));
  symlinkSync(process.execPath, join(bin, "node"));
  writeFileSync(join(bin, "own-editor"), editor, { mode: 0o755 });
  writeFileSync(join(bin, "trusted.pem"), certificate);
  writeFileSync(join(home, ".gitconfig"), "[user]\nname = Me\nemail = me@example.org\n[init]\ndefaultBranch = main\n");
  const { pid, mailboxes } = await openOwnNetwork(t, bin);
  const env = {
    HOME: home,
    PATH: `${bin}:/usr/bin:/bin`,
    TERM: "screen-256color",
    LANG: "C.UTF-8",
    TZ: "UTC",
    EDITOR: "own-editor",
    NODE_EXTRA_CA_CERTS: join(bin, "trusted.pem"),
    PS1: "[$?]$ ",
  };
  const shell = openTmux(t, { ...size, env, inside: pid });
  await shell.until(/^\[0\]\$/);
  const lines = linesOfReadme();
  const ids = new Map<string, string>();
  assert.equal(lines.length, steps.length, "a line of README is not expected here, or was taken out");
  for (const [at, line] of lines.entries()) {
    const step = steps[at] ?? assert.fail();
    assert.ok(line.startsWith(step.line), `README has "${line}" where "${step.line}" is expected`);
    await step.before?.({ home, mailboxes });
    const real = [...ids].reduce((text, [id, own]) => text.replaceAll(id, own), line);
    const shown = await typeLine(shell, real, step.answers);
    assert.equal(prompt.exec(shown)?.[1], "0", shown);
    if (step.shows !== undefined && size.columns >= 80) assert.match(shown, step.shows);
    assert.deepEqual(brokenLines(shown, size.columns, real), [], `the terminal breaks lines of "${line}"`);
    if (step.names !== undefined) {
      const [id, pattern] = step.names;
      ids.set(id, pattern.exec(shown)?.[1] ?? assert.fail(`${pattern} is not in\n${shown}`));
    }
  }
  t.diagnostic(`${lines.length} lines of README typed at ${size.columns}x${size.rows}`);
  await assertArrived({ home, mailboxes });
}

/** What is out there in the end: two letters to Ines, a commit, a page with the version that took up what she said. */
async function assertArrived({ home, mailboxes }: World): Promise<void> {
  const inbox = join(mailboxes, "ines", "new");
  for (let tries = 0; tries < 200 && readdirSync(inbox).length < 2; tries += 1) await wait(50);
  assert.equal(readdirSync(inbox).length, 2);
  const garden = join(home, "garden");
  const log = execFileSync("git", ["-C", garden, "log", "--format=%s", "--name-only"], {
    encoding: "utf8",
    env: { HOME: home, PATH: process.env["PATH"] },
  });
  const page = /^a-table-\S+\.html$/m.exec(log)?.[0] ?? assert.fail(log);
  const dom = await shownBy(join(home, "profile"), pathToFileURL(join(garden, page)).href);
  assert.match(
    dom,
    /<h1[^>]*>A table between work and the world<\/h1>[^]*A table of six, take \d+\.[^]*A table of six, take/,
  );
  assert.doesNotMatch(dom, /Ines|nobody sees/);
}

test("README's first five minutes hold as they stand", { skip: missing ?? false, concurrency: 2 }, async (t) => {
  const pkm = installed(folder, pack(folder));
  const sizes = [
    { columns: 80, rows: 24 },
    { columns: 60, rows: 15 },
  ];
  // Each has a network of its own, and waits more than it works.
  await Promise.all(
    sizes.map((size) => t.test(`at ${size.columns}x${size.rows}`, (each) => typeReadme(each, size, pkm))),
  );
});

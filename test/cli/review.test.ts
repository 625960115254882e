// pkm review as a person has it: the whole program on a real terminal, with items that mean no good.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { htmlToText } from "../../src/formats/html-text.ts";
import { contentOf } from "../../src/seek/content.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { runInPty } from "../term/pty.ts";
import { openTmux, type Tmux, tmuxIsMissing } from "./tmux.ts";

const program = fileURLToPath(new URL("../transcripts/pkm.ts", import.meta.url));
const options = { skip: tmuxIsMissing ?? false, timeout: 120_000 };
const hostile = "\u202eevil\u001b[2J\u001b]0;owned\u0007\u009b31m \u0000title";
const long = "<p>A paragraph of a very long item that goes on.</p>".repeat(100_000);

const given: readonly (readonly [string, string])[] = [
  ["Five megabytes", long],
  [hostile, "<p>Read <a href='https://links.example/one'>this</a>.\u001b[2J</p>"],
  ["日本語の題名".repeat(20), "<p>日本語の本文。</p>"],
  ["Plain words", "<p>We test ideas with peers in the third space.</p>"],
];

/** A home with the items, the first the oldest; their ids. */
function stockedHome(t: TestContext): { home: string; ids: readonly string[]; store: () => Store } {
  const home = mkdtempSync(join(tmpdir(), "pkm-review-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  let at = Date.parse("2026-11-02T10:00:00.000Z");
  const clock = { now: () => new Date(at) };
  const open = (): Store => openStore(join(home, "pkm.db"), clock);
  const store = open();
  const source = store.transact(() => {
    const id = store.sources.plant({ url: "https://letters.example/feed.xml", foundAt: null });
    store.sources.revive(id, { filter: "naive", person: null, tags: [], contexts: [] });
    return id;
  });
  const ids = given.map(([title, html], index) => {
    at += 3_600_000;
    const url = `https://letters.example/${index}`;
    const now = clock.now().toISOString();
    const content = contentOf({ ...blank, title, html, text: htmlToText(html), link: url, published: now });
    const item = { kind: "new", key: url, content, sorted: now, isLetGo: false, name: url, entryHash: url } as const;
    store.items.take(source, [item], now);
    return store.refs.find(url, ["item"]);
  });
  store.close();
  return { home, ids, store: open };
}

const blank = {
  guid: null,
  externalLink: null,
  comments: null,
  updated: null,
  authors: [],
  summary: null,
  tags: [],
  enclosures: [],
  durationSeconds: null,
};

function openShell(t: TestContext, home: string, size: { columns: number; rows: number }): Tmux {
  const editor = join(home, "editor.sh");
  writeFileSync(editor, '#!/bin/sh\nprintf "# From the editor\\n\\nWritten there.\\n" > "$1"\n', { mode: 0o755 });
  const run = `pkm() { "${process.execPath}" "${program}" "$@"; }`;
  writeFileSync(join(home, "rc"), `PS1='ready> '\n${run}\n`);
  const env = { PATH: "/usr/bin:/bin", TERM: "screen-256color", LANG: "C.UTF-8", PKM_HOME: home, EDITOR: editor };
  const shell = openTmux(t, { ...size, env });
  shell.type(`. "$PKM_HOME/rc"; clear`);
  shell.keys("Enter");
  return shell;
}

/** Types a command line at the prompt. */
async function enter(shell: Tmux, line: string): Promise<void> {
  await shell.until(/ready> *\s*$/);
  shell.type(line);
  shell.keys("Enter");
}

/** That the shell has its terminal back: its own screen, the cursor, lines and echo. */
async function assertRestored(shell: Tmux): Promise<void> {
  await shell.until(/ready> *\s*$/);
  assert.deepEqual(shell.modes(), { isAlternate: false, hasCursor: true, wraps: true });
}

test(
  "triage at 80x24: keys act at once, undo takes back, the editor and the stop key come and go",
  options,
  async (t) => {
    const { home, ids, store } = stockedHome(t);
    const shell = openShell(t, home, { columns: 80, rows: 24 });
    await enter(shell, "pkm review");
    const first = await shell.until(/enter read/);
    assert.match(first, /^review {2}1 of 4\s*\n> Plain words/);
    assert.match(first, /why here: first time from this source/);
    assert.match(first, /\n {2}evil title/);
    shell.keys("s");
    await shell.until(/review {2}2 of 4, 1 dealt with[^]*kept/);
    shell.keys("j", "n");
    shell.type("Mine — 日本");
    await shell.until(/note: Mine — 日本/);
    shell.keys("Enter");
    await shell.until(/noted n\w+/);
    shell.keys("u");
    await shell.until(/undone: noted “Mine — 日本”/);
    shell.keys("N");
    await shell.until(/noted n\w+: pkm share stage/);
    shell.keys("C-z");
    await shell.until(/Stopped[^]*ready>/);
    await assertRestored(shell);
    await enter(shell, "fg");
    await shell.until(/review {2}3 of 4, 2 dealt with/);
    shell.keys("G", "x");
    await shell.until(/is not for me/);
    shell.keys("u", "u", "u", "u");
    await shell.until(/nothing of this review to undo/);
    shell.keys("x");
    await shell.until(/is not for me/);
    shell.keys("q");
    await shell.until(/dealt with 1 of 4; 3 wait/);
    await assertRestored(shell);
    const after = store();
    t.after(() => after.close());
    assert.deepEqual(
      ids.map((id) => after.items.get(id).state),
      ["dropped", "new", "new", "new"],
    );
  },
);

test(
  "at 60x15 a text of 5 MB is read, hostile words stay words, and the screen follows its size",
  options,
  async (t) => {
    const { home } = stockedHome(t);
    const shell = openShell(t, home, { columns: 60, rows: 15 });
    await enter(shell, "pkm review --limit 0");
    await shell.until(/enter read/);
    shell.keys("G", "Enter");
    await shell.until(/12 of \d{4}/);
    shell.keys("G");
    await shell.until(/characters more: pkm show k\w+ --full/);
    shell.resize(100, 30);
    await shell.until(/space on[^\n]*\n*$/);
    assert.match(shell.screen(), /(\d{4}) of \1/);
    shell.resize(60, 15);
    shell.keys("q", "k", "Enter");
    const read = await shell.until(
      /^evil title[^]*\[1\] https:\/\/links\.example\/one[^]*\n[^\n]*q back {2}\? keys\n$/,
    );
    assert.match(read, /^evil title/);
    assert.equal(read.trimEnd().split("\n").length, 15);
    shell.keys("?");
    await shell.until(/any other key goes back/);
    shell.keys("?", "C-c");
    await shell.until(/ready> *\s*$/);
    await assertRestored(shell);
  },
);

test("on a signal, an interrupt and an end of its own the terminal is as before", options, async (t) => {
  const { home } = stockedHome(t);
  const shell = openShell(t, home, { columns: 80, rows: 24 });
  // A plain sh leaves the terminal as it finds it, where bash would mend it.
  const tell = `stty -a | tr ' ;' '\\n\\n' | grep -xE -- '-?(icanon|echo|isig|opost)' | sort | tr '\\n' ' '`;
  writeFileSync(
    join(home, "once"),
    `trap : INT\n"${process.execPath}" "${program}" review --limit 2\necho "status $? $(${tell})."\n`,
  );
  const ways: readonly (readonly [() => void, number])[] = [
    [() => signalPlayer(home, "SIGTERM"), 143],
    [() => signalPlayer(home, "SIGHUP"), 129],
    [() => signalPlayer(home, "SIGINT"), 130],
    [() => shell.keys("C-c"), 130],
    [() => shell.keys("q"), 0],
  ];
  for (const [end, status] of ways) {
    await enter(shell, `clear; sh "$PKM_HOME/once"`);
    await shell.until(/enter read/);
    assert.deepEqual(shell.modes(), { isAlternate: true, hasCursor: false, wraps: false });
    end();
    await shell.until(new RegExp(`status ${status} echo icanon isig opost \\.`));
    await assertRestored(shell);
  }
  assert.equal(ways.length, 5);
});

test("what ends it while it is stopped does not wait for the screen", options, async (t) => {
  const { home } = stockedHome(t);
  const shell = openShell(t, home, { columns: 80, rows: 24 });
  await enter(shell, "pkm review");
  await shell.until(/enter read/);
  shell.keys("C-z");
  await shell.until(/Stopped[^]*ready>/);
  await enter(shell, "clear; kill %%; sleep 0.2; jobs");
  await shell.until(/Terminated[^]*ready>/);
  await assertRestored(shell);
});

/** Ends the one review that plays in `home`. */
function signalPlayer(home: string, signal: NodeJS.Signals): void {
  const players = readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const args = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
      return (
        args.includes(program) &&
        args.includes("review") &&
        readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(`PKM_HOME=${home}`)
      );
    } catch (thrown) {
      assert.ok(thrown instanceof Error);
      return false;
    }
  });
  assert.equal(players.length, 1);
  process.kill(Number(players[0]), signal);
}

test("--lines does the same item by item, also on a dumb terminal", { timeout: 60_000 }, async (t) => {
  const { home, ids, store } = stockedHome(t);
  const next = "? for more, q quit: ";
  const { shown, status } = await runInPty({
    command: `'${process.execPath}' '${program}' review --lines`,
    env: { PKM_HOME: home, TERM: "dumb" },
    answers: [
      { after: next, type: "s\n" },
      { after: next, type: "t craft trust\n" },
      { after: next, type: "x\n" },
      { after: next, type: "r\n" },
      { after: next, type: "y\n" },
      { after: next, type: "n\n" },
      { after: "note: ", type: "Peers first\n" },
      { after: next, type: "u\n" },
      { after: next, type: "\n" },
      { after: next, type: "q\n" },
    ],
  });
  assert.equal(status, 0);
  assert.match(shown, /1 of 4: Plain words/);
  assert.match(shown, /why here: first time from this source/);
  assert.match(shown, /undone: noted “Peers first”/);
  assert.match(shown, /dealt with 3 of 4; 1 wait/);
  assert.doesNotMatch(shown, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  const after = store();
  t.after(() => after.close());
  assert.deepEqual(
    ids.map((id) => after.items.get(id).state),
    ["new", "read", "dropped", "kept"],
  );
  assert.deepEqual(after.items.get(ids[2] ?? "").tags, ["craft", "trust"]);
});

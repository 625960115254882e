// What a person wrote in their editor, or piped in, is never lost with the command that was to make something of it.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { runInPty, type PtyEnd } from "../term/pty.ts";
import { inHome } from "./in-home.ts";

const program = fileURLToPath(new URL("../transcripts/pkm.ts", import.meta.url));

interface Desk {
  home: string;
  drafts: string;
  /** Types the command line at a terminal. */
  typed(line: string): Promise<PtyEnd>;
  /** One command line that must go well; what it printed. */
  well(...argv: readonly string[]): Promise<string>;
  /** Resolves once so many editors are open. */
  open(count: number): Promise<void>;
  /** Lets every editor save and end. */
  save(): void;
}

/** A home with a note that a circle was asked about, and an editor that adds a line once it is told to. */
async function openDesk(t: TestContext): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), "pkm-by-hand-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const [home, drafts, go] = [join(folder, "home"), join(folder, "tmp"), join(folder, "go")];
  mkdirSync(drafts);
  const editor = join(folder, "editor");
  const waits = `while [ ! -e '${go}' ]; do sleep 0.05; done`;
  writeFileSync(editor, `#!/bin/sh\ntouch "$1.open"\n${waits}\necho PRECIOUS >>"$1"\n`, { mode: 0o755 });
  const well: Desk["well"] = async (...argv) => {
    const { status, stdout, stderr } = await inHome(home, argv);
    assert.equal(status, 0, `pkm ${argv.join(" ")}: ${stderr}`);
    return stdout.trim();
  };
  const env = { VISUAL: "", EDITOR: editor, TMPDIR: drafts, NO_COLOR: "1" };
  return {
    home,
    drafts,
    typed: (line) =>
      runInPty({ command: `'${process.execPath}' '${program}' --home '${home}' ${line}`, env, columns: 400 }),
    well,
    async open(count) {
      const isOpen = (): boolean =>
        readdirSync(drafts).filter((name) => existsSync(join(drafts, name, "text.md.open"))).length >= count;
      for (let turns = 0; !isOpen(); turns += 1) {
        assert.ok(turns < 600, "no editor came up");
        await wait(100);
      }
    },
    save: () => writeFileSync(go, ""),
  };
}

async function aShare({ home, well }: Desk): Promise<string> {
  await well("sense", "note", "--title", "Tables", "-m", "A long table.");
  await well("people", "add", "Ines", "--mail", "ines@bench.example");
  await well("community", "add", "Circle");
  await well("community", "member", "Circle", "Ines");
  await well("community", "channel", "Circle", "file", "--exposure", "closed", "--dir", join(home, "out"));
  const share = await well("share", "stage", "tables.md", "--with", "Circle", "--ask", "why?", "--ids");
  await well("share", "send", share);
  return share;
}

function keptBy({ shown }: PtyEnd): string {
  const [, path = ""] = /what you wrote lies in (\S+)/.exec(shown) ?? [];
  assert.notEqual(path, "", shown);
  return readFileSync(path, "utf8");
}

test("while another program holds the store, each command says where the text lies", async (t) => {
  const desk = await openDesk(t);
  const share = await aShare(desk);
  const ends = ["sense edit tables.md", "sense note --title New", `share revise ${share}`].map((line) =>
    desk.typed(line),
  );
  await desk.open(3);
  const db = new Database(join(desk.home, "pkm.db"));
  t.after(() => db.close());
  db.exec("BEGIN IMMEDIATE");
  desk.save();
  const piped = inHome(desk.home, ["sense", "note", "-", "--title", "Piped"], { input: "PIPED words" });
  for (const end of await Promise.all(ends)) {
    assert.equal(end.status, 75, end.shown);
    assert.match(keptBy(end), /PRECIOUS/);
  }
  const { status, stderr } = await piped;
  assert.equal(status, 75);
  assert.match(stderr, /another pkm is writing to the store; what was to be noted:\n *# Piped\n *\n *PIPED words/);
  db.exec("ROLLBACK");
});

test("a text that was overtaken by another edit is kept, and one that was taken leaves no file", async (t) => {
  const desk = await openDesk(t);
  const share = await aShare(desk);
  const revising = desk.typed(`share revise ${share}`);
  await desk.open(1);
  const note = join(desk.home, "notes", "tables.md");
  writeFileSync(note, readFileSync(note, "utf8").replace("A long table.", "A longer table."));
  desk.save();
  const end = await revising;
  assert.equal(end.status, 1, end.shown);
  assert.match(keptBy(end), /PRECIOUS/);
  const [kept] = readdirSync(desk.drafts);
  const fine = await desk.typed("sense note --title Fine");
  assert.equal(fine.status, 0, fine.shown);
  assert.deepEqual(readdirSync(desk.drafts), [kept]);
});

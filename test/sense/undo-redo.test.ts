// Undo and redo of whole commands: what was there stands again byte for byte and row for row, both ways.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import fc from "fast-check";
import type { Context } from "../../src/cli/context.ts";
import { openDatabase, type Db } from "../../src/store/database.ts";
import { play, valueOf } from "../cli/play.ts";
import { contextOver } from "./context.ts";
import { stocked, type Stock } from "./stocked.ts";

interface Bench extends Stock {
  context: Context;
  db: Db;
  given: readonly string[];
}

function bench(t: TestContext): Bench {
  const stock = stocked(t, { isFile: true });
  const given = stock.items(
    { title: "One", html: "<p>The first of three things.</p>" },
    { title: "Two", html: "<p>The second of three things.</p>" },
  );
  const db = openDatabase(join(stock.folder, "..", "pkm.db"));
  t.after(() => db.close());
  let edits = 0;
  const edit = (text: string): string => {
    edits += 1;
    return `${text}Edit ${edits}.\n`;
  };
  return { ...stock, given, db, context: contextOver(stock, { edit }) };
}

function filesOf({ folder }: Stock): Readonly<Record<string, string>> {
  if (!existsSync(folder)) return {};
  return Object.fromEntries(
    readdirSync(folder)
      .toSorted()
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}

/** Everything but ids ever given, the ledger of changes, and the index of the notes, which is made of the files. */
function snapshotOf(desk: Bench): unknown {
  const names = desk.db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .pluck()
    .all()
    .filter((name) => !/^(?:id|change\w*|note\w*|search\w*|sqlite_\w*)$/.test(name));
  assert.ok(names.length >= 20, `only ${names.length} tables`);
  return { files: filesOf(desk), rows: names.map((name) => [name, desk.db.prepare(`SELECT * FROM ${name}`).all()]) };
}

const lines: readonly ((desk: Bench, pick: number) => readonly string[] | null)[] = [
  (desk, pick) => ["sense", "note", desk.given[pick % 2] ?? "", "-m", `Thought ${pick}`, "-t", "first"],
  (_, pick) => ["sense", "note", "-m", `Alone ${pick}`],
  (desk, pick) => ["sense", "mark", desk.given[pick % 2] ?? "", "--quote", "of three things", "-m", `Why ${pick}`],
  (desk, pick) => ["sense", "tag", desk.given[pick % 2] ?? "", `tag${pick % 3}`],
  (desk, pick) => withNote(desk, pick, (note) => ["sense", "tag", note, `tag${pick % 3}`]),
  (desk, pick) => withNote(desk, pick, (note) => ["sense", "tag", note, "first", "--remove"]),
  (desk, pick) => withNote(desk, pick, (note) => ["sense", "edit", note]),
  (desk, pick) =>
    withNote(desk, pick, (note) => ["sense", "link", note, desk.given[pick % 2] ?? "", "--as", "extends"]),
  (_, pick) => ["people", "add", `Person ${pick}`, "--mail", `p${pick}@people.example`],
  (_, pick) => ["community", "add", `circle-${pick}`],
  (desk, pick) => ["sense", "check", desk.given[pick % 2] ?? "", "stop", "-m", `Felt ${pick}`],
  (desk, pick) => [
    "sense",
    "check",
    desk.given[0] ?? "",
    "find",
    desk.given[1] ?? "",
    "--as",
    pick % 2 === 0 ? "disputes" : "supports",
  ],
  (desk, pick) => ["sense", "check", desk.given[pick % 2] ?? "", "claim", "-m", `Claim ${pick}`],
  (_, pick) => ["sense", "context", "bound", `context ${pick % 2}`],
  (_, pick) => ["sense", "context", "unbound", `context ${pick % 2}`],
  (desk, pick) => ["sense", "context", "add", `context ${pick % 2}`, desk.given[pick % 2] ?? ""],
  (desk, pick) => withNote(desk, pick, (note) => ["sense", "context", "add", `context ${pick % 2}`, note]),
  (_, pick) => ["sense", "note", "--daily", "-m", `Today ${pick}`],
];

function withNote(desk: Bench, pick: number, line: (note: string) => readonly string[]): readonly string[] | null {
  const notes = desk.store.notes.list().toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const note = notes[pick % Math.max(1, notes.length)];
  return note === undefined ? null : line(note.id ?? note.path);
}

const step = fc.record({ line: fc.nat(lines.length - 1), pick: fc.nat(5) });

test("after any commands, undoing all and redoing all walks through the same states", async (t) => {
  let turned = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), fc.nat(9), async (steps, back) => {
      const desk = bench(t);
      const states = [snapshotOf(desk)];
      for (const { line, pick } of steps) {
        const argv = lines[line]?.(desk, pick) ?? null;
        const before = desk.store.changes.list(-1).length;
        if (argv !== null) await play(desk.context, argv).catch(isNamedTwice);
        if (desk.store.changes.list(-1).length > before) states.push(snapshotOf(desk));
      }
      const last = states.length - 1;
      const down = async (to: number, from: number): Promise<void> => {
        for (let at = from - 1; at >= to; at -= 1) {
          await play(desk.context, ["undo"]);
          assert.deepEqual(snapshotOf(desk), states[at]);
          turned += 1;
        }
      };
      const up = async (from: number): Promise<void> => {
        for (let at = from + 1; at <= last; at += 1) {
          await play(desk.context, ["undo", "--redo"]);
          assert.deepEqual(snapshotOf(desk), states[at]);
          turned += 1;
        }
      };
      const part = Math.max(0, last - back);
      await down(part, last);
      await up(part);
      await down(0, last);
      await assert.rejects(play(desk.context, ["undo"]), { kind: "not-found" });
      await up(0);
      await assert.rejects(play(desk.context, ["undo", "--redo"]), { kind: "not-found" });
    }),
    { numRuns: 25 },
  );
  assert.ok(turned > 100, `only ${turned} turns`);
});

/** A person of that name, or a community, is there already: that is no change. */
function isNamedTwice(thrown: unknown): void {
  assert.match(String(thrown), /already|is taken|exists|called/);
}

test("what was undone can not be made again once something else was changed", async (t) => {
  const desk = bench(t);
  await play(desk.context, ["sense", "tag", desk.given[0] ?? "", "a"]);
  await play(desk.context, ["undo"]);
  await play(desk.context, ["sense", "tag", desk.given[0] ?? "", "b"]);
  await assert.rejects(play(desk.context, ["undo", "--redo"]), { kind: "not-found" });
  await play(desk.context, ["undo"]);
  await play(desk.context, ["undo", "--redo"]);
  assert.deepEqual(desk.store.tags.of(desk.given[0] ?? ""), ["b"]);
});

test("a file changed by hand since is left alone, and so are the rows of the change", async (t) => {
  const desk = bench(t);
  await play(desk.context, ["sense", "note", desk.given[0] ?? "", "-m", "Mine"]);
  const file = join(desk.folder, "mine.md");
  const written = readFileSync(file, "utf8");
  writeFileSync(file, `${written}by hand\n`);
  const before = snapshotOf(desk);
  await assert.rejects(play(desk.context, ["undo"]), { kind: "failed", message: /^mine\.md was changed since/ });
  assert.deepEqual(snapshotOf(desk), before);
  writeFileSync(file, written);
  await play(desk.context, ["undo"]);
  assert.ok(!existsSync(file));
  writeFileSync(file, "something else\n");
  await assert.rejects(play(desk.context, ["undo", "--redo"]), { kind: "failed", message: /^mine\.md exists already/ });
  assert.equal(readFileSync(file, "utf8"), "something else\n");
  rmSync(file);
  await play(desk.context, ["undo", "--redo"]);
  assert.equal(readFileSync(file, "utf8"), written);
  assert.equal(desk.store.items.get(desk.given[0] ?? "").state, "noted");
});

test("an undo that was killed after its files and before its rows is completed by the next", async (t) => {
  const desk = bench(t);
  await play(desk.context, ["sense", "note", desk.given[0] ?? "", "-m", "Mine"]);
  rmSync(join(desk.folder, "mine.md"));
  await play(desk.context, ["undo"]);
  assert.equal(desk.store.items.get(desk.given[0] ?? "").state, "new");
});

test("-n shows what would be put back, line by line, and changes nothing", async (t) => {
  const desk = bench(t);
  await play(desk.context, ["sense", "note", "-m", "Mine", "-t", "a"]);
  await play(desk.context, ["sense", "tag", "mine.md", "b"]);
  const before = snapshotOf(desk);
  const report = await play(desk.context, ["undo"], { isDryRun: true });
  assert.ok(report.layout.kind === "record");
  assert.match(report.layout.body ?? "", /^mine\.md\n.*\n- tags: \[a, b\]\n\+ tags: \[a\]\n/);
  assert.deepEqual(snapshotOf(desk), before);
  await play(desk.context, ["undo"]);
  const again = await play(desk.context, ["undo", "--redo"], { isDryRun: true });
  assert.ok(again.layout.kind === "record");
  assert.match(again.layout.body ?? "", /- tags: \[a\]\n\+ tags: \[a, b\]/);
  assert.equal(JSON.stringify(valueOf(await play(desk.context, ["undo", "--list"]))).match(/mine\.md/g)?.length, 2);
});

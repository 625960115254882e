// Undo: what a change touched is put back exactly, and nothing is taken back over somebody's later work.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import Database from "better-sqlite3";
import { openChanges } from "../../src/store/changes.ts";
import { openDatabase } from "../../src/store/database.ts";

const clock = { now: (): Date => new Date("2026-11-23T06:00:00.000Z") };

function open(): { db: ReturnType<typeof openDatabase>; changes: ReturnType<typeof openChanges> } {
  const db = openDatabase(":memory:");
  return { db, changes: openChanges(db, clock) };
}

function tag(db: ReturnType<typeof openDatabase>, thing: string, name: string): void {
  db.prepare("INSERT OR REPLACE INTO tag (thing, tag, at) VALUES (?, ?, 'now')").run(thing, name);
}

const tags = (db: ReturnType<typeof openDatabase>): unknown =>
  db.prepare("SELECT thing, tag FROM tag ORDER BY 1, 2").raw().all();

test("an insert, an update and a delete of one change are taken back together", () => {
  const { db, changes } = open();
  changes.record("first", () => tag(db, "k1", "old"));
  const before = db.prepare("SELECT * FROM tag").all();
  changes.record("second", () => {
    tag(db, "k1", "new");
    db.prepare("UPDATE tag SET at = 'later' WHERE tag = 'old'").run();
    db.prepare("DELETE FROM tag WHERE tag = 'old'").run();
  });
  assert.deepEqual(tags(db), [["k1", "new"]]);
  const latest = changes.latest();
  assert.equal(latest?.summary, "second");
  changes.undo(latest?.no ?? 0);
  assert.deepEqual(db.prepare("SELECT * FROM tag").all(), before);
  assert.equal(changes.latest()?.summary, "first");
});

test("a change that touched nothing leaves no entry", () => {
  const { changes } = open();
  changes.record("nothing", () => {});
  assert.deepEqual(changes.list(10), []);
});

test("a change that throws leaves neither rows nor an entry", () => {
  const { db, changes } = open();
  const act = (): void => {
    changes.record("half", () => {
      tag(db, "k1", "a");
      throw new Error("stop");
    });
  };
  assert.throws(act, /stop/);
  assert.deepEqual(tags(db), []);
  assert.deepEqual(changes.list(10), []);
  changes.record("whole", () => tag(db, "k2", "b"));
  assert.deepEqual(
    changes.list(10).map(({ summary }) => summary),
    ["whole"],
  );
});

test("what was changed since is not overwritten", () => {
  const { db, changes } = open();
  changes.record("tag", () => tag(db, "k1", "a"));
  db.prepare("UPDATE tag SET at = 'elsewhere'").run();
  assert.throws(() => changes.undo(changes.latest()?.no ?? 0), { kind: "failed", message: /changed since/ });
  assert.deepEqual(tags(db), [["k1", "a"]]);
});

test("what left the machine is listed and can not be taken back", () => {
  const { changes } = open();
  changes.record("send", () => changes.keep("it was sent"));
  assert.equal(changes.latest(), null);
  assert.equal(changes.list(1)[0]?.staysBecause, "it was sent");
});

test("rows touched outside of a recorded change are not written down", () => {
  const { db, changes } = open();
  changes.record("tag", () => tag(db, "k1", "a"));
  tag(db, "k2", "b");
  assert.equal(db.prepare("SELECT count(*) FROM change_row").pluck().get(), 1);
});

test("a change within a transaction goes with it, and keeps no way back of its own meanwhile", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "pkm-changes-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  openDatabase(join(folder, "pkm.db")).close();
  const asked: string[] = [];
  const db = new Database(join(folder, "pkm.db"), { verbose: (sql) => asked.push(String(sql)) });
  const changes = openChanges(db, clock);
  const both = db.transaction((fails: boolean) => {
    tag(db, "k1", "before");
    changes.record("import", () => tag(db, "k2", "in"));
    if (fails) throw new Error("stop");
  });
  assert.throws(() => both.immediate(true), /stop/);
  assert.deepEqual([tags(db), changes.list(10)], [[], []]);
  both.immediate(false);
  assert.equal(asked.filter((sql) => sql.startsWith("BEGIN")).length, 2);
  // A savepoint makes each statement of a large change take longer than the one before.
  assert.equal(asked.filter((sql) => sql.startsWith("SAVEPOINT")).length, 0);
  changes.undo(changes.latest()?.no ?? 0);
  assert.deepEqual(tags(db), [["k1", "before"]]);
  db.close();
});

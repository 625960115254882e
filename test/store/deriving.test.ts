// What can be worked out again is written without waiting for the disk, and what cannot is not.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { openDatabase, type Db } from "../../src/store/database.ts";
import { deriving } from "../../src/store/deriving.ts";

const full = 2;
const normal = 1;

function openIn(t: TestContext): Db {
  const folder = mkdtempSync(join(tmpdir(), "pkm-deriving-"));
  const db = openDatabase(join(folder, "pkm.db"));
  t.after(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });
  return db;
}

const waitsFor = (db: Db): unknown => db.pragma("synchronous", { simple: true });

test("the disk is waited for before and after, also where it failed, and not meanwhile", (t) => {
  const db = openIn(t);
  assert.equal(waitsFor(db), full);
  assert.equal(
    deriving(db, () => waitsFor(db)),
    normal,
  );
  assert.equal(waitsFor(db), full);
  assert.throws(() =>
    deriving(db, () => {
      throw new Error("no");
    }),
  );
  assert.equal(waitsFor(db), full);
});

test("within a transaction of something else it is that one which says", (t) => {
  const db = openIn(t);
  const inside = db.transaction(() => deriving(db, () => waitsFor(db)));
  assert.equal(inside(), full);
});

test("where nobody waits for the disk already, that stays", (t) => {
  const db = openIn(t);
  db.pragma("synchronous = NORMAL");
  deriving(db, () => {});
  assert.equal(waitsFor(db), normal);
});

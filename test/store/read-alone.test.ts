// A store that may only be read: a copy in memory, whole or not at all, which takes nothing but what can be worked out again.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import Database from "better-sqlite3";
import { openDatabase } from "../../src/store/database.ts";
import { deriving } from "../../src/store/deriving.ts";
import { bytesAlone, isToReadAlone, readAlone } from "../../src/store/read-alone.ts";

const folder = mkdtempSync(join(tmpdir(), "pkm-read-alone-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const add = "INSERT INTO id (id, kind) VALUES ('s0q1', 'source')";

test("the copy has all that the file has, and none is made while a log holds more", () => {
  const file = join(folder, "pkm.db");
  const db = openDatabase(file);
  db.exec(add);
  assert.throws(() => bytesAlone(file), { kind: "failed", message: /its log has yet to be taken in/ });
  db.close();
  const copy = new Database(bytesAlone(file));
  assert.equal(copy.prepare("SELECT count(*) FROM id").pluck().get(), 1);
  assert.equal(isToReadAlone(file), false);
  assert.equal(isToReadAlone(join(folder, "missing.db")), false);
});

test("a file that was cut, and one that no memory takes, are told as what they are", () => {
  const short = join(folder, "short.db");
  writeFileSync(short, "SQLite");
  assert.equal(bytesAlone(short).toString(), "SQLite");
  const large = join(folder, "large.db");
  writeFileSync(large, "");
  truncateSync(large, 2 ** 31);
  assert.throws(() => bytesAlone(large), { kind: "failed", message: /too large to be read in memory/ });
});

test("what is read alone takes only what is derived, and nothing again when that failed", () => {
  const db = openDatabase(":memory:");
  readAlone(db);
  const refused = { code: "SQLITE_READONLY" };
  assert.throws(() => db.exec(add), refused);
  assert.equal(
    deriving(db, () => db.prepare("UPDATE search_through SET through = 0").run().changes),
    1,
  );
  assert.throws(
    () =>
      deriving(db, () => {
        throw new Error("half way");
      }),
    /half way/,
  );
  assert.throws(() => db.exec(add), refused);
});

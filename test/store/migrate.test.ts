// Migrations: a new store, a store that is there, a newer one, a foreign one, and files that must not change any more.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import Database from "better-sqlite3";
import { backUp } from "../../src/store/backup.ts";
import { sha256 } from "../../src/base/hash.ts";
import { openDatabase } from "../../src/store/database.ts";
import { applicationId, migrationNames, migrationSql } from "../../src/store/migrate.ts";

const folder = mkdtempSync(join(tmpdir(), "pkm-migrate-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Hashes of migrations that a release has carried; such a file is never edited again. */
const released: Readonly<Record<string, string>> = {};

test("a new store has every migration, its mark, and is readable by its owner alone", () => {
  const file = join(folder, "deep", "new.db");
  const db = openDatabase(file);
  assert.equal(db.pragma("user_version", { simple: true }), migrationNames().length);
  assert.equal(db.pragma("application_id", { simple: true }), applicationId);
  assert.equal(db.pragma("journal_mode", { simple: true }), "wal");
  assert.equal(db.pragma("synchronous", { simple: true }), 2);
  assert.equal(db.pragma("foreign_keys", { simple: true }), 1);
  db.close();
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(statSync(join(folder, "deep")).mode & 0o777, 0o700);
});

test("a later process opens the store at synchronous=FULL again", () => {
  const file = join(folder, "again.db");
  openDatabase(file).close();
  const db = openDatabase(file);
  assert.equal(db.pragma("synchronous", { simple: true }), 2);
  db.close();
});

test("a store of a newer pkm is refused and left as it is", () => {
  const file = join(folder, "newer.db");
  const db = openDatabase(file);
  db.pragma("user_version = 9999");
  db.close();
  assert.throws(() => openDatabase(file), { kind: "failed", message: /written by a newer pkm/ });
});

test("another program's database is refused", () => {
  const file = join(folder, "foreign.db");
  const db = new Database(file);
  db.exec("CREATE TABLE theirs (x)");
  db.close();
  assert.throws(() => openDatabase(file), { kind: "failed", message: /is not a pkm store/ });
});

test("a file that is no database is refused with a command that looks at it", () => {
  const file = join(folder, "text.db");
  writeFileSync(file, "this is not a database, and it is long enough to look like a page ".repeat(20));
  assert.throws(() => openDatabase(file), { kind: "failed", message: /is damaged/, mend: ["pkm doctor"] });
});

test("of two that upgrade a store at once the first backup stays", (t) => {
  const file = join(folder, "twice.db");
  const target = `${file}.before-0002`;
  const db = openDatabase(file);
  const prepare = db.prepare.bind(db);
  t.mock.method(db, "prepare", (sql: string) => {
    if (sql.startsWith("VACUUM")) writeFileSync(target, "the other's");
    return prepare(sql);
  });
  backUp(db, target);
  db.close();
  assert.equal(readFileSync(target, "utf8"), "the other's");
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith("twice.db.")),
    ["twice.db.before-0002"],
  );
});

test("migrations that were released have not been edited", () => {
  const names = migrationNames();
  assert.ok(names.length > 0);
  for (const [name, hash] of Object.entries(released))
    assert.equal(sha256(migrationSql(name)), hash, `${name} was edited`);
});

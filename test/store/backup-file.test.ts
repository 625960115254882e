// A backup is unpacked as it is, whatever an unpacking that was killed left behind.
import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import Database from "better-sqlite3";
import { unpackBackup, writeBackup } from "../../src/store/backup-file.ts";
import { openSeekStore } from "./seek-store.ts";

test("the journal of an unpacking that was killed is not played back into the next one", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "pkm-backup-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const { db } = openSeekStore();
  const [backup, draft] = [join(folder, "a.backup"), join(folder, "pkm.db.restoring")];
  const files = [{ name: "notes/a.md", mode: 0o600, modifiedMs: 0, bytes: Buffer.from("# A\n") }];
  writeBackup(db, backup, { files, made: "2026-11-26T00:00:00.000Z" });

  // Killed after the table of files was dropped: the journal of what came next puts the store back to that.
  const killed = join(folder, "killed.db");
  copyFileSync(backup, killed);
  const half = new Database(killed);
  half.exec("DROP TABLE sqlar");
  half.pragma("cache_size = 1");
  half.exec(
    "BEGIN; CREATE TABLE filler (x); INSERT INTO filler SELECT randomblob(4000) FROM sqlite_schema, sqlite_schema b",
  );
  assert.ok(existsSync(`${killed}-journal`));
  copyFileSync(`${killed}-journal`, `${draft}-journal`);
  half.close();

  const unpacked: string[] = [];
  unpackBackup(backup, {
    storeFile: draft,
    now: "2026-11-23T08:00:00.000Z",
    onFile: ({ name }) => void unpacked.push(name),
  });
  assert.deepEqual(unpacked, ["notes/a.md"]);
  const store = new Database(draft, { readonly: true });
  assert.equal(store.pragma("integrity_check", { simple: true }), "ok");
  store.close();
  assert.equal(existsSync(`${draft}-journal`), false);
});

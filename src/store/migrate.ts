// Brings a store's schema up to this program's, one .sql file at a time, in name order.
import { readFileSync, readdirSync } from "node:fs";
import type Database from "better-sqlite3";
import { PkmError } from "../base/errors.ts";
import { backUp } from "./backup.ts";

/** The .sql files are shipped as they stand; this path holds from src/ and from dist/ alike. */
const folder = new URL("../../src/store/migrations/", import.meta.url);
/** "pkm1" as the file's application_id, so that no other program's store is taken for ours. */
export const applicationId = 0x706b6d31;

/** Names of all migrations, oldest first. */
export function migrationNames(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort();
}

/** The text of one migration. */
export function migrationSql(name: string): string {
  return readFileSync(new URL(name, folder), "utf8");
}

/**
 * Runs the migrations that `db` has not had, each in its own immediate transaction. A store with data is backed up
 * beside itself first. Throws PkmError("failed") for a store that a newer pkm has written.
 */
export function migrate(db: Database.Database, file: string): void {
  const names = migrationNames();
  let had = schemaVersion(db);
  if (had > names.length) {
    throw new PkmError(
      "failed",
      `the store ${file} was written by a newer pkm (schema ${had}, this one knows ${names.length})`,
      {
        hint: "npm install --global pkm@latest",
      },
    );
  }
  if (had === names.length) return;
  if (had > 0 && !db.memory) backUp(db, `${file}.before-${String(had + 1).padStart(4, "0")}`);
  for (; had < names.length; had += 1) apply(db, names[had] ?? "", had + 1);
}

function apply(db: Database.Database, name: string, version: number): void {
  db.pragma("foreign_keys = OFF");
  db.transaction(() => {
    // Another process may have run it while this one waited for the lock.
    if (schemaVersion(db) >= version) return;
    db.exec(migrationSql(name));
    const broken = db.pragma("foreign_key_check");
    if (Array.isArray(broken) && broken.length > 0)
      throw new Error(`${name} leaves ${broken.length} broken references`);
    db.pragma(`user_version = ${version}`);
    db.pragma(`application_id = ${applicationId}`);
  }).immediate();
  db.pragma("foreign_keys = ON");
}

function schemaVersion(db: Database.Database): number {
  return Number(db.pragma("user_version", { simple: true }));
}

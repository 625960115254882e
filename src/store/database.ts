// Opens the SQLite file: where it lies, how durable it is, which schema it has, and what its errors mean.
import { dirname, resolve } from "node:path";
import Database from "better-sqlite3";
import { PkmError, reasonOf } from "../base/errors.ts";
import { shellWord } from "../base/shell-word.ts";
import { ensureFile } from "./first-file.ts";
import { applicationId, migrate } from "./migrate.ts";
import { bytesAlone, isToReadAlone, readAlone } from "./read-alone.ts";

export type Db = Database.Database;

const busyTimeoutMs = 10_000;

/**
 * Opens the store at `path` (":memory:" for tests), making it when it is missing: folder 0700, file 0600.
 * Throws PkmError: "failed" when it is damaged, empty, newer than this pkm or can not be written, "try-later" when locked.
 */
export function openDatabase(path: string): Db {
  const file = path === ":memory:" ? path : resolve(path);
  try {
    if (file !== ":memory:") ensureFile(file, (draft) => void opened(draft).close());
    return isToReadAlone(file) ? copied(file) : opened(file);
  } catch (thrown) {
    throw storeError(thrown, file) ?? thrown;
  }
}

function opened(file: string): Db {
  const db = new Database(file, { timeout: busyTimeoutMs });
  checkOwner(db, file);
  configure(db);
  migrate(db, file);
  return db;
}

/** What may only be read is opened as a copy in memory, which needs no file beside it. */
function copied(file: string): Db {
  const db = new Database(bytesAlone(file));
  checkOwner(db, file);
  configure(db);
  migrate(db, file);
  readAlone(db);
  return db;
}

function checkOwner(db: Db, file: string): void {
  const owner = db.pragma("application_id", { simple: true });
  const isEmpty = db.prepare("SELECT count(*) FROM sqlite_schema").pluck().get() === 0;
  if (owner !== applicationId && !(owner === 0 && isEmpty)) {
    db.close();
    throw new PkmError("failed", `${file} is not a pkm store`, { hint: "pkm --home DIR" });
  }
}

function configure(db: Db): void {
  // For a new file only. A packed body takes half a page of 4 kB or more, so that most pages held but one: 8 kB hold
  // 2.5 kB for each body where 4 kB took 3.5.
  db.pragma("page_size = 8192");
  db.pragma("journal_mode = WAL");
  // better-sqlite3 opens a WAL store at NORMAL, which loses acknowledged notes when the power goes.
  db.pragma("synchronous = FULL");
  db.pragma("foreign_keys = ON");
  db.pragma("trusted_schema = OFF");
  db.pragma("temp_store = MEMORY");
  // Every tenth page of a first refresh would be written to the file again and again, once for each 8 MB: with 32 MB
  // between two such times 200 feeds take two thirds of the time.
  db.pragma("wal_autocheckpoint = 4000");
}

/** What an error thrown by SQLite or the file system means for a person; null when it is neither. */
export function storeError(thrown: unknown, file: string): PkmError | null {
  if (thrown instanceof PkmError || !(thrown instanceof Error) || !("code" in thrown)) return null;
  const code = String(thrown.code);
  const cause = { cause: thrown };
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    return new PkmError("try-later", "another pkm is writing to the store", { hint: "pkm doctor", ...cause });
  }
  if (code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB") {
    return new PkmError("failed", `the store ${file} is damaged: ${thrown.message}`, { hint: "pkm doctor", ...cause });
  }
  if (code === "SQLITE_FULL" || code === "ENOSPC") {
    return new PkmError("failed", `no room left on the disk of ${file}`, { hint: "df -h", ...cause });
  }
  if (code.startsWith("SQLITE_READONLY") || code === "EACCES" || code === "EROFS" || code === "EPERM") {
    const hint = ["pkm --home DIR", `ls -ld ${shellWord(dirname(file))}`];
    return new PkmError("failed", `the store ${file} can not be written`, { hint, ...cause });
  }
  if (code.startsWith("SQLITE_CANTOPEN") || code === "ENOTDIR" || code === "EEXIST" || code === "EISDIR") {
    return new PkmError("failed", `the store ${file} can not be opened: ${reasonOf(thrown)}`, {
      hint: "pkm --home DIR",
      ...cause,
    });
  }
  if (code.startsWith("SQLITE_IOERR")) {
    return new PkmError("failed", `the disk failed under ${file}: ${thrown.message}`, { hint: "pkm doctor", ...cause });
  }
  return null;
}

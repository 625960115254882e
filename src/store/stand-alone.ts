// Makes sure that nobody has the store open, and that all of it lies in its one file, before that file is moved.
import { existsSync, renameSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import { PkmError } from "../base/errors.ts";

const waitMs = 5_000;

/**
 * Folds the write-ahead log into the store at `file`. Throws PkmError("try-later") while another pkm has it open. Of a
 * damaged store the log is moved aside too, with `stamp` at the end of its name: it belongs to that store alone.
 */
export function standAlone(file: string, stamp: string): void {
  // SQLite throws the log of an empty file away, and plays one that lies there alone into what takes the name.
  const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes > 0) fold(file);
  for (const rest of [`${file}-wal`, `${file}-shm`]) {
    if (existsSync(rest)) renameSync(rest, `${rest}.before-restore-${stamp}`);
  }
}

function fold(file: string): void {
  try {
    const db = new Database(file, { timeout: waitMs });
    try {
      // Only the last one there may leave write-ahead logging.
      db.pragma("journal_mode = DELETE");
    } finally {
      db.close();
    }
  } catch (thrown) {
    const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
    if (/^SQLITE_(?:BUSY|LOCKED)/.test(code)) {
      throw new PkmError("try-later", `another pkm has ${file} open`, { hint: "pkm doctor", cause: thrown });
    }
    if (!/^SQLITE_(?:CORRUPT|NOTADB|IOERR|CANTOPEN|ERROR)/.test(code)) throw thrown;
  }
}

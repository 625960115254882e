// A store that this process may read and not write: one on a read-only disk, or in somebody else's folder.
import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { PkmError } from "../base/errors.ts";
import { shellWord } from "../base/shell-word.ts";
import type { Db } from "./database.ts";

/** Whether the store that is there can be read, but neither it nor the log that SQLite keeps beside it be written. */
export function isToReadAlone(file: string): boolean {
  return may(file, constants.R_OK) && !(may(file, constants.W_OK) && may(dirname(file), constants.W_OK));
}

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

/** From here on every write is refused, as to a file that can not be written. */
export function readAlone(db: Db): void {
  db.pragma("query_only = ON");
}

/** Whether this database is such a copy. */
export function isReadAlone(db: Db): boolean {
  return db.pragma("query_only", { simple: true }) === 1;
}

/** Node reads no larger file whole. */
const bytesMax = 2 ** 31 - 1;

/**
 * The bytes of the store, for a database in memory. Throws PkmError("failed") when its log holds what the file does not,
 * and ("try-later") when it is written meanwhile.
 */
export function bytesAlone(file: string): Buffer {
  const before = standing(file);
  const why =
    before.logBytes > 0
      ? "its log has yet to be taken in"
      : before.sizeBytes > bytesMax
        ? "is too large to be read in memory"
        : null;
  if (why !== null)
    throw new PkmError("failed", `the store ${file} can not be written, and ${why}`, {
      hint: [`cp -a ${shellWord(dirname(file))} DIR`, "pkm --home DIR"],
    });
  const bytes = readFileSync(file);
  const after = standing(file);
  if (after.modifiedMs !== before.modifiedMs || after.logBytes > 0)
    throw new PkmError("try-later", "another pkm is writing to the store", { hint: "pkm doctor" });
  // A database in memory has no log: the two bytes that ask for one (SQLite's file format, 1.3.3) ask for a journal.
  bytes.subarray(18, 20).fill(1);
  return bytes;
}

function standing(file: string): { modifiedMs: number; sizeBytes: number; logBytes: number } {
  const [{ mtimeMs: modifiedMs, size: sizeBytes }, log] = [statSync(file), `${file}-wal`];
  return { modifiedMs, sizeBytes, logBytes: existsSync(log) ? statSync(log).size : 0 };
}

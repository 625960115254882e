// Gives a note's name to a whole, synced file: never half a file, never over a file that should not be there.
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { syncFolder } from "../base/sync.ts";
import { takeName } from "../base/take-name.ts";
import { writeTemporary, type FileTraits } from "./temporary.ts";

/** Makes `folder` and those above it where they are missing, and makes them last. */
export function makeFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) syncFolder(dirname(made));
}

/** A file as it is to be. */
export interface NewFile {
  folder: string;
  bytes: Uint8Array;
  traits?: FileTraits;
}

/** Where a new file was put. */
export interface Created {
  file: string;
  modifiedMs: number;
}

/** Creates the file under the first of `candidates` (absolute paths in its folder) that is free; null when none is. */
export function createFile({ folder, bytes, traits = {} }: NewFile, candidates: Iterable<string>): Created | null {
  const temporary = writeTemporary(folder, bytes, traits);
  try {
    for (const file of candidates) {
      if (!takeName(temporary.file, file)) continue;
      syncFolder(folder);
      return { file, modifiedMs: temporary.modifiedMs };
    }
    return null;
  } finally {
    rmSync(temporary.file, { force: true });
  }
}

/**
 * Replaces `file` by `bytes`; the modification time in milliseconds.
 * `check` is run when the new file is whole and may still throw: then all stays as it is.
 */
export function replaceFile(file: string, { folder, bytes, traits = {} }: NewFile, check: () => void): number {
  const temporary = writeTemporary(folder, bytes, traits);
  try {
    check();
    renameSync(temporary.file, file);
  } catch (thrown) {
    rmSync(temporary.file, { force: true });
    throw thrown;
  }
  syncFolder(folder);
  return temporary.modifiedMs;
}

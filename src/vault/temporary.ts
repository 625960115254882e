// Temporary files beside the notes: written whole and synced before they get a note's name.
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  futimesSync,
  openSync,
  readdirSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { systemCode } from "./file-error.ts";
import { isGone } from "../base/process.ts";
import { temporaryName, writerOf } from "../base/temporary-name.ts";

const swept = new Set<string>();

/** A temporary file that is whole on the disk. */
export interface Temporary {
  file: string;
  /** Whole milliseconds since 1970. */
  modifiedMs: number;
}

/** What a file is given beside its bytes. */
export interface FileTraits {
  /** Left out: what the umask leaves of 0666. */
  mode?: number;
  /** Whole milliseconds since 1970; left out: now. */
  modifiedMs?: number;
}

/** Writes `bytes` to a new temporary file in `folder` and syncs it. */
export function writeTemporary(folder: string, bytes: Uint8Array, { mode, modifiedMs }: FileTraits): Temporary {
  sweep(folder);
  const { file, descriptor } = openTemporary(folder);
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
    if (mode !== undefined) fchmodSync(descriptor, mode);
    if (modifiedMs !== undefined) futimesSync(descriptor, secondsOf(modifiedMs), secondsOf(modifiedMs));
    fsyncSync(descriptor);
    return { file, modifiedMs: Math.floor(fstatSync(descriptor).mtimeMs) };
  } catch (thrown) {
    rmSync(file, { force: true });
    throw thrown;
  } finally {
    closeSync(descriptor);
  }
}

/** Half a millisecond more: a double can not hold every millisecond, and stamps round down. */
export function secondsOf(ms: number): number {
  return (ms + 0.5) / 1000;
}

function openTemporary(folder: string): { file: string; descriptor: number } {
  for (;;) {
    const file = join(folder, temporaryName());
    try {
      return { file, descriptor: openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o666) };
    } catch (thrown) {
      if (systemCode(thrown) !== "EEXIST") throw thrown;
    }
  }
}

/** Removes what killed writers left in `folder`, once in a process: a large folder is slow to list. */
function sweep(folder: string): void {
  if (swept.has(folder)) return;
  swept.add(folder);
  for (const name of readdirSync(folder)) {
    const writer = writerOf(name);
    if (writer !== null && isGone(writer) === true) removeIfAllowed(join(folder, name));
  }
}

/** Removes a leftover. Another person's may not be ours to remove; that is no reason not to go on. */
export function removeIfAllowed(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
  }
}

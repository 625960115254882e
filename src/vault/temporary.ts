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
import { isRunning } from "../base/process.ts";

/** `.pkm-<pid>-<n>.tmp`: hidden, so that no list shows it, and naming its owner, so that it can be swept. */
const form = /^\.pkm-(\d+)-\d+\.tmp$/;
let count = 0;
const swept = new Set<string>();

/** A name no other temporary file of this process has. */
export function temporaryName(): string {
  count += 1;
  return `.pkm-${process.pid}-${count}.tmp`;
}

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
function secondsOf(ms: number): number {
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
    const pid = Number(form.exec(name)?.[1] ?? process.pid);
    if (pid !== process.pid && !isRunning(pid)) removeIfAllowed(join(folder, name));
  }
}

/** Another person's leftover may not be ours to remove; that is no reason not to write. */
function removeIfAllowed(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
  }
}

// A file that says which process holds something; the lock of one that was killed can be taken over.
import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { isGone, pidOf, thisProcess } from "../base/process.ts";
import { temporaryName } from "../base/temporary-name.ts";
import { systemCode } from "./file-error.ts";

/** A lock without a name in it is being written, or its writer was killed in between; this long is the latter. */
const namelessMsMax = 2000;
/** A lock whose owner can not be seen from here, and that nobody touched for so long, is taken for left behind. */
const untouchedMsMax = 600_000;

export interface LockFile {
  /** Tries once: true when it is this process's from now on, also where the owner before was gone. */
  take(): boolean;
  /** Says that it is still held: those who can not see its owner take it over where that was not said for long. */
  touch(): void;
  /** Gives it back, if nobody took it over. */
  free(): void;
  /** The process that holds it, and whether it can be seen from here; null when that does not stand there. */
  owner(): { pid: number; isSeen: boolean } | null;
}

/** The lock at `file`, whose folder must be there. */
export function lockFileAt(file: string): LockFile {
  const startedMs = performance.now();
  return {
    take() {
      if (tryLock(file)) return true;
      const mark = readMark(file);
      const isNameless = mark === "" && performance.now() - startedMs > namelessMsMax;
      if (mark === null || !(isNameless || isLeft(file, mark))) return false;
      takeAway(file, mark);
      return tryLock(file);
    },
    touch() {
      if (readMark(file) === own()) utimesSync(file, new Date(), new Date());
    },
    free() {
      if (readMark(file) === own()) rmSync(file, { force: true });
    },
    owner() {
      const name = (readMark(file) ?? "").trim();
      const pid = pidOf(name);
      return pid === null ? null : { pid, isSeen: isGone(name) !== null };
    },
  };
}

function own(): string {
  return `${thisProcess()}\n`;
}

/** Whether the owner that a lock names is gone, as far as that can be told. */
function isLeft(file: string, mark: string): boolean {
  if (mark === "") return false;
  const touchedMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return isGone(mark.trim()) ?? (touchedMs !== undefined && Date.now() - touchedMs > untouchedMsMax);
}

function tryLock(file: string): boolean {
  try {
    const descriptor = openSync(file, "wx", 0o600);
    writeSync(descriptor, own());
    closeSync(descriptor);
    return true;
  } catch (thrown) {
    if (systemCode(thrown) === "EEXIST") return false;
    throw thrown;
  }
}

/** What the lock says; null when it has been given back meanwhile. */
function readMark(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (thrown) {
    if (systemCode(thrown) === "ENOENT") return null;
    throw thrown;
  }
}

/** Takes a dead lock away by renaming it; puts it back when another process had taken it over just before. */
function takeAway(file: string, mark: string): void {
  const aside = join(dirname(file), temporaryName());
  try {
    renameSync(file, aside);
    if (readFileSync(aside, "utf8") !== mark) linkSync(aside, file);
  } catch (thrown) {
    if (!["ENOENT", "EEXIST"].includes(systemCode(thrown) ?? "")) throw thrown;
  } finally {
    rmSync(aside, { force: true });
  }
}

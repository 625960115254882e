// One pkm at a time changes the notes of a folder, so that two edits of a note never lose one.
import { closeSync, openSync, readFileSync, renameSync, linkSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { PkmError } from "../base/errors.ts";
import { shellWord } from "../formats/frontmatter.ts";
import { systemCode } from "./file-error.ts";
import { isGone, ownerMark } from "./owner.ts";
import { temporaryName } from "./temporary.ts";

const lockName = ".pkm.lock";
const waitMsMax = 10_000;
const pauseMs = 5;
/** A lock without a name in it is being written, or its writer was killed in between; this long is the latter. */
const namelessMsMax = 2000;

/**
 * Runs `act` while no other pkm changes files of `folder`. Waits up to 10 seconds, then throws
 * PkmError("try-later"). The lock of a process that was killed is taken over.
 */
export function withFolderLock<T>(folder: string, act: () => T): T {
  const lock = join(folder, lockName);
  takeLock(folder, lock);
  try {
    return act();
  } finally {
    rmSync(lock, { force: true });
  }
}

function takeLock(folder: string, lock: string): void {
  const startedMs = performance.now();
  while (!tryLock(lock)) {
    const waitedMs = performance.now() - startedMs;
    const mark = readMark(lock);
    if (mark !== null && (isGone(mark) || (mark === "" && waitedMs > namelessMsMax))) takeAway(folder, { lock, mark });
    else if (waitedMs > waitMsMax) {
      throw new PkmError("try-later", `another pkm is writing in ${folder}`, { hint: `cat ${shellWord(lock)}` });
    } else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
  }
}

function tryLock(lock: string): boolean {
  try {
    const descriptor = openSync(lock, "wx", 0o600);
    writeSync(descriptor, ownerMark());
    closeSync(descriptor);
    return true;
  } catch (thrown) {
    if (systemCode(thrown) === "EEXIST") return false;
    throw thrown;
  }
}

/** What the lock says; null when it has been given back meanwhile. */
function readMark(lock: string): string | null {
  try {
    return readFileSync(lock, "utf8");
  } catch (thrown) {
    if (systemCode(thrown) === "ENOENT") return null;
    throw thrown;
  }
}

/** Takes a dead lock away by renaming it; puts it back when another process had taken it over just before. */
function takeAway(folder: string, { lock, mark }: { lock: string; mark: string }): void {
  const aside = join(folder, temporaryName());
  try {
    renameSync(lock, aside);
    if (readFileSync(aside, "utf8") !== mark) linkSync(aside, lock);
  } catch (thrown) {
    if (!["ENOENT", "EEXIST"].includes(systemCode(thrown) ?? "")) throw thrown;
  } finally {
    rmSync(aside, { force: true });
  }
}

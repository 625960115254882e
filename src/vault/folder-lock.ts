// One pkm at a time changes the notes of a folder, so that two edits of a note never lose one.
import { join } from "node:path";
import { PkmError } from "../base/errors.ts";
import { shellWord } from "../base/shell-word.ts";
import { lockFileAt } from "./lock-file.ts";

const lockName = ".pkm.lock";
const waitMsMax = 10_000;
const pauseMs = 5;

/**
 * Runs `act` while no other pkm changes files of `folder`. Waits up to 10 seconds, then throws
 * PkmError("try-later"). The lock of a process that was killed is taken over.
 */
export function withFolderLock<T>(folder: string, act: () => T): T {
  const path = join(folder, lockName);
  const lock = lockFileAt(path);
  const startedMs = performance.now();
  while (!lock.take()) {
    if (performance.now() - startedMs > waitMsMax) {
      throw new PkmError("try-later", `another pkm is writing in ${folder}`, { hint: `cat ${shellWord(path)}` });
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
  }
  try {
    return act();
  } finally {
    lock.free();
  }
}

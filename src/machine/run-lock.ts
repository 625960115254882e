// One pkm at a time fetches or delivers a digest, so that a slow run and the next of cron never do the same work.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { PkmError, reasonOf } from "../base/errors.ts";
import { shellWord } from "../base/shell-word.ts";
import { lockFileAt, type LockFile } from "../vault/lock-file.ts";

const waitMsMax = 10_000;
const pauseMs = 50;
const touchEveryMs = 60_000;

/**
 * Takes the lock of this home and hands back what gives it back. Waits up to 10 seconds, then throws
 * PkmError("try-later") that names the process. The lock of a process that is gone is taken over; a signal gives it back.
 */
export async function takeRunLock(stateDir: string): Promise<() => void> {
  const lock = openLock(stateDir);
  // Before it is taken: a signal may come the moment after.
  const goDeaf = freedAtDeath(lock);
  try {
    await taken(lock, stateDir);
  } catch (thrown) {
    goDeaf();
    throw thrown;
  }
  const touching = setInterval(() => lock.touch(), touchEveryMs).unref();
  return () => {
    clearInterval(touching);
    lock.free();
    goDeaf();
  };
}

async function taken(lock: LockFile, stateDir: string): Promise<void> {
  const startedMs = performance.now();
  while (!takes(lock, stateDir)) {
    if (performance.now() - startedMs > waitMsMax) {
      throw heldError(lock, stateDir);
    }
    await setTimeout(pauseMs);
  }
}

function heldError(lock: LockFile, stateDir: string): PkmError {
  const owner = lock.owner();
  const held = (who: string): string => `another pkm${who} is fetching or delivering a digest`;
  if (owner === null) return new PkmError("try-later", held(""));
  const { pid, isSeen } = owner;
  if (isSeen) return new PkmError("try-later", held(` (process ${pid})`), { hint: `ps -fp ${pid}` });
  const where = ` (process ${pid} of another machine or container)`;
  return new PkmError("try-later", `${held(where)}; if it was killed, its lock ends 10 minutes after its last sign`, {
    hint: `rm ${shellWord(fileIn(stateDir))}`,
  });
}

function fileIn(stateDir: string): string {
  return join(stateDir, "run.lock");
}

const deathSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Gives the lock back also where a signal ends the process, which then dies of it as a shell expects: 130, 143, 129.
 * Until the result is called.
 */
function freedAtDeath(lock: LockFile): () => void {
  const goDeaf = (): void => {
    for (const signal of deathSignals) process.off(signal, die);
  };
  const die = (signal: NodeJS.Signals): void => {
    // A pager or a screen that heeds the signal itself goes on, or sends it again.
    if (process.listenerCount(signal) > 1) return;
    lock.free();
    goDeaf();
    process.kill(process.pid, signal);
  };
  for (const signal of deathSignals) process.on(signal, die);
  return goDeaf;
}

function openLock(stateDir: string): LockFile {
  return orRefuse(stateDir, () => {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    return lockFileAt(fileIn(stateDir));
  });
}

function takes(lock: LockFile, stateDir: string): boolean {
  return orRefuse(stateDir, () => lock.take());
}

function orRefuse<T>(stateDir: string, act: () => T): T {
  try {
    return act();
  } catch (thrown) {
    throw new PkmError("failed", `the folder ${stateDir} can not be written: ${reasonOf(thrown)}`, {
      hint: `ls -ld ${shellWord(stateDir)}`,
      cause: thrown,
    });
  }
}

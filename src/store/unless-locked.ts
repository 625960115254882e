// Writes that can wait for another time: done at once, or not at all while another process is writing.
import type { Db } from "./database.ts";

const skipAfterMs = 200;

/** Runs `act`; hands back `skipped` when another process writes to the store for longer than a moment, or this one may not write. */
export function unlessLocked<Result>(db: Db, act: () => Result, skipped: Result): Result {
  const patienceMs = Number(db.pragma("busy_timeout", { simple: true }));
  db.pragma(`busy_timeout = ${skipAfterMs}`);
  try {
    return act();
  } catch (thrown) {
    if (isNotNow(thrown)) return skipped;
    throw thrown;
  } finally {
    db.pragma(`busy_timeout = ${patienceMs}`);
  }
}

function isNotNow(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && /^SQLITE_(?:BUSY|LOCKED|READONLY)/.test(String(thrown.code));
}

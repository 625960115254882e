// Writes of what the rest of the store, or the files of notes, say already: indexes, groups, what rules hide.
import type { Db } from "./database.ts";
import { isReadAlone, readAlone } from "./read-alone.ts";

/**
 * Runs `act`, which writes nothing but what can be worked out of the rest of the store again. A power cut may take it
 * back, so that the disk is not waited for; in a copy that is read alone it holds for as long as the copy is there.
 */
export function deriving<Result>(db: Db, act: () => Result): Result {
  if (isReadAlone(db)) {
    db.pragma("query_only = OFF");
    try {
      return act();
    } finally {
      readAlone(db);
    }
  }
  if (db.inTransaction) return act();
  const usual = String(db.pragma("synchronous", { simple: true }));
  db.pragma("synchronous = NORMAL");
  try {
    return act();
  } finally {
    db.pragma(`synchronous = ${usual}`);
  }
}

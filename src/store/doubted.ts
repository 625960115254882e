// What waits to leave in a copy of a store: the store that it was copied from may have sent it since.
import type { Instant } from "../base/clock.ts";
import type { Db } from "./database.ts";

/** Puts all that waits to leave in doubt, as of `since`. A store from before there was doubt has none written down. */
export function doubtWaiting(db: Db, since: Instant): void {
  const hasTable = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'doubted'").get() !== undefined;
  if (!hasTable) return;
  db.prepare("INSERT OR REPLACE INTO doubted (delivery, since) SELECT id, ? FROM delivery WHERE state = 'pending'").run(
    since,
  );
}

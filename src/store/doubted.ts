// What waits to leave in a copy of a store: the store that it was copied from may have sent it since.
import { statSync } from "node:fs";
import { dirname } from "node:path";
import type { Clock, Instant } from "../base/clock.ts";
import { instantNow } from "../base/clock.ts";
import type { Db } from "./database.ts";

/** Puts all that waits to leave in doubt, as of `since`. A store from before there was doubt has none written down. */
export function doubtWaiting(db: Db, since: Instant): void {
  const hasTable = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'doubted'").get() !== undefined;
  if (!hasTable) return;
  db.prepare("INSERT OR REPLACE INTO doubted (delivery, since) SELECT id, ? FROM delivery WHERE state = 'pending'").run(
    since,
  );
}

interface StoreFile {
  inode: string;
  born: string;
}

/**
 * Doubts all that waits in a store whose file is another one than at its last opening: a home that cp or rsync brought
 * back. A moved file stays the same one. A filesystem may number its files anew each time that it is mounted, and gives
 * the number of a file that was removed to the next: when it came to be tells, and its number only where that is not told.
 */
export function doubtIfCopied(db: Db, file: string, clock: Clock): void {
  const { ino, birthtimeNs } = statSync(file, { bigint: true });
  if (birthtimeNs <= 0n) return;
  const here: StoreFile = { inode: String(ino), born: String(birthtimeNs) };
  const known = db.prepare<[], StoreFile>("SELECT inode, born FROM store_file");
  const isKnown = (was: StoreFile | undefined): boolean =>
    was?.born === here.born || (was?.inode === here.inode && !tellsBirth(dirname(file)));
  if (isKnown(known.get())) return;
  db.transaction(() => {
    const was = known.get();
    if (isKnown(was)) return;
    if (was !== undefined) doubtWaiting(db, instantNow(clock));
    db.prepare("INSERT OR REPLACE INTO store_file (one, inode, born) VALUES (1, @inode, @born)").run(here);
  }).immediate();
}

/** Whether the system knows when files came to be: one that does not gives the time of the last change for it. */
function tellsBirth(folder: string): boolean {
  const { birthtimeNs, ctimeNs } = statSync(folder, { bigint: true });
  return birthtimeNs !== ctimeNs;
}

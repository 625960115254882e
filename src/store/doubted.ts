// What waits to leave in a copy of a store: the store that it was copied from may have sent it since.
import { statSync } from "node:fs";
import type { Clock, Instant } from "../base/clock.ts";
import { instantNow } from "../base/clock.ts";
import type { Db } from "./database.ts";

/** Puts all that waits to leave in doubt, as of `since`. A store from before there was doubt has none written down. */
export function doubtWaiting(db: Db, since: Instant): void {
  if (!hasTable(db, "doubted")) return;
  db.prepare("INSERT OR REPLACE INTO doubted (delivery, since) SELECT id, ? FROM delivery WHERE state = 'pending'").run(
    since,
  );
}

interface Lying {
  inode: string;
  born: string;
}

/**
 * Doubts all that waits in a store whose file is another one than at its last opening: a home that cp, rsync or a disk's
 * image brought back. A moved file stays the same one. A filesystem may number its files anew each time that it is
 * mounted, or not know when they came to be: only where number and time both differ is it a copy.
 */
export function doubtIfCopied(db: Db, file: string, clock: Clock): void {
  const { ino, birthtimeNs } = statSync(file, { bigint: true });
  if (birthtimeNs <= 0n) return;
  const here: Lying = { inode: String(ino), born: String(birthtimeNs) };
  const known = db.prepare<[], Lying>("SELECT inode, born FROM lies");
  const isKnown = (was: Lying | undefined): boolean => was?.inode === here.inode || was?.born === here.born;
  if (isKnown(known.get())) return;
  db.transaction(() => {
    const was = known.get();
    if (isKnown(was)) return;
    if (was !== undefined) doubtWaiting(db, instantNow(clock));
    db.prepare("INSERT OR REPLACE INTO lies (one, inode, born) VALUES (1, @inode, @born)").run(here);
  }).immediate();
}

/** Forgets which file the store lay in, where whoever puts it elsewhere has said what is in doubt. */
export function forgetFile(db: Db): void {
  if (hasTable(db, "lies")) db.exec("DELETE FROM lies");
}

function hasTable(db: Db, name: string): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE name = ?").get(name) !== undefined;
}

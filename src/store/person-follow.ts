// Following: to say that a source is a person's is to follow them, unless they are nearer already.
import type { Instant } from "../base/clock.ts";
import type { Db } from "./database.ts";

/** Takes somebody who was only seen a step nearer, with the source as what shows it. */
export function followOwner(db: Db, { person, source, now }: { person: string; source: string; now: Instant }): void {
  const { changes } = db
    .prepare("UPDATE person SET step = 'followed', since = ? WHERE id = ? AND step = 'seen'")
    .run(now, person);
  if (changes === 0) return;
  db.prepare("INSERT INTO evidence (person, at, what, ref) VALUES (?, ?, ?, ?)").run(
    person,
    now,
    `followed: their source ${source}`,
    source,
  );
}

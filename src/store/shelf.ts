// Shelf life: items nobody read are let go after a while, and much later their bodies may go; nothing the person leans on.
import { dayMs, instantNow, type Clock, type Instant } from "../base/clock.ts";
import { openBodies } from "./bodies.ts";
import type { Db } from "./database.ts";
import { hashOf, versionColumns, type VersionRow } from "./versions.ts";

export interface Shelf {
  /**
   * Lets go of what waited longer than every source that brought it allows; `usualDays` where a source has no shelf life
   * of its own, null is never. Hands back how many.
   */
  letGo(usualDays: number | null): number;
  /** Drops the bodies of items let go longer than `days` ago that nothing leans on. Hands back of how many. */
  empty(days: number): number;
  /** How many items were let go unread after `since`; null is ever. */
  letGoSince(since: Instant | null): number;
}

export function openShelf(db: Db, clock: Clock): Shelf {
  const before = (days: number): Instant => new Date(clock.now().getTime() - days * dayMs).toISOString();
  return {
    letGo: (usualDays) => db.transaction(() => letGo(db, { usualDays, before, now: instantNow(clock) })).immediate(),
    empty: (days) => db.transaction(() => empty(db, { before: before(days), now: instantNow(clock) })).immediate(),
    letGoSince: (since) =>
      Number(
        db
          .prepare<[string], number>("SELECT count(*) FROM item WHERE let_go > ? AND let_go > fetched")
          .pluck()
          .get(since ?? ""),
      ),
  };
}

interface Letting {
  usualDays: number | null;
  before: (days: number) => Instant;
  now: Instant;
}

interface Life {
  source: string;
  days: number;
}

/** Each source's range of the index alone is read: what waits and came before its shelf life began. */
function letGo(db: Db, { usualDays, before, now }: Letting): number {
  const lives = db
    .prepare<{ usual: number | null }, Life>(
      "SELECT id AS source, coalesce(shelf_days, @usual) AS days FROM source WHERE coalesce(shelf_days, @usual) > 0",
    )
    .all({ usual: usualDays });
  // An item stays as long as the most patient of the sources that brought it; in one that was added again, from then on.
  const update = db.prepare(
    `UPDATE item SET let_go = @now, is_new = 0
     WHERE source = @source AND is_new = 1 AND sorted < @before AND fetched < @before
       AND NOT EXISTS (SELECT 1 FROM leaned_on WHERE item = item.id)
       AND NOT EXISTS (SELECT 1 FROM brought a JOIN source o ON o.id = a.source WHERE a.item_no = item.no
         AND (coalesce(o.shelf_days, @usual, 0) = 0
           OR max(a.arrived, o.added) >= strftime('%Y-%m-%dT%H:%M:%fZ', @now, '-' || coalesce(o.shelf_days, @usual) || ' days')))`,
  );
  return lives.reduce((sum, { source, days }) => {
    return sum + update.run({ now, source, before: before(days), usual: usualDays }).changes;
  }, 0);
}

/** What was said stays findable by its words and its title; only what would be shown of it is gone. */
function empty(db: Db, { before, now }: { before: Instant; now: Instant }): number {
  const items = db
    .prepare<[Instant], number>(
      `SELECT no FROM item WHERE let_go < ? AND emptied IS NULL
         AND NOT EXISTS (SELECT 1 FROM item_mark WHERE item = id)
         AND NOT EXISTS (SELECT 1 FROM leaned_on WHERE item = item.id)`,
    )
    .pluck()
    .all(before);
  if (items.length === 0) return 0;
  const bodies = openBodies(db);
  const versions = db.prepare<[number], VersionRow>(
    `SELECT ${versionColumns} FROM item_version v WHERE v.item_no = ? AND v.body IS NOT NULL`,
  );
  // The hash stays: by it a story that comes again is known.
  const drop = db.prepare<[string, number, number]>(
    `UPDATE item_version SET hash = ?, body = NULL, summary_bytes = NULL, html_bytes = NULL, text_bytes = NULL
     WHERE item_no = ? AND n = ?`,
  );
  const mark = db.prepare<[Instant, number]>("UPDATE item SET emptied = ? WHERE no = ?");
  const forget = db.prepare<[number]>("DELETE FROM item_page WHERE item_no = ?");
  const emptied = new Set<number>();
  for (const no of items) {
    for (const version of versions.all(no)) {
      if (version.body !== null) emptied.add(version.body);
      drop.run(hashOf(version, bodies), no, version.n);
    }
    forget.run(no);
    mark.run(now, no);
  }
  for (const body of emptied) bodies.trim(body);
  return items.length;
}

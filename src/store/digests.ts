// Digests as they were frozen, and which items and sources they have shown.
import type { Clock, Instant } from "../base/clock.ts";
import { instantNow } from "../base/clock.ts";
import type { Candidate } from "../seek/select.ts";
import type { Digest } from "../share/digest.ts";
import type { Db } from "./database.ts";

/** Not shown by a digest that was delivered. */
const unshown = `NOT EXISTS (SELECT 1 FROM digest_item g JOIN digest d ON d.id = g.digest
  WHERE g.item = i.id AND d.delivered IS NOT NULL)`;

/**
 * Nobody else tells this story better: no other telling of it was shown or dealt with, and of those that wait it is the
 * origin, or came first where the origin waits no more.
 */
const tellsFirst = `NOT EXISTS (SELECT 1 FROM echo e JOIN echo o ON o.origin = e.origin AND o.item <> e.item
  JOIN item j ON j.id = o.item WHERE e.item = i.id AND (
    (j.is_new = 1 AND (o.item = o.origin OR (e.item <> e.origin AND j.no < i.no)))
    OR EXISTS (SELECT 1 FROM item_mark m WHERE m.item = j.id)
    OR EXISTS (SELECT 1 FROM digest_item g JOIN digest d ON d.id = g.digest
      WHERE g.item = j.id AND d.delivered IS NOT NULL)))`;

const isCandidate = `i.is_new = 1 AND ${unshown} AND ${tellsFirst}`;
/** The newest of each source by its own index: as many rows as are asked for, however many wait. */
const unboundedSql = `
  SELECT i.id, i.source, i.sorted FROM source s JOIN item i ON i.no IN (
    SELECT i.no FROM item i WHERE i.source = s.id AND ${isCandidate} ORDER BY i.sorted DESC LIMIT @perSource)
  WHERE s.dropped IS NULL`;
/** From the index of what was fetched: as many rows as came since then. */
const boundedSql = `
  SELECT id, source, sorted FROM (
    SELECT i.id, i.source, i.sorted, row_number() OVER (PARTITION BY i.source ORDER BY i.sorted DESC) AS place
    FROM item i INDEXED BY item_new_fetched JOIN source s ON s.id = i.source
    WHERE i.fetched >= @since AND s.dropped IS NULL AND ${isCandidate})
  WHERE place <= iif(@perSource < 0, place, @perSource)`;
/**
 * The kept counts, less the few that were shown and are still new, or that tell again what others tell: those few are
 * looked at first (CROSS JOIN keeps the order), never all that is new.
 */
const allWaitingSql = `
  SELECT (SELECT coalesce(sum(c.waiting), 0) FROM source_count c JOIN source s ON s.id = c.source WHERE s.dropped IS NULL)
    - (SELECT count(DISTINCT i.no) FROM digest d CROSS JOIN digest_item g ON g.digest = d.id CROSS JOIN item i ON i.id = g.item
       JOIN source s ON s.id = i.source WHERE d.delivered IS NOT NULL AND i.is_new = 1 AND s.dropped IS NULL)
    - (SELECT count(*) FROM echo x CROSS JOIN item i ON i.id = x.item JOIN source s ON s.id = i.source
       WHERE i.is_new = 1 AND s.dropped IS NULL AND ${unshown} AND NOT ${tellsFirst})
  WHERE @since IS NULL`;
const waitingSql = `
  SELECT count(*) FROM item i INDEXED BY item_new_fetched JOIN source s ON s.id = i.source
  WHERE i.fetched >= @since AND s.dropped IS NULL AND ${isCandidate}`;

export interface Digests {
  /** New items that no delivered digest has shown, of a story told several times its first telling, the newest `perSource` of each source, fetched at `since` or later. */
  candidates(from: { since: Instant | null; perSource: number }): readonly Candidate[];
  /** How many such items there are in all. */
  waiting(since: Instant | null): number;
  /** When a delivered digest last showed each source. */
  lastShown(): ReadonlyMap<string, Instant>;
  /** When the last digest was delivered; null when none was. */
  lastDelivered(): Instant | null;
  /** Writes a digest down. One that was frozen before and never delivered is forgotten: its items are candidates still. */
  freeze(digest: Digest & { id: string }): void;
  /** Marks it delivered: from now on its items are shown. */
  deliver(id: string): void;
}

export function openDigests(db: Db, clock: Clock): Digests {
  return {
    candidates: ({ since, perSource }) =>
      db
        .prepare<{ since: string | null; perSource: number }, Candidate>(since === null ? unboundedSql : boundedSql)
        .all({ since, perSource }),
    waiting: (since) =>
      Number(
        db
          .prepare<{ since: string | null }, number>(since === null ? allWaitingSql : waitingSql)
          .pluck()
          .get({ since }),
      ),
    lastShown: () =>
      new Map(
        db
          .prepare<[], { source: string; at: string }>(
            `SELECT i.source, max(d.delivered) AS at FROM digest d
             JOIN digest_item g ON g.digest = d.id JOIN item i ON i.id = g.item
             WHERE d.delivered IS NOT NULL GROUP BY i.source`,
          )
          .all()
          .map(({ source, at }) => [source, at]),
      ),
    lastDelivered: () => db.prepare<[], string | null>("SELECT max(delivered) FROM digest").pluck().get() ?? null,
    freeze: (digest) => db.transaction(() => freeze(db, digest)).immediate(),
    deliver: (id) => void db.prepare("UPDATE digest SET delivered = ? WHERE id = ?").run(instantNow(clock), id),
  };
}

function freeze(db: Db, digest: Digest & { id: string }): void {
  db.exec(`DELETE FROM digest_item WHERE digest IN (SELECT id FROM digest WHERE delivered IS NULL);
    DELETE FROM digest WHERE delivered IS NULL;`);
  db.prepare("INSERT INTO digest (id, made, since, content) VALUES (?, ?, ?, ?)").run(
    digest.id,
    digest.date,
    digest.since,
    JSON.stringify(digest),
  );
  const insert = db.prepare("INSERT INTO digest_item (digest, item, section) VALUES (?, ?, ?)");
  for (const { name, items } of digest.sections) {
    if (name !== "worth your attention") continue;
    for (const { id } of items) insert.run(digest.id, id, name);
  }
}

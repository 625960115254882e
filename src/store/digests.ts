// Digests as they were frozen, and which items and sources they have shown.
import type { Clock, Instant } from "../base/clock.ts";
import { instantNow } from "../base/clock.ts";
import type { Candidate } from "../seek/select.ts";
import type { Digest } from "../share/digest.ts";
import type { Db } from "./database.ts";

/** Not shown by a digest that was delivered. */
const unshown = `NOT EXISTS (SELECT 1 FROM digest_item g JOIN digest d ON d.id = g.digest
  WHERE g.item = i.id AND d.delivered IS NOT NULL)`;

export interface Digests {
  /** New items that no delivered digest has shown, the newest `perSource` of each source, fetched at `since` or later. */
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
        .prepare<{ since: string; perSource: number }, Candidate>(
          `SELECT i.id, i.source, i.sorted FROM source s JOIN item i ON i.no IN (
             SELECT i.no FROM item i WHERE i.source = s.id AND i.is_new = 1 AND i.fetched >= @since AND ${unshown}
             ORDER BY i.sorted DESC LIMIT @perSource)
           WHERE s.dropped IS NULL`,
        )
        .all({ since: since ?? "", perSource }),
    waiting: (since) =>
      Number(
        db
          .prepare<[string], number>(
            `SELECT count(*) FROM item i JOIN source s ON s.id = i.source
             WHERE i.is_new = 1 AND i.fetched >= ? AND s.dropped IS NULL AND ${unshown}`,
          )
          .pluck()
          .get(since ?? ""),
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

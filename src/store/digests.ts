// Digests as they were frozen, and which items and sources they have shown.
import type { Clock, Instant } from "../base/clock.ts";
import { instantNow } from "../base/clock.ts";
import type { Candidate } from "../seek/select.ts";
import { PkmError } from "../base/errors.ts";
import { readingIds, type Digest, type DigestCounts, type SectionName } from "../seek/digest.ts";
import type { DigestMail, MailDesk } from "../share/mail-digest.ts";
import type { Db } from "./database.ts";
import { openDigestMails } from "./digest-mails.ts";
import { digestFrom } from "./digest-content.ts";

/** Not shown by a digest that was delivered. */
const unshown = `NOT EXISTS (SELECT 1 FROM digest_item g JOIN digest d ON d.id = g.digest
  WHERE g.item = i.id AND d.delivered IS NOT NULL)`;

/**
 * Nobody else tells this story better: no other telling of it was shown or dealt with, and of those that wait it is the
 * origin, or came first where the origin waits no more. What only a removed source tells waits for nobody.
 */
const tellsFirst = `NOT EXISTS (SELECT 1 FROM echo e JOIN echo o ON o.origin = e.origin AND o.item <> e.item
  JOIN item j ON j.id = o.item WHERE e.item = i.id AND (
    (j.is_new = 1 AND (o.item = o.origin OR (e.item <> e.origin AND j.no < i.no))
      AND EXISTS (SELECT 1 FROM source t WHERE t.id = j.source AND t.dropped IS NULL))
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

const amongSql = `
  SELECT i.id, i.source, i.sorted FROM json_each(?) j CROSS JOIN item i ON i.id = j.value JOIN source s ON s.id = i.source
  WHERE s.dropped IS NULL AND ${isCandidate}`;

type FrozenDigest = Digest & { id: string };

/** Where a digest goes. */
export type DigestWay = "screen" | "file" | "mail";

/** A digest as it was frozen. */
export interface StoredDigest {
  id: string;
  made: Instant;
  how: DigestWay;
  /** The file's path or the mail's recipients; null for the screen. */
  target: string | null;
  /** Null while it is not known to have come through. */
  delivered: Instant | null;
  /** When it was given up to learn whether it arrived; null for the others. */
  unsure: Instant | null;
  /** Null when it was forgotten. */
  digest: FrozenDigest | null;
}

export interface Digests {
  /** New items that no delivered digest has shown, of a story told several times its first telling, the newest `perSource` of each source, fetched at `since` or later. */
  candidates(from: { since: Instant | null; perSource: number }): readonly Candidate[];
  /** Those of `ids` that are such items. */
  among(ids: readonly string[]): readonly Candidate[];
  /** How many such items there are in all. */
  waiting(since: Instant | null): number;
  /** Items there are in all, whatever became of them. */
  fetched(): number;
  /** When a delivered digest last showed each source. */
  lastShown(): ReadonlyMap<string, Instant>;
  /** The last one delivered, with what was counted when it was made; null when none was. */
  last(): (StoredDigest & { counts: DigestCounts }) | null;
  /** What the last one delivered that was asked for everything said; null when there was none, or it was forgotten. */
  lastWhole(): Digest | null;
  /** Whether a digest was ever delivered to the file with that path. */
  cameTo(file: string): boolean;
  /** Throws PkmError("not-found"). */
  get(id: string): StoredDigest;
  /** The newest first, at most `limit`; 0 is all. */
  list(limit: number): readonly StoredDigest[];
  /** Writes a digest down. One that was frozen before and that nobody can have got is forgotten: its items are candidates still. */
  freeze(
    frozen: { digest: FrozenDigest; how: DigestWay; target: string | null; counts: DigestCounts },
    mail?: DigestMail,
  ): void;
  /** Marks it delivered: from now on its items are shown. */
  deliver(id: string): void;
  /** Digests by mail. */
  mails: MailDesk & { get(digest: string): DigestMail | null };
}

export function openDigests(db: Db, clock: Clock): Digests {
  const deliver = (id: string): void =>
    void db.prepare("UPDATE digest SET delivered = ? WHERE id = ? AND delivered IS NULL").run(instantNow(clock), id);
  return {
    ...openChoice(db),
    ...openFrozen(db),
    freeze: (frozen, mail) => db.transaction(() => freeze(db, frozen, mail)).immediate(),
    deliver,
    mails: openDigestMails(db, clock, deliver),
  };
}

function openChoice(db: Db): Pick<Digests, "candidates" | "among" | "waiting" | "fetched" | "lastShown"> {
  return {
    candidates: ({ since, perSource }) =>
      db
        .prepare<{ since: string | null; perSource: number }, Candidate>(since === null ? unboundedSql : boundedSql)
        .all({ since, perSource }),
    among: (ids) => db.prepare<[string], Candidate>(amongSql).all(JSON.stringify(ids)),
    waiting: (since) =>
      Number(
        db
          .prepare<{ since: string | null }, number>(since === null ? allWaitingSql : waitingSql)
          .pluck()
          .get({ since }),
      ),
    // No item is ever removed, so the highest number is how many there are.
    fetched: () => Number(db.prepare("SELECT coalesce(max(no), 0) FROM item").pluck().get()),
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
  };
}

type DigestRow = Omit<StoredDigest, "digest"> & DigestCounts & { content: string };

const selectDigest = `SELECT id, made, how, target, delivered, unsure, content, fetched_in_all AS fetched, held_in_all AS held
  FROM digest`;

function openFrozen(db: Db): Pick<Digests, "last" | "lastWhole" | "cameTo" | "get" | "list"> {
  return {
    last() {
      const sql = `${selectDigest} WHERE delivered IS NOT NULL ORDER BY delivered DESC, rowid DESC LIMIT 1`;
      const row = db.prepare<[], DigestRow>(sql).get();
      return row === undefined ? null : { ...storedOf(row), counts: { fetched: row.fetched, held: row.held } };
    },
    lastWhole() {
      const sql = `${selectDigest} WHERE delivered IS NOT NULL AND content ->> '$.query' IS NULL
        ORDER BY delivered DESC, rowid DESC LIMIT 1`;
      const row = db.prepare<[], DigestRow>(sql).get();
      return row === undefined ? null : digestFrom(row.content);
    },
    cameTo: (file) =>
      db
        .prepare<[string], 1>(
          "SELECT 1 FROM digest WHERE how = 'file' AND target = ? AND delivered IS NOT NULL LIMIT 1",
        )
        .get(file) !== undefined,
    get(id) {
      const row = db.prepare<[string], DigestRow>(`${selectDigest} WHERE id = ?`).get(id);
      if (row === undefined) throw new PkmError("not-found", `no digest ${id}`, { hint: "pkm digest list" });
      return storedOf(row);
    },
    list: (limit) =>
      db
        .prepare<[number], DigestRow>(`${selectDigest} ORDER BY made DESC, rowid DESC LIMIT ?`)
        .all(limit === 0 ? -1 : limit)
        .map(storedOf),
  };
}

function storedOf({ content, fetched: _fetched, held: _held, ...row }: DigestRow): StoredDigest {
  return { ...row, digest: digestFrom(content) };
}

function freeze(
  db: Db,
  { digest, how, target, counts }: Parameters<Digests["freeze"]>[0],
  mail: DigestMail | undefined,
): void {
  const forgotten = `SELECT id FROM digest WHERE delivered IS NULL
    AND NOT EXISTS (SELECT 1 FROM digest_mail m WHERE m.digest = id AND m.handed_over IS NOT NULL)`;
  db.exec(`DELETE FROM digest_item WHERE digest IN (${forgotten}); DELETE FROM digest WHERE id IN (${forgotten});`);
  db.prepare(
    `INSERT INTO digest (id, made, since, content, how, target, fetched_in_all, held_in_all)
     VALUES (@id, @date, @since, @content, @how, @target, @fetched, @held)`,
  ).run({
    id: digest.id,
    date: digest.date,
    since: digest.since,
    content: JSON.stringify(digest),
    how,
    target,
    ...counts,
  });
  const sections = new Map<string, SectionName>(
    digest.sections.flatMap(({ name, items }) => items.map(({ id }) => [id, name])),
  );
  const insert = db.prepare("INSERT INTO digest_item (digest, item, section) VALUES (?, ?, ?)");
  for (const id of readingIds(digest)) insert.run(digest.id, id, sections.get(id));
  if (mail === undefined) return;
  db.prepare("INSERT INTO digest_mail (digest, message_id, sender, recipients, bytes) VALUES (?, ?, ?, ?, ?)").run(
    digest.id,
    mail.messageId,
    mail.from,
    JSON.stringify(mail.to),
    mail.bytes,
  );
}

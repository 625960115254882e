// Releases with their frozen audience, and the deliveries whose bytes were frozen with them.
import { sha256 } from "../base/hash.ts";
import { PkmError } from "../base/errors.ts";
import { instantNow, type Clock, type Instant } from "../base/clock.ts";
import type { WirePart } from "../share/channel.ts";
import type { NewRelease, ReleaseShelf } from "../share/desk.ts";
import type { Delivery, DeliveryState, Override, Release, ReleaseKind } from "../share/release.ts";
import type { Db } from "./database.ts";
import { audienceOf, citationsOf, formOf } from "./json-columns.ts";
import { jsonTexts } from "./json-list.ts";
import type { Ids } from "./ids.ts";
import { openPrepared } from "./prepared.ts";

interface ReleaseRow {
  id: string;
  share: string;
  version: number;
  kind: ReleaseKind;
  place: string;
  placeName: string;
  audience: string;
  citations: string;
  ask: string | null;
  until: Instant | null;
  form: string;
  planned: Instant;
  sendAt: Instant | null;
  corrects: string | null;
  sent: Instant | null;
  cancelled: Instant | null;
  closed: Instant | null;
}

interface DeliveryRow extends Omit<Delivery, "lease" | "error"> {
  leaseOwner: string | null;
  leaseUntil: Instant | null;
  errorCode: string | null;
  errorMessage: string | null;
  state: DeliveryState;
}

interface OverrideRow {
  reason: string;
  conditions: string;
  at: Instant;
}

const selectRelease = `SELECT r.id, r.share, r.version, iif(r.purpose = 'report', 'report', r.kind) AS kind, r.place,
  c.name AS placeName, r.audience, r.citations, r.ask, r.until, r.form, r.planned,
  (SELECT at FROM departure WHERE release = r.id) AS sendAt,
  (SELECT wrong FROM correction WHERE release = r.id) AS corrects, r.sent, r.cancelled, r.closed
  FROM release r JOIN community c ON c.id = r.place`;

/** Columns of a delivery without its bytes. */
const selectDelivery = `SELECT d.id, d.release, d.share, d.version, d.channel, h.kind AS channelKind, d.part,
  d.wire_id AS wireId, d.to_whom AS "to", d.media_type AS mediaType, d.hash, length(d.bytes) AS sizeBytes, d.state,
  d.attempts, d.lease_owner AS leaseOwner, d.lease_until AS leaseUntil, d.retry_at AS retryAt, d.url, d.uri,
  d.error_code AS errorCode, d.error_message AS errorMessage, d.arrived, d.at,
  (SELECT since FROM doubted WHERE delivery = d.id) AS doubted
  FROM delivery d JOIN channel h ON h.id = d.channel`;

/** Opens the releases of all shares, with their frozen bytes. */
export function openReleases(db: Db, ids: Ids, clock: Clock): ReleaseShelf {
  return { ...openReading(db), ...openWriting(db, ids, clock) };
}

type Reading = Pick<ReleaseShelf, "ofShare" | "delivery" | "tried" | "bytes">;

function openReading(db: Db): Reading {
  const [releaseRows, deliveryRows] = [openPrepared<ReleaseRow>(db), openPrepared<DeliveryRow>(db)];
  const overrideRows = openPrepared<OverrideRow>(db);
  const deliveries = (release: string): readonly Delivery[] =>
    deliveryRows(`${selectDelivery} WHERE d.release = ? ORDER BY h.created, h.rowid, d.part`)
      .all(release)
      .map(deliveryOf);
  const overrides = (release: string): readonly Override[] =>
    overrideRows("SELECT reason, conditions, at FROM override WHERE release = ? ORDER BY no")
      .all(release)
      .map((row) => ({ ...row, conditions: jsonTexts(row.conditions) }));
  return {
    ofShare: (share) =>
      releaseRows(`${selectRelease} WHERE r.share = ? ORDER BY r.planned, r.rowid`)
        .all(share)
        .map((row) => ({ ...releaseOf(row), deliveries: deliveries(row.id), overrides: overrides(row.id) })),
    delivery(id) {
      const row = deliveryRows(`${selectDelivery} WHERE d.id = ?`).get(id);
      if (row === undefined) throw new PkmError("not-found", `there is no delivery ${id}`, { hint: "pkm share log" });
      return deliveryOf(row);
    },
    tried: () =>
      db
        .prepare<[], DeliveryRow & { placeName: string }>(
          `${selectDelivery.replace(
            "FROM delivery d",
            `, (SELECT c.name FROM release r JOIN community c ON c.id = r.place
            WHERE r.id = d.release) AS placeName FROM delivery d`,
          )}
           WHERE d.attempts > 0 ORDER BY coalesce(d.arrived, d.at) DESC, d.rowid DESC`,
        )
        .all()
        .map(({ placeName, ...row }) => {
          const reasons = overrides(row.release).map(({ reason }) => reason);
          return { delivery: deliveryOf(row), placeName, reasons };
        }),
    bytes(delivery) {
      const bytes = db.prepare<[string], Uint8Array>("SELECT bytes FROM delivery WHERE id = ?").pluck().get(delivery);
      if (bytes === undefined) throw new Error(`there is no delivery ${delivery}`);
      return bytes;
    },
  };
}

function openWriting(db: Db, ids: Ids, clock: Clock): Omit<ReleaseShelf, keyof Reading> {
  return {
    add(release) {
      const { parts, audience, citations, questions, form, ...columns } = release;
      db.prepare(
        `INSERT INTO release (id, share, version, kind, purpose, place, audience, citations, ask, until, form, planned)
         VALUES (@id, @share, @version, @kind, @purpose, @place, @audience, @citations, @ask, @until, @form, @planned)`,
      ).run({
        ...columns,
        // A report is a round of one, as far as the table tells.
        kind: release.kind === "publication" ? release.kind : "round",
        purpose: release.kind === "report" ? "report" : "ask",
        audience: JSON.stringify(audience),
        citations: JSON.stringify(citations),
        form: JSON.stringify(form),
        ask: release.kind === "publication" ? null : JSON.stringify(questions),
      });
      for (const { channel, part } of parts) addDelivery(db, ids, { release, channel, part });
    },
    cancel(release) {
      db.prepare("UPDATE release SET cancelled = ? WHERE id = ? AND cancelled IS NULL").run(instantNow(clock), release);
    },
    close(release) {
      db.prepare("UPDATE release SET closed = ? WHERE id = ? AND closed IS NULL").run(instantNow(clock), release);
    },
    correct(release, wrong) {
      db.prepare("INSERT INTO correction (release, wrong) VALUES (?, ?)").run(release, wrong);
    },
    departAt(release, at) {
      if (at === null) db.prepare("DELETE FROM departure WHERE release = ?").run(release);
      else
        db.prepare("INSERT INTO departure (release, at) VALUES (?, ?) ON CONFLICT DO UPDATE SET at = excluded.at").run(
          release,
          at,
        );
    },
    override(release, reason, conditions) {
      db.prepare("INSERT INTO override (release, reason, conditions, at) VALUES (?, ?, ?, ?)").run(
        release,
        reason,
        JSON.stringify(conditions),
        instantNow(clock),
      );
    },
  };
}

function addDelivery(
  db: Db,
  ids: Ids,
  { release, channel, part }: { release: NewRelease; channel: string; part: WirePart },
): void {
  db.prepare(
    `INSERT INTO delivery (id, release, share, version, channel, part, wire_id, to_whom, media_type, bytes, hash, state, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?)`,
  ).run(
    ids.take("delivery"),
    release.id,
    release.share,
    release.version,
    channel,
    part.part,
    part.wireId,
    part.to,
    part.mediaType,
    part.bytes,
    sha256(part.bytes),
    release.planned,
  );
}

function releaseOf(row: ReleaseRow): Omit<Release, "deliveries" | "overrides"> {
  const { ask, ...columns } = row;
  return {
    ...columns,
    audience: audienceOf(row.audience),
    citations: citationsOf(row.citations),
    form: formOf(row.form),
    questions: ask === null ? [] : jsonTexts(ask),
  };
}

/** A delivery out of its row. */
function deliveryOf({ leaseOwner, leaseUntil, errorCode, errorMessage, ...columns }: DeliveryRow): Delivery {
  return {
    ...columns,
    lease: leaseOwner === null || leaseUntil === null ? null : { owner: leaseOwner, until: leaseUntil },
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? "" },
  };
}

// What came back through channels, each thing once for every text it had, and where each channel's last look ended.
import { instantNow, type Clock, type Instant } from "../base/clock.ts";
import type { Reply, ReplyShelf } from "../share/filing.ts";
import type { Db } from "./database.ts";
import type { Ids } from "./ids.ts";
import { jsonTexts } from "./json-list.ts";

interface Row extends Omit<Reply, "from"> {
  fromName: string;
  fromAddress: string;
}

const select = `SELECT r.id, r.channel, h.kind AS channelKind, r.remote_id AS remoteId, r.delivery, d.release, d.share,
  d.version, r.kind, r.from_name AS fromName, r.from_address AS fromAddress, r.at, r.text, r.apart
  FROM reply r JOIN delivery d ON d.id = r.delivery JOIN channel h ON h.id = r.channel`;

/** Opens the replies of all channels. */
export function openReplies(db: Db, ids: Ids, clock: Clock): ReplyShelf {
  return {
    listening(channel) {
      const row = db
        .prepare<[string], { cursor: string | null; at: Instant; deliveries: string }>(
          "SELECT cursor, at, deliveries FROM listening WHERE channel = ?",
        )
        .get(channel);
      return row === undefined ? null : { ...row, deliveries: jsonTexts(row.deliveries) };
    },
    listened(channel, cursor, deliveries) {
      db.prepare(
        `INSERT INTO listening (channel, cursor, deliveries, at) VALUES (?, ?, ?, ?) ON CONFLICT (channel)
         DO UPDATE SET cursor = excluded.cursor, deliveries = excluded.deliveries, at = excluded.at`,
      ).run(channel, cursor, JSON.stringify(deliveries), instantNow(clock));
    },
    heard(channel) {
      const rows = db
        .prepare<[string], { delivery: string; remoteId: string }>(
          "SELECT DISTINCT delivery, remote_id AS remoteId FROM reply WHERE channel = ?",
        )
        .all(channel);
      const byDelivery = Map.groupBy(rows, ({ delivery }) => delivery);
      return new Map([...byDelivery].map(([id, of]) => [id, of.map(({ remoteId }) => remoteId)]));
    },
    add({ from, ...reply }) {
      const known = db
        .prepare("SELECT 1 FROM reply WHERE channel = @channel AND remote_id = @remoteId AND hash = @hash")
        .get(reply);
      if (known !== undefined) return null;
      const id = ids.take("feedback");
      db.prepare(
        `INSERT INTO reply (id, channel, remote_id, hash, delivery, kind, from_name, from_address, at, found, text, apart)
         VALUES (@id, @channel, @remoteId, @hash, @delivery, @kind, @name, @address, @at, @found, @text, @apart)`,
      ).run({ ...reply, ...from, id, found: instantNow(clock) });
      return id;
    },
    knows: (channel, remoteId) =>
      db.prepare("SELECT 1 FROM reply WHERE channel = ? AND remote_id = ?").get(channel, remoteId) !== undefined,
    ofShare: (share) =>
      db
        .prepare<[string], Row>(`${select} WHERE d.share = ? ORDER BY r.at, r.rowid`)
        .all(share)
        .map(({ fromName, fromAddress, ...row }) => ({ ...row, from: { name: fromName, address: fromAddress } })),
    take(id) {
      db.prepare("UPDATE reply SET apart = NULL WHERE id = ?").run(id);
    },
  };
}

// Digests by mail: their exact bytes, and how far each came.
import { instantNow, type Clock, type Instant } from "../base/clock.ts";
import type { DigestMail, MailDesk } from "../share/mail-digest.ts";
import type { Db } from "./database.ts";
import { jsonTexts } from "./json-list.ts";

interface MailRow {
  digest: string;
  messageId: string;
  from: string;
  to: string;
  bytes: Uint8Array;
  handedOver: Instant | null;
}

const selectMail = `SELECT m.digest, m.message_id AS messageId, m.sender AS "from", m.recipients AS "to", m.bytes,
  m.handed_over AS handedOver FROM digest_mail m JOIN digest d ON d.id = m.digest`;

/** The desk over one open database; `deliver` marks a digest delivered. */
export function openDigestMails(
  db: Db,
  clock: Clock,
  deliver: (digest: string) => void,
): MailDesk & { get(digest: string): DigestMail | null } {
  const one = (where: string, ...values: readonly string[]): DigestMail | null => {
    const row = db.prepare<unknown[], MailRow>(`${selectMail} WHERE ${where}`).get(...values);
    return row === undefined ? null : { ...row, to: jsonTexts(row.to) };
  };
  return {
    get: (digest) => one("m.digest = ?", digest),
    unsettled: () => one("d.delivered IS NULL AND m.handed_over IS NOT NULL ORDER BY d.made LIMIT 1"),
    handOver: (digest) =>
      void db.prepare("UPDATE digest_mail SET handed_over = ? WHERE digest = ?").run(instantNow(clock), digest),
    takeBack: (digest) => void db.prepare("UPDATE digest_mail SET handed_over = NULL WHERE digest = ?").run(digest),
    deliver,
    giveUp: (digest) =>
      db.transaction(() => {
        db.prepare("UPDATE digest SET unsure = ? WHERE id = ?").run(instantNow(clock), digest);
        deliver(digest);
      })(),
  };
}

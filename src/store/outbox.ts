// The outbox on disk: one claim at a time by whoever holds the lease, and nothing written down twice.
import { instantNow, type Clock } from "../base/clock.ts";
import { isGone, thisProcess } from "../base/process.ts";
import type { Outbox } from "../share/desk.ts";
import { interrupted, type Settled } from "../share/outbox.ts";
import { hasArrived, type DeliveryState } from "../share/release.ts";
import type { Db } from "./database.ts";

/** Longer than any channel's own time-outs together. */
const leaseMs = 300_000;

interface Sending {
  id: string;
  attempts: number;
  owner: string | null;
  until: string | null;
}

const write = `UPDATE delivery SET state = @state, retry_at = @retryAt, url = coalesce(@url, url), uri = coalesce(@uri, uri),
  error_code = @code, error_message = @message, lease_owner = NULL, lease_until = NULL, at = @at,
  arrived = iif(@state IN ('sent', 'confirmed'), coalesce(arrived, @at), arrived) WHERE id = @id`;

/** Opens the outbox; claims are made in the name of this process. */
export function openOutbox(db: Db, clock: Clock): Outbox {
  const put = (id: string, { error, ...settled }: Settled, where: string): boolean => {
    const columns = { ...settled, code: error?.code ?? null, message: error?.message ?? null };
    const at = instantNow(clock);
    const { changes } = db.prepare(`${write}${where}`).run({ ...columns, id, at });
    // Whoever has asked, or been told, does not doubt any more.
    if (changes === 1) db.prepare("DELETE FROM doubted WHERE delivery = ?").run(id);
    // A release that nothing has left of is only planned, and can be undone; one that left from another home was sent.
    db.prepare(
      `UPDATE release SET sent = iif(EXISTS (SELECT 1 FROM delivery d WHERE d.release = release.id
         AND d.state NOT IN ('pending', 'cancelled')), coalesce(sent, ?), NULL)
       WHERE id = (SELECT release FROM delivery WHERE id = ?)`,
    ).run(at, id);
    return changes === 1;
  };
  const transact = <Result>(act: () => Result): Result => (db.inTransaction ? act() : db.transaction(act).immediate());
  return {
    recover(share) {
      const lapsed = db
        .prepare<[string], Sending>(
          `SELECT id, attempts, lease_owner AS owner, lease_until AS until FROM delivery WHERE share = ? AND state = 'sending'`,
        )
        .all(share)
        .filter(({ owner, until }) => isLapsed(owner, until, clock.now()));
      // Another process may have recovered it and claimed it again since it was read.
      const isSame = ({ attempts }: Sending): string => `${stateIn(["sending"])} AND attempts = ${attempts}`;
      return lapsed.filter((sending) => transact(() => put(sending.id, interrupted, isSame(sending)))).length;
    },
    claim: ({ id, state, attempts }, guard) =>
      transact(() => {
        if (state !== "pending" && state !== "unknown") return null;
        guard();
        const now = clock.now();
        const taken = db
          .prepare(
            `UPDATE delivery SET state = 'sending', attempts = attempts + 1, lease_owner = @owner, lease_until = @until,
             at = @at WHERE id = @id AND state = @state AND attempts = @attempts`,
          )
          .run({
            id,
            state,
            attempts,
            owner: thisProcess(),
            until: new Date(now.getTime() + leaseMs).toISOString(),
            at: now.toISOString(),
          });
        if (taken.changes === 0) return null;
        db.prepare(
          "UPDATE release SET sent = coalesce(sent, ?) WHERE id = (SELECT release FROM delivery WHERE id = ?)",
        ).run(now.toISOString(), id);
        return { delivery: id, attempt: attempts + 1, was: state };
      }),
    finish: ({ delivery, attempt }, settled) =>
      transact(() => {
        // Where the lease lapsed meanwhile, an arrival is still the truth, and even over "try again".
        const open = hasArrived(settled)
          ? (["sending", "unknown", "pending"] as const)
          : (["sending", "unknown"] as const);
        return put(delivery, settled, `${stateIn(open)} AND attempts = ${attempt}`);
      }),
    settle: (delivery, settled, from) => transact(() => put(delivery, settled, stateIn(from))),
  };
}

function stateIn(states: readonly DeliveryState[]): string {
  return ` AND state IN (${states.map((state) => `'${state}'`).join(", ")})`;
}

/** The owner on another machine can not be seen, and is believed until its lease ends. */
function isLapsed(owner: string | null, until: string | null, now: Date): boolean {
  return owner === null || until === null || Date.parse(until) <= now.getTime() || isGone(owner) === true;
}

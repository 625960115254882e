// The outbox as a pure state machine: what may be done with a delivery, and what an attempt makes of it.
import type { Capabilities, SendOutcome } from "./channel.ts";
import { isWider, type Exposure } from "../people/community.ts";
import { hasArrived, type Delivery, type DeliveryState } from "./release.ts";

/** A request that may still be travelling is given this long before the far end is asked about it. */
export const settleMs = 30_000;

export type Step =
  /** Deliver it now. */
  | { do: "send" }
  /** Ask the far end first whether it has it; send only when it has not. */
  | { do: "ask" }
  /** Not now, for this reason. */
  | { do: "wait"; why: string }
  /** Never, unless the person takes back what came before: it went to more than was agreed. */
  | { do: "stop"; why: string }
  /** Only the person can tell what became of it. */
  | { do: "resolve" }
  /** Nothing is left to do. */
  | { do: "nothing" };

interface Situation extends Pick<Capabilities, "retry" | "settleMs"> {
  now: Date;
  /** The part before it on the same channel; null when it is the first. */
  parent: Pick<Delivery, "part" | "state" | "error"> | null;
  /** When the person set it to leave; left out or null where they did not. */
  sendAt?: string | null;
}

/** What the next run may do with `delivery`. What may be out is never simply sent again unless that is safe. */
export function nextStep(
  delivery: Delivery,
  { retry, settleMs: forMs = settleMs, now, parent, sendAt = null }: Situation,
): Step {
  const isOpen = delivery.state === "pending" || delivery.state === "unknown";
  if (!isOpen)
    return delivery.state === "sending" ? { do: "wait", why: "another pkm is sending it" } : { do: "nothing" };
  if (parent !== null && !hasArrived(parent)) return { do: "wait", why: `part ${parent.part} has not arrived` };
  if (parent?.error?.code === "wider")
    return { do: "stop", why: `part ${parent.part} went out readable by more than was agreed` };
  if (delivery.retryAt !== null && Date.parse(delivery.retryAt) > now.getTime()) {
    return { do: "wait", why: `it was told to wait until ${delivery.retryAt}` };
  }
  if (delivery.attempts === 0 && sendAt !== null && Date.parse(sendAt) > now.getTime()) {
    return { do: "wait", why: `it is set for ${sendAt}` };
  }
  if (delivery.state === "pending" && delivery.doubted === null) return { do: "send" };
  return afterUnknown(delivery, { retry, forMs, now });
}

function afterUnknown(
  delivery: Delivery,
  { retry, forMs, now }: { retry: Capabilities["retry"]; forMs: number; now: Date },
): Step {
  if (retry === "never") return { do: "resolve" };
  if (retry === "idempotent") return { do: "send" };
  const settled = Date.parse(delivery.doubted ?? delivery.at) + forMs;
  if (settled <= now.getTime()) return { do: "ask" };
  return { do: "wait", why: `the last try may still be on its way until ${new Date(settled).toISOString()}` };
}

/** What is written down of an attempt. */
export interface Settled {
  state: DeliveryState;
  retryAt: string | null;
  url: string | null;
  uri: string | null;
  error: { code: string; message: string } | null;
}

/**
 * What an attempt makes of a delivery. `was` is its state before: where an earlier attempt may have arrived, only an
 * arrival ends the doubt. `frozen` is the exposure the person agreed to.
 */
export function settle(outcome: SendOutcome, was: "pending" | "unknown", frozen: Exposure): Settled {
  const waiting = { state: was, retryAt: null, url: null, uri: null };
  switch (outcome.kind) {
    case "sent": {
      const { url, uri, exposure, isConfirmed, remark = null } = outcome.receipt;
      const isWide = exposure !== null && isWider(frozen, exposure);
      const wider = isWide ? [`it went out readable by ${exposure}`] : [];
      const told = [...wider, ...(remark === null ? [] : [remark])].join("; ");
      const error = told === "" ? null : { code: isWide ? "wider" : "differs", message: told };
      return { state: isConfirmed ? "confirmed" : "sent", retryAt: null, url, uri, error };
    }
    case "held":
      return { ...waiting, error: { code: "auth", message: outcome.message } };
    case "later":
      return { ...waiting, retryAt: outcome.retryAt, error: { code: "later", message: outcome.message } };
    case "rejected":
      return {
        ...waiting,
        state: was === "unknown" ? was : "failed",
        error: { code: "rejected", message: outcome.message },
      };
    case "unknown":
      return { ...waiting, state: "unknown", error: { code: "unknown", message: outcome.message } };
  }
}

/** What a lapsed lease makes of a delivery that was being sent. */
export const interrupted: Settled = {
  state: "unknown",
  retryAt: null,
  url: null,
  uri: null,
  error: { code: "interrupted", message: "pkm was stopped while sending it: it may or may not have arrived" },
};

/** Other words stand in its place now. */
export const inPlaceOf: Settled = { state: "edited", retryAt: null, url: null, uri: null, error: null };

/** Not there after all, as the far end says: it may go again. */
export const notThere: Settled = { state: "pending", retryAt: null, url: null, uri: null, error: null };

// A release: one version taken to one place with a frozen audience, and its deliveries.
import type { Instant } from "../base/clock.ts";
import type { Audience, PostForm } from "./channel.ts";

/** A round asks a community; a publication goes to a network; a report tells one person what became of their feedback. */
export type ReleaseKind = "round" | "publication" | "report";

export const deliveryStates = [
  "pending",
  "sending",
  "sent",
  "confirmed",
  "unknown",
  "failed",
  "edited",
  "retracted",
  "cancelled",
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** One part on one channel. Its bytes are frozen and read apart, by id. */
export interface Delivery {
  id: string;
  release: string;
  share: string;
  version: number;
  /** Channel id. */
  channel: string;
  channelKind: string;
  /** 1-based; a part waits for the one before it on the same channel. */
  part: number;
  wireId: string;
  to: string;
  mediaType: string;
  /** SHA-256 of the bytes, hex. */
  hash: string;
  sizeBytes: number;
  state: DeliveryState;
  attempts: number;
  /** Who is sending it and until when that is believed; null when nobody is. */
  lease: { owner: string; until: Instant } | null;
  /** Not before this; null is at the next send. */
  retryAt: Instant | null;
  url: string | null;
  uri: string | null;
  /** Codes: auth, later, rejected, unknown, interrupted, wider, differs, retract; null when nothing is wrong. */
  error: { code: string; message: string } | null;
  /** Since when it may have left from a home that this one is a copy of; null where there is no doubt. */
  doubted: Instant | null;
  /** When the far end took it; null while it has not. */
  arrived: Instant | null;
  /** When its state last changed. */
  at: Instant;
}

/** A recorded reason for going wider than the gate would have let it. */
export interface Override {
  reason: string;
  /** Names of the conditions that were not met. */
  conditions: readonly string[];
  at: Instant;
}

export interface Citation {
  title: string;
  url: string;
  author: string | null;
}

export interface Release {
  id: string;
  share: string;
  version: number;
  kind: ReleaseKind;
  /** Community or network id. */
  place: string;
  placeName: string;
  audience: Audience;
  citations: readonly Citation[];
  /** What the author asks; empty for a publication. */
  questions: readonly string[];
  until: Instant | null;
  form: PostForm;
  planned: Instant;
  /** The release whose version it takes the place of; null where it corrects none. */
  corrects: string | null;
  /** When it is to leave, where the person set a time; null leaves that to them. */
  sendAt: Instant | null;
  /** When the first of its parts began to leave; null while nothing has. */
  sent: Instant | null;
  /** When what had not left of it was called off; null while it stands. */
  cancelled: Instant | null;
  /** When the person closed the round; null when they did not. */
  closed: Instant | null;
  /** By channel, then part. */
  deliveries: readonly Delivery[];
  overrides: readonly Override[];
}

/** Whether the far end has, or had, it for sure. */
export function hasArrived({ state }: Pick<Delivery, "state">): boolean {
  return state === "sent" || state === "confirmed" || state === "edited" || state === "retracted";
}

/** Whether its readers have it for sure: it arrived and was not taken back. What was edited reads as it does now. */
export function isThere({ state }: Pick<Delivery, "state">): boolean {
  return state === "sent" || state === "confirmed";
}

/** Whether some of its bytes may be out in the world. */
export function mayBeOut({ state }: Pick<Delivery, "state">): boolean {
  return hasArrived({ state }) || state === "unknown" || state === "sending";
}

/** Whether it was received by at least one channel, so that somebody can answer. */
export function wasSent({ deliveries }: Pick<Release, "deliveries">): boolean {
  return deliveries.some(hasArrived);
}

/** Whether the round takes no more answers at `now`: closed by hand, or its closing date has passed. */
export function isClosed({ closed, until }: Pick<Release, "closed" | "until">, now: Date): boolean {
  return closed !== null || (until !== null && Date.parse(until) <= now.getTime());
}

export type RoundState = "planned" | "sent" | "collecting" | "closed";

/** Where a round stands, and how it ended when it is closed. `answers` is how many contributions it had. */
export function roundState(
  release: Pick<Release, "cancelled" | "closed" | "until" | "deliveries">,
  answers: number,
  now: Date,
): { state: RoundState; outcome: "answered" | "no answer" | "cancelled" | null } {
  if (!wasSent(release)) {
    const isOver = release.cancelled !== null && !release.deliveries.some(mayBeOut);
    return isOver ? { state: "closed", outcome: "cancelled" } : { state: "planned", outcome: null };
  }
  if (isClosed(release, now)) return { state: "closed", outcome: answers > 0 ? "answered" : "no answer" };
  const isWhole = release.deliveries.every((delivery) => hasArrived(delivery) || delivery.state === "cancelled");
  return { state: isWhole ? "collecting" : "sent", outcome: null };
}

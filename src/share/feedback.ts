// Feedback: one contribution by one person to one release, and what was decided about it.
import { PkmError } from "../base/errors.ts";
import type { Instant } from "../base/clock.ts";

export const consents = ["private", "no-name", "named"] as const;
/** How far the contribution may be passed on: not at all, without the name, with the name. */
export type Consent = (typeof consents)[number];

export type FeedbackState = "received" | "accepted" | "addressed" | "declined" | "deferred";

export interface Feedback {
  id: string;
  share: string;
  /** The round or publication it answers. */
  release: string;
  version: number;
  /** Person id. */
  person: string;
  personName: string;
  /** How it came: "coffee", "mail", "call". */
  via: string;
  received: Instant;
  text: string;
  /** What it is about: a passage or question, in the giver's words; null for the whole. */
  about: string | null;
  consent: Consent;
  state: FeedbackState;
  /** Why it was declined or put off; null when not said. */
  why: string | null;
  /** The version that took it up; null while none has. */
  addressedVersion: number | null;
  decided: Instant | null;
}

export type Verdict = "accepted" | "declined" | "deferred";

/** Refuses a verdict that says nothing or comes too late; throws PkmError("usage") or ("not-yet"). */
export function checkVerdict(feedback: Feedback, verdict: Verdict, why: string | null): void {
  const call = `pkm share feedback ${feedback.share} ${verdict === "declined" ? "decline" : verdict} ${feedback.id}`;
  if (feedback.state === "addressed") {
    const told = `${feedback.id} was taken up in v${feedback.addressedVersion ?? "?"} already`;
    throw new PkmError("not-yet", told, { hint: `pkm share feedback ${feedback.share}` });
  }
  if (verdict === "declined" && (why === null || why.trim() === "")) {
    throw new PkmError("usage", "a declined point needs its reason: --why", { hint: `${call} --why "…"` });
  }
}

/** Points that wait for a decision. */
export function undecided(feedback: readonly Feedback[]): readonly Feedback[] {
  return feedback.filter(({ state }) => state === "received");
}

/** Points that were accepted and that no version has taken up yet. */
export function unaddressed(feedback: readonly Feedback[]): readonly Feedback[] {
  return feedback.filter(({ state }) => state === "accepted");
}

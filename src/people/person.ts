// A person: somebody I learn with, with handles and dated steps.
import type { Instant } from "../base/clock.ts";

export const personSteps = ["seen", "followed", "in-touch", "co-member"] as const;
export type PersonStep = (typeof personSteps)[number];

/** Who gave something: "gave" is what I gave them, "got" what they gave me. */
export type Way = "gave" | "got";

export interface Evidence {
  at: Instant;
  /** What happened, in a few words: "added by hand", "gave feedback". */
  what: string;
  /** Id of the thing that shows it, or null. */
  ref: string | null;
  /** Null for what goes neither way. */
  way: Way | null;
}

export interface Person {
  id: string;
  name: string;
  /** How the person is reached or named elsewhere: mail addresses, @handles, URLs. */
  handles: readonly string[];
  /** Source ids of feeds that are this person's. */
  sources: readonly string[];
  step: PersonStep;
  since: Instant;
  /** Since when there is a pause; null when there is none. */
  dormant: Instant | null;
  /** When they went; null while they are there. */
  left: Instant | null;
  /** When I said that I trust them to disagree with me; null when I did not. */
  disagrees: Instant | null;
  evidence: readonly Evidence[];
}

/** The step after `step`; null after the last. */
export function nextStep(step: PersonStep): PersonStep | null {
  return personSteps[personSteps.indexOf(step) + 1] ?? null;
}

// A person: somebody I learn with, with handles and dated steps.
import type { Instant } from "../base/clock.ts";

export const personSteps = ["seen", "followed", "in-touch", "co-member"] as const;
export type PersonStep = (typeof personSteps)[number];

export interface Evidence {
  at: Instant;
  /** What happened, in a few words: "added by hand", "gave feedback". */
  what: string;
  /** Id of the thing that shows it, or null. */
  ref: string | null;
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
  evidence: readonly Evidence[];
}

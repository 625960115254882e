// Checking what an item says: the four moves of SIFT (Caulfield), their findings, and how a claim stands by them.
import type { Instant } from "../base/clock.ts";
import { sharedRoot, type Telling } from "./telling.ts";

export const checkSteps = ["stop", "investigate", "find", "trace"] as const;
export type CheckStep = (typeof checkSteps)[number];

/** What each step asks. */
export const stepQuestions: Readonly<Record<CheckStep, string>> = {
  stop: "what made you look, and what do you know of it already?",
  investigate: "who says it, and what is it to them?",
  find: "who else says it, by their own work?",
  trace: "where was it said first, and does it say that there?",
};

export const bearings = ["supports", "disputes", "retracts"] as const;
export type Bearing = (typeof bearings)[number];

/** A statement of an item, put in the person's words. */
export interface Claim {
  id: string;
  kind: "claim";
  /** Item id. */
  item: string;
  text: string;
  created: Instant;
}

export interface Finding {
  no: number;
  /** Id of an item, for all that it says, or of a claim. */
  about: string;
  step: CheckStep;
  /** Null when it bears neither way. */
  bears: Bearing | null;
  /** Item id or URL; null when there are words alone. */
  found: string | null;
  text: string | null;
  at: Instant;
}

export type ClaimStatus = "unchecked" | "traced" | "corroborated" | "disputed" | "retracted";

export interface Verdict {
  status: ClaimStatus;
  /** How many support it that have it neither from its teller nor from each other. */
  independent: number;
  /** Supporting findings that do not count, with why. */
  repeats: readonly { found: string; why: string }[];
}

/**
 * How what was checked stands. `own` are the item that says it and the places it was traced to; `tellingOf` what is
 * known of a place. A copy of one story, one site, source or author, and one origin are never counted twice.
 */
export function verdictOf(
  findings: readonly Finding[],
  own: readonly Telling[],
  tellingOf: (found: string) => Telling,
): Verdict {
  const counted: Telling[] = [];
  const repeats: { found: string; why: string }[] = [];
  for (const { bears, found } of findings) {
    if (bears !== "supports" || found === null) continue;
    const telling = tellingOf(found);
    const why = [...own, ...counted].map((other) => sharedRoot(telling, other)).find((shared) => shared !== null);
    if (why === undefined) counted.push(telling);
    else repeats.push({ found, why });
  }
  const has = (wanted: Bearing): boolean => findings.some(({ bears }) => bears === wanted);
  const isTraced = findings.some(({ step }) => step === "trace");
  const status = has("retracts")
    ? "retracted"
    : has("disputes")
      ? "disputed"
      : counted.length > 0
        ? "corroborated"
        : isTraced
          ? "traced"
          : "unchecked";
  return { status, independent: counted.length, repeats };
}

/** The first step that nothing was found for; null when all four were walked. */
export function nextStep(findings: readonly Pick<Finding, "step">[]): CheckStep | null {
  return checkSteps.find((step) => !findings.some((finding) => finding.step === step)) ?? null;
}

// Writes down what checking finds, and gathers how an item and its claims stand by it.
import { PkmError } from "../base/errors.ts";
import { canonicalUrl } from "../seek/canonical-url.ts";
import type { Item, ItemBody } from "../seek/item.ts";
import { type Claim, type Finding, nextStep, type CheckStep, type Verdict, verdictOf } from "./check.ts";
import { type Telling, tellingAt, tellingOfItem } from "./telling.ts";

export interface CheckStore {
  items: { get(id: string): Item; body(id: string): ItemBody; mark(id: string, mark: "kept"): void };
  checks: {
    claim(item: string, text: string): Claim;
    claimOf(id: string): Claim | null;
    claimsOf(item: string): readonly Claim[];
    find(finding: Omit<Finding, "no" | "at">): void;
    findings(about: string): readonly Finding[];
  };
  refs: { find(ref: string, kinds: readonly ["item"]): string };
  changes: { record<Result>(summary: string, act: () => Result): Result };
}

/** What was checked, and how it stands. */
export interface Checked extends Verdict {
  /** Id of an item or a claim. */
  about: string;
  item: string;
  /** The claim's words; null for an item as a whole. */
  claim: string | null;
  findings: readonly Finding[];
  /** The first step without a finding; null when all were walked. */
  next: CheckStep | null;
}

/** Writes a claim of an item down; the item is kept by it. */
export function addClaim({ changes, checks, items }: CheckStore, item: string, text: string): Claim {
  return changes.record(`wrote down a claim of ${item}`, () => {
    items.mark(item, "kept");
    return checks.claim(item, text);
  });
}

/** Writes a finding down; the item that is checked is kept by it. */
export function addFinding(store: CheckStore, finding: Omit<Finding, "no" | "at">): void {
  const { changes, checks, items } = store;
  const { about, step, found } = finding;
  const item = itemOf(store, about);
  if (found === item) throw new PkmError("usage", `${found} is what is checked`, { hint: "pkm sense check --help" });
  changes.record(`checked ${about}: ${step}`, () => {
    items.mark(item, "kept");
    checks.find(finding);
  });
}

/** The item or web address that a person named as found. Throws PkmError("not-found"). */
export function placeFound({ refs }: CheckStore, given: string): string {
  const url = /^https?:\/\//i.test(given) ? canonicalUrl(given) : null;
  if (url === null) return refs.find(given, ["item"]);
  try {
    return refs.find(url, ["item"]);
  } catch (thrown) {
    if (thrown instanceof PkmError && thrown.kind === "not-found") return url;
    throw thrown;
  }
}

/** How the item or claim with that id stands. */
export function checkedOf(store: CheckStore, about: string): Checked {
  const { checks } = store;
  const item = itemOf(store, about);
  const findings = checks.findings(about);
  const ofItem = about === item ? findings : checks.findings(item);
  const traced = [...new Set([...findings, ...ofItem])].flatMap(({ step, found }) =>
    step === "trace" && found !== null ? [found] : [],
  );
  const own = [item, ...traced].map((place) => tellingOf(store, place));
  const verdict = verdictOf(findings, own, (found) => tellingOf(store, found));
  return { about, item, claim: checks.claimOf(about)?.text ?? null, ...verdict, findings, next: nextStep(findings) };
}

function itemOf({ checks }: CheckStore, about: string): string {
  return checks.claimOf(about)?.item ?? about;
}

function tellingOf({ items, checks }: CheckStore, place: string): Telling {
  if (place.includes("://")) return tellingAt(place);
  const traced = [place, ...checks.claimsOf(place).map(({ id }) => id)].flatMap((about) =>
    checks.findings(about).flatMap(({ step, found }) => (step === "trace" && found !== null ? [found] : [])),
  );
  return tellingOfItem(items.get(place), items.body(place).text ?? "", traced);
}

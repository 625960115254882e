// Whether a release may leave: the gate where it widens, and the pre-flight wherever it goes.
import { PkmError } from "../base/errors.ts";
import type { Desk } from "./desk.ts";
import { gateOf, gateRefusal, isWidening, unmetConditions, type Condition, type Target } from "./gate.ts";
import { groundsOf, targetOf } from "./grounds.ts";
import { answerCommand, preflight, stopping, type Answer, type CheckName, type Finding } from "./preflight.ts";
import { hasArrived, type Release } from "./release.ts";
import { wordsBeside } from "./report-text.ts";
import type { ShareCase, ShareVersion } from "./share.ts";
import { changesFor } from "./taken-up.ts";
import { troublesOf } from "./troubles.ts";

export type ClearanceDesk = Pick<Desk, "grounds" | "communities" | "shares" | "answers" | "rules">;

/** Conditions that no override of the release sets aside; none where the gate does not apply. */
export function unmetOf(desk: ClearanceDesk, shareCase: ShareCase, release: Release): readonly Condition[] {
  const target = targetOf(desk, shareCase, release);
  if (!widens(shareCase, release, target)) return [];
  return unmetConditions(gateOf(shareCase, target), release.overrides);
}

function widens({ releases }: ShareCase, release: Release, { leaves }: Target): boolean {
  return isWidening(
    release,
    releases.filter(({ id }) => id !== release.id),
    leaves,
  );
}

/** Every check of the pre-flight for the release, in order. */
export function findingsOf(desk: ClearanceDesk, shareCase: ShareCase, release: Release): readonly Finding[] {
  const version = shareCase.versions.find(({ n }) => n === release.version);
  if (version === undefined) throw new Error(`${release.id} has no version ${release.version}`);
  const changes = changesFor(shareCase, release)?.lines ?? [];
  const grounds = groundsOf(desk, shareCase, release);
  return preflight({
    rules: desk.rules.preflight,
    answers: [...desk.answers.ofShare(shareCase.share.id), ...overridesAsAnswers(release)],
    version: release.version,
    place: release.place,
    troubles: troublesOf({ shareCase, release, version: saidIn(shareCase, release, version), changes, grounds }),
  });
}

/** The words that are looked at: a report has its giver's own in it, which are theirs already. */
function saidIn(shareCase: ShareCase, { kind, audience, questions }: Release, version: Said): Said {
  if (kind !== "report") return version;
  return { title: version.title, body: wordsBeside(shareCase, audience.people[0]?.person ?? "", questions[0] ?? "") };
}

type Said = Pick<ShareVersion, "title" | "body">;

/** What a report may say as little as anything else; it asks nobody anything. */
const reportChecks: readonly CheckName[] = ["names", "private", "bounded", "links"];

/** A reason that sets a condition aside answers the check that looks at the same. */
function overridesAsAnswers({ overrides, version, place }: Release): readonly Answer[] {
  const twins = { attention: "audience-tired", bounded: "bounded" } as const;
  return overrides.flatMap(({ conditions, reason, at }) =>
    (["attention", "bounded"] as const)
      .filter((name) => conditions.includes(name))
      .map((name) => ({ check: twins[name], version, place, passage: null, word: reason, at })),
  );
}

/** Throws PkmError("not-yet") unless the release may leave; `again` is the command that overrides the gate. */
export function refuseUnlessCleared(
  desk: ClearanceDesk,
  shareCase: ShareCase,
  { release, again }: { release: Release; again: string },
): void {
  // What has begun to leave was cleared when it did: its other parts go where the first ones are.
  if (release.deliveries.some(hasArrived)) return;
  const isReport = release.kind === "report";
  const unmet = isReport ? [] : unmetOf(desk, shareCase, release);
  if (unmet.length > 0) throw gateRefusal(release.share, unmet, again);
  const stops = stopping(findingsOf(desk, shareCase, release)).filter(
    ({ check }) => !isReport || reportChecks.includes(check),
  );
  if (stops.length === 0) return;
  const told = stops.map(({ check, detail }) => `${check}: ${detail ?? ""}`).join("; ");
  throw new PkmError("not-yet", `${release.share} does not go to ${release.placeName} like this: ${told}`, {
    hint: stops.map((finding) => answerCommand(release.share, finding, release.place)),
  });
}

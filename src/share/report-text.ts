// What a giver of feedback reads of it: their own points, and others' as far as those agreed, each with its outcome.
import { changesBetween, claimOf } from "./taken-up.ts";
import type { Feedback } from "./feedback.ts";
import type { Release } from "./release.ts";
import type { ShareFacts, ShareVersion } from "./share.ts";

type Facts = Pick<ShareFacts, "versions" | "feedback">;

/** Title and Markdown body of the report for the person; `opening` is the author's own words before it. */
export function reportText(
  { versions, feedback }: Facts,
  person: string,
  opening: string,
): { title: string; body: string } {
  const title = versions.at(-1)?.title ?? "";
  const { own, others } = pointsFor(person, feedback);
  const parts = [
    ...(opening === "" ? [] : [opening]),
    ...own.map((point) => ownPart(point, versions)),
    ...(others.length === 0 ? [] : ["Others said:", others.map((point) => otherLine(point, versions)).join("\n")]),
  ];
  return { title: `What became of what you said: ${title}`, body: `${parts.join("\n\n")}\n` };
}

/** What a report says beside the giver's own words: what must not leave may stand in any of it. */
export function wordsBeside({ versions, feedback }: Facts, person: string, opening: string): string {
  const { own, others } = pointsFor(person, feedback);
  return [
    opening,
    ...own.flatMap((point) => [point.why ?? "", ...difference(point, versions)]),
    ...others.map((point) => otherLine(point, versions)),
  ].join("\n\n");
}

/** The words a release carries: its version, or what it reports. */
export function letterText(
  facts: Pick<ShareFacts, "versions" | "feedback">,
  { kind, version, questions, audience }: Pick<Release, "kind" | "version" | "questions" | "audience">,
): { n: number; title: string; body: string } {
  const found = facts.versions.find(({ n }) => n === version);
  if (found === undefined) throw new Error(`there is no version ${version}`);
  if (kind !== "report") return found;
  const { title, body } = reportText(facts, audience.people[0]?.person ?? "", questions[0] ?? "");
  return { n: version, title, body };
}

/** The person's own points, and those of others that these let out. */
function pointsFor(
  person: string,
  feedback: readonly Feedback[],
): { own: readonly Feedback[]; others: readonly Feedback[] } {
  return {
    own: feedback.filter((point) => point.person === person),
    others: feedback.filter((point) => point.person !== person && point.consent !== "private"),
  };
}

function ownPart(point: Feedback, versions: readonly ShareVersion[]): string {
  const about = point.about === null ? "" : `, on “${oneLine(point.about)}”`;
  const said = point.text
    .trim()
    .split("\n")
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");
  return [
    `You said about version ${point.version}${about}:`,
    said,
    outcome(point, versions),
    ...difference(point, versions),
  ].join("\n\n");
}

function otherLine(point: Feedback, versions: readonly ShareVersion[]): string {
  const who = point.consent === "named" ? oneLine(point.personName) : "somebody";
  return `- ${who}: “${oneLine(point.text)}” ${outcome(point, versions)}`;
}

function outcome(point: Feedback, versions: readonly ShareVersion[]): string {
  const why = point.why === null ? "." : `: ${oneLine(point.why)}`;
  switch (point.state) {
    case "addressed":
      return claimOf(point, versions) === "unchanged"
        ? `Claimed to be taken up in version ${point.addressedVersion}, text unchanged.`
        : `Taken up in version ${point.addressedVersion}.`;
    case "declined":
      return `Declined${why}`;
    case "deferred":
      return `Put off${why}`;
    case "accepted":
      return "Accepted; no version takes it up yet.";
    case "received":
      return "Not decided yet.";
  }
}

function difference(point: Feedback, versions: readonly ShareVersion[]): readonly string[] {
  const [before, after] = [point.version, point.addressedVersion].map((wanted) =>
    versions.find(({ n }) => n === wanted),
  );
  if (before === undefined || after === undefined || claimOf(point, versions) !== "changed") return [];
  return [
    changesBetween(before, after)
      .map((line) => `- ${line}`)
      .join("\n"),
  ];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

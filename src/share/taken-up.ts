// Whether a version that claims to take a point up really says something else there.
import { lineChanges } from "../sense/line-diff.ts";
import { outwardMarkdown } from "../sense/outward.ts";
import type { Feedback } from "./feedback.ts";
import { isThere, type Release } from "./release.ts";
import type { ShareFacts, ShareVersion } from "./share.ts";

/** "changed": the text differs where the point was about; "unchanged": it is claimed, and the text is as it was. */
export type Claim = "changed" | "unchanged";

type Text = Pick<ShareVersion, "n" | "title" | "body">;

/**
 * What the claim is worth, from the version that was answered to the one that takes it up: where the point names a
 * passage of the former, that passage; else the whole text, white space aside. Null while nothing takes it up.
 */
export function claimOf(
  { version, addressedVersion, about }: Pick<Feedback, "version" | "addressedVersion" | "about">,
  versions: readonly Text[],
): Claim | null {
  if (addressedVersion === null) return null;
  const before = spaced(versions.find(({ n }) => n === version));
  const after = spaced(versions.find(({ n }) => n === addressedVersion));
  const passage = folded(about ?? "");
  if (passage !== "" && before.includes(passage)) return after.includes(passage) ? "unchanged" : "changed";
  return before === after ? "unchanged" : "changed";
}

/**
 * What a round tells those who have an earlier version; null where they have none, or nothing changed. What never came
 * there, or was taken back, is no version they have: what went out of it since must not reach them this way.
 */
export function changesFor(
  { releases, versions }: Pick<ShareFacts, "releases" | "versions">,
  { id, kind, place, version }: Pick<Release, "id" | "kind" | "place" | "version">,
): { since: number; lines: readonly string[] } | null {
  if (kind !== "round") return null;
  const asked = releases.filter(
    (other) => other.kind === kind && other.place === place && other.deliveries.some(isThere),
  );
  const since = Math.max(
    0,
    ...asked.filter((other) => other.id !== id && other.version < version).map((other) => other.version),
  );
  const [before, after] = [since, version].map((wanted) => versions.find(({ n }) => n === wanted));
  if (before === undefined || after === undefined) return null;
  const lines = changesBetween(before, after);
  return lines.length === 0 ? null : { since, lines };
}

const linesMax = 12;
const charactersMax = 200;

/** What changed from one version to the next of what leaves of them, a line each: what went out, what came in. */
export function changesBetween(before: Text, after: Text): readonly string[] {
  const [was, is] = [outwardMarkdown(before.title), outwardMarkdown(after.title)];
  const title = was === is ? [] : [`Title: ${is} (it was: ${was})`];
  const lines = lineChanges(outwardMarkdown(before.body), outwardMarkdown(after.body))
    .filter(({ sign, text }) => (sign === "-" || sign === "+") && /[\p{L}\p{N}]/u.test(text))
    .map(({ sign, text }) => `${sign === "-" ? "Taken out" : "New"}: ${shortened(text)}`);
  const more = lines.length - linesMax;
  return [...title, ...lines.slice(0, linesMax), ...(more > 0 ? [`and ${more} more`] : [])];
}

function shortened(line: string): string {
  const text = line.replace(/\s+/g, " ").trim();
  if (text.length <= charactersMax) return text;
  const cut = text.lastIndexOf(" ", charactersMax);
  return `${text.slice(0, cut > 0 ? cut : charactersMax).toWellFormed()}…`;
}

function spaced(text: Text | undefined): string {
  return text === undefined ? "" : folded(`${text.title}\n${outwardMarkdown(text.body)}`);
}

function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}

// Freezes one version for one place: audience, citations and the exact bytes of every part, before any of them leaves.
import { PkmError } from "../base/errors.ts";
import { instantNow } from "../base/clock.ts";
import type { Community } from "../people/community.ts";
import { isEmpty, joinAudiences, lineAudience, type Line } from "./audience.ts";
import type { Letter, PostForm, Recipient, WirePart } from "./channel.ts";
import { changesFor } from "./taken-up.ts";
import type { Desk, NewRelease } from "./desk.ts";
import { latestVersion, type NoteNow, type ShareFacts, type ShareVersion } from "./share.ts";
import type { Release } from "./release.ts";

export interface Plan {
  facts: ShareFacts;
  /** The note whose text the newest version is. */
  note: NoteNow;
  place: Community;
  /** The channels it is to go through; at least one. */
  lines: readonly Line[];
  kind: Release["kind"];
  questions: readonly string[];
  until: string | null;
  form: PostForm;
}

/**
 * Freezes the newest version for the place and hands back the release's id. Call it in a transaction. Throws
 * PkmError("not-yet") when it would reach nobody, or somebody who left.
 */
export function freeze(desk: Pick<Desk, "clock" | "ids" | "releases" | "shares">, plan: Plan): string {
  const { facts, note, place, lines, kind, questions, until, form } = plan;
  const version = latestVersion(facts);
  const audiences = lines.map((line) => lineAudience(place, line));
  const audience = joinAudiences(audiences);
  if (isEmpty(audience)) {
    throw new PkmError("not-yet", `${place.name} has no members that ${describe(lines)} could reach`, {
      hint: [`pkm people add "…" --mail A`, `pkm community member ${place.id} <person>`],
    });
  }
  const head = { id: desk.ids.take("round"), share: facts.share.id, version: version.n, kind, questions, until, form };
  const release: Omit<NewRelease, "parts"> = {
    ...head,
    place: place.id,
    audience,
    citations: desk.shares.citations(note.sources),
    planned: instantNow(desk.clock),
  };
  const changes = changesFor(facts, release);
  const parts = lines.flatMap((line, index) => {
    const people = audiences[index]?.people ?? [];
    return preparedParts({ ...release, placeName: place.name }, version, { line, people, changes });
  });
  desk.releases.add({ ...release, parts });
  return release.id;
}

/** What of a release stands in its bytes. */
type InBytes = Pick<
  Release,
  "id" | "share" | "kind" | "placeName" | "citations" | "questions" | "until" | "form" | "planned"
>;

/** The parts of a release on one channel: the same release, version and channel give the same bytes. */
export function preparedParts(
  release: InBytes,
  version: Pick<ShareVersion, "n" | "title" | "body">,
  { line, people, changes }: { line: Line; people: readonly Recipient[]; changes: Letter["changes"] | null },
): readonly { channel: string; part: WirePart }[] {
  const letter: Letter = {
    shareId: release.share,
    releaseId: release.id,
    version: version.n,
    title: version.title,
    body: version.body,
    citations: release.citations,
    ask: release.kind === "round" ? { questions: release.questions, until: release.until } : null,
    placeName: release.placeName,
    createdAt: release.planned,
    recipients: people,
    form: release.form,
    ...(changes === null || changes === undefined ? {} : { changes }),
  };
  return line.channel.prepare(letter, line.address).map((part) => ({ channel: line.address.id, part }));
}

function describe(lines: readonly Line[]): string {
  return lines.map(({ address }) => `${address.kind} ${address.id}`).join(" and ");
}

// The surroundings of a release that gate and pre-flight look at: what it rests on, where it leads, what it must not say.
import { restUntil } from "../people/rhythm.ts";
import type { Desk } from "./desk.ts";
import type { Left, Target } from "./gate.ts";
import { ownText } from "./own-text.ts";
import { hasArrived, mayBeOut, type Release } from "./release.ts";
import type { ShareCase, ShareFacts } from "./share.ts";
import type { Grounds } from "./troubles.ts";
import type { PrivateText } from "./verbatim.ts";

type GroundDesk = Pick<Desk, "grounds" | "communities" | "shares" | "answers">;
type Bound = Pick<Release, "id" | "place" | "audience">;

/** Everything around a release of the case. */
export function groundsOf(desk: GroundDesk, shareCase: ShareCase, release: Bound): Grounds {
  const { grounds } = desk;
  const { share, note } = shareCase;
  return {
    cited: grounds.cited(note?.sources ?? []),
    ways: grounds.ways(share.note),
    people: grounds.people(),
    places: grounds.places(),
    rest: restOf(desk, shareCase, release),
    feedback: sharesOf(desk, shareCase).flatMap(({ feedback }) => feedback),
    leaves: leavesOf(desk, shareCase, release.place),
    privateTexts: privateTexts(desk, shareCase, release),
  };
}

/** Where the release leads, for the gate. */
export function targetOf(desk: GroundDesk, shareCase: ShareCase, release: Bound & Pick<Release, "version">): Target {
  const { share } = shareCase;
  const isAnswered = desk.answers
    .ofShare(share.id)
    .some(({ check, place, version }) => check === "bounded" && place === release.place && version === release.version);
  return {
    name: desk.communities.get(release.place).name,
    exposure: release.audience.exposure,
    rest: restOf(desk, shareCase, release),
    leaves: isAnswered ? [] : leavesOf(desk, shareCase, release.place),
  };
}

function restOf({ grounds, communities }: GroundDesk, { now }: ShareCase, { id, place }: Bound): Grounds["rest"] {
  const { rhythm } = communities.get(place);
  const sent = grounds.roundsSent(place).filter(({ release }) => release !== id);
  return restUntil(
    rhythm,
    sent.map(({ sent: at }) => at),
    now,
  );
}

/** This share and the others of its note: one that was withdrawn, and begun anew, has been where it was. */
function sharesOf({ shares }: GroundDesk, shareCase: ShareCase): readonly ShareFacts[] {
  const { id: own, note } = shareCase.share;
  const others = shares.list().filter(({ id, note: of }) => of === note && id !== own);
  return [...others.map(({ id }) => shares.facts(id)), shareCase];
}

function leavesOf(desk: GroundDesk, shareCase: ShareCase, to: string): readonly Left[] {
  const { grounds, communities } = desk;
  const asked = sharesOf(desk, shareCase)
    .flatMap(({ releases }) => releases)
    .filter(({ kind, place }) => kind === "round" && place !== to)
    .filter(({ cancelled, deliveries }) => cancelled === null || deliveries.some(mayBeOut));
  const places = [...new Set(asked.map(({ place }) => place))].map((place) => communities.get(place));
  return [
    ...grounds
      .contextsLeft(shareCase.share.note, to)
      .map((name) => ({ name, words: `the context ${name}, which is bounded` })),
    ...places
      .filter(({ isBounded }) => isBounded)
      .map(({ kind, name }) => ({ name, words: `the ${kind} ${name}, which is bounded` })),
  ];
}

function* privateTexts(desk: GroundDesk, shareCase: ShareCase, { place }: Bound): Iterable<PrivateText> {
  const { grounds, shares } = desk;
  for (const { ref, share, version, text } of grounds.feedbackApart(place)) {
    // What the giver had before them when they answered is no word of theirs.
    const ownTexts = (): readonly string[] =>
      shares
        .facts(share)
        .versions.filter(({ n }) => n <= version)
        .map(textOf);
    yield { what: "feedback", ref, text, ownTexts };
  }
  const ownTexts = (): readonly string[] => outAs(shareCase, place);
  for (const { ref, text } of grounds.comments()) yield { what: "annotation", ref, text, ownTexts };
  for (const { ref, text } of grounds.boundedNotes(shareCase.share.note, place))
    yield { what: "note", ref, text, ownTexts };
  // What is cited in both is nobody's confidence, nor is what stands there, or in public, in any note of mine.
  const allOut = (): readonly string[] => shares.list().flatMap(({ id }) => outAs(shares.facts(id), place));
  for (const { ref, text } of grounds.boundedItems(place)) yield { what: "item", ref, text, ownTexts: allOut };
  for (const { ref, title, body } of grounds.boundedVersions(shareCase.share.note, place))
    yield { what: "note", ref, text: textOf({ title, body: ownText(body) }), ownTexts: allOut };
}

/** Texts of a share that stand at the place, or in public, already: another closed place is as closed, and has other readers. */
function outAs({ releases, versions }: ShareFacts, place: string): readonly string[] {
  const out = releases.filter(
    ({ kind, place: where, audience, deliveries }) =>
      kind !== "report" && deliveries.some(hasArrived) && (where === place || audience.exposure === "world"),
  );
  return versions.filter(({ n }) => out.some(({ version }) => version === n)).map(textOf);
}

function textOf({ title, body }: { title: string; body: string }): string {
  return `${title}\n\n${body}`;
}

// What each check of the pre-flight finds in one release: its sources, its words, its place, and what must not leave.
import type { Community } from "../people/community.ts";
import type { Person } from "../people/person.ts";
import type { LinkAs } from "../sense/indexed-note.ts";
import { bareTargets, outwardMarkdown } from "../sense/outward.ts";
import type { Rest } from "../people/rhythm.ts";
import type { Feedback } from "./feedback.ts";
import type { Left } from "./gate.ts";
import { namesIn } from "./names.ts";
import type { CheckName, Trouble } from "./preflight.ts";
import { inBothReadings } from "./readings.ts";
import { wasSent, type Release } from "./release.ts";
import { isQuote, ownText } from "./own-text.ts";
import { linksIn, tellingLink } from "./secret-links.ts";
import type { ShareCase, ShareVersion } from "./share.ts";
import { overlaps, type PrivateText } from "./verbatim.ts";

/** An item the note was made of. */
export interface CitedItem {
  id: string;
  title: string;
  url: string | null;
  author: string | null;
  /** Whether the person read, kept or marked it. */
  isOpened: boolean;
  /** Whether there is a finding about it. */
  isChecked: boolean;
  /** Passages marked in it that have changed or vanished since. */
  changedQuotes: readonly string[];
}

/** What is known of the note's surroundings. */
export interface Grounds {
  cited: readonly CitedItem[];
  /** How the note is linked, both ways. */
  ways: readonly LinkAs[];
  people: readonly Person[];
  places: readonly Community[];
  /** Why the place should be left in peace now; null when it need not. */
  rest: Rest | null;
  /** What was said of the note, in every share of it. */
  feedback: readonly Feedback[];
  /** Bounded contexts, and bounded places that were asked, which the note would leave. */
  leaves: readonly Left[];
  /** Texts that must not stand word for word in what goes to the place. */
  privateTexts: Iterable<PrivateText>;
}

export interface Matter {
  shareCase: ShareCase;
  release: Pick<Release, "kind" | "place" | "audience" | "questions" | "citations" | "form">;
  version: Pick<ShareVersion, "title" | "body">;
  /** What is said of the changes since the version that the place has; a line each. */
  changes: readonly string[];
  grounds: Grounds;
}

const ownWordsMin = 12;

/** What trips, by check; a check without trouble is missing. */
export function troublesOf(matter: Matter): ReadonlyMap<CheckName, readonly Trouble[]> {
  const found: readonly (readonly [CheckName, readonly Trouble[]])[] = [
    ["opened", unopened(matter)],
    ["own-words", borrowed(matter)],
    ["asked", unasked(matter)],
    ["checked", unchecked(matter)],
    ["one-sided", oneSided(matter)],
    ["quote-changed", changedQuotes(matter)],
    ["audience-tired", tired(matter)],
    ["names", named(matter)],
    ["private", privateWords(matter)],
    ["bounded", leaving(matter)],
    ["links", telling(matter)],
  ];
  return new Map(found.filter(([, troubles]) => troubles.length > 0));
}

function told(detail: string): Trouble {
  return { detail, passage: null, stops: false };
}

function unopened({ grounds: { cited } }: Matter): readonly Trouble[] {
  return cited.filter(({ isOpened }) => !isOpened).map(({ id, title }) => told(`you have not opened ${id} ${title}`));
}

function borrowed({ version }: Matter): readonly Trouble[] {
  const quoted = count(version.body.split("\n").filter(isQuote).join("\n"));
  const own = count(ownText(version.body));
  if (own < ownWordsMin) return [told(`${own === 1 ? "one word" : `${own} words`} of your own`)];
  return quoted > own ? [told(`${quoted} words quoted, ${own} of your own`)] : [];
}

function unasked({ release, shareCase }: Matter): readonly Trouble[] {
  if (release.kind === "round") {
    return release.questions.length === 0 ? [told("the round asks nothing: pkm share stage … --ask")] : [];
  }
  const rounds = shareCase.releases.filter((each) => each.kind === "round" && wasSent(each));
  return rounds.length === 0 ? [told("no community was asked")] : [];
}

function unchecked({ grounds: { cited } }: Matter): readonly Trouble[] {
  return cited
    .filter(({ isChecked }) => !isChecked)
    .map(({ id, title }) => told(`nothing was found out about ${id} ${title}`));
}

function oneSided({ grounds: { ways } }: Matter): readonly Trouble[] {
  const isHeard = ways.includes("supports") && !ways.includes("challenges");
  return isHeard ? [told("something supports it, and nothing challenges it")] : [];
}

function changedQuotes({ version, grounds: { cited } }: Matter): readonly Trouble[] {
  const text = spaced(version.body.replace(/^[ \t]*>[ \t]?/gm, ""));
  return cited.flatMap(({ id, changedQuotes: quotes }) =>
    quotes
      .filter((quote) => text.includes(spaced(quote)))
      .map((quote) => ({ detail: `“${quote}” does not stand in ${id} any more`, passage: quote, stops: false })),
  );
}

function tired({ grounds: { rest } }: Matter): readonly Trouble[] {
  return rest === null ? [] : [{ detail: `${rest.why}; it may go from ${rest.until} on`, passage: null, stops: true }];
}

function named(matter: Matter): readonly Trouble[] {
  const { release, grounds } = matter;
  const naming = {
    people: grounds.people,
    places: grounds.places,
    feedback: grounds.feedback,
    to: release.place,
    audience: release.audience.people.map(({ person }) => person),
    authors: [...release.citations, ...grounds.cited].map(({ author }) => author),
  };
  return namesIn(inBothReadings(outgoingText(matter)), naming).map(({ person, as, place }) => ({
    detail: `${as} (${person.id}) ${place === null ? "gave feedback" : `is of ${place}`} and has not agreed to be named`,
    passage: as,
    stops: true,
  }));
}

function privateWords(matter: Matter): readonly Trouble[] {
  const found = overlaps(inBothReadings(outgoingText(matter)), matter.grounds.privateTexts);
  const seen = new Map(found.map((overlap) => [JSON.stringify([overlap.ref, spaced(overlap.passage)]), overlap]));
  return [...seen.values()].map(({ what, ref, passage }) => ({
    detail: `“${spaced(passage)}” stands in the ${what} ${ref} (verbatim only)`,
    passage,
    stops: true,
  }));
}

function leaving({ grounds: { leaves } }: Matter): readonly Trouble[] {
  return leaves.map(({ words }) => ({ detail: `it would leave ${words}`, passage: null, stops: true }));
}

function telling(matter: Matter): readonly Trouble[] {
  const links = linksIn(outgoingText(matter)).map(({ url, why, isSecret }) => ({
    detail: `${url}: ${why}`,
    passage: url,
    stops: isSecret,
  }));
  // What is cited is put below by pkm: nobody has typed the title of a page inside, and it would stand in the letter.
  const cited = matter.release.citations.flatMap(({ title, url }) => {
    const link = tellingLink(url);
    return link === null
      ? []
      : [{ detail: `source “${title}”, ${link.url}: ${link.why}`, passage: link.url, stops: true }];
  });
  return [...links, ...cited, ...placesShown(matter), ...wordlessPictures(matter.version.body)];
}

/** The folders of a note say things that its name does not, and "[[diary/therapy/Bob]]" would be read as it stands. */
function placesShown(matter: Matter): readonly Trouble[] {
  const paths = ownTexts(matter)
    .flatMap(bareTargets)
    .filter((target) => target.includes("/") && !target.includes("://"));
  return [...new Set(paths)].map((path) => ({
    detail: `[[${path}]] would be read as it stands, folders too: [[${path}|its words]]`,
    passage: path,
    stops: true,
  }));
}

/** A picture goes out as a link that says its words: without any, nobody knows what is there. */
function wordlessPictures(body: string): readonly Trouble[] {
  return Array.from(body.matchAll(/!\[\s*\]\(([^\s)]+)[^)]*\)|!\[\[([^\]|]+)\]\]/g), ([, url, embedded]) =>
    told(`the picture ${url ?? embedded ?? ""} has no words that stand for it: ![what it shows](…)`),
  );
}

/** All words of the person's that leave: what the channel makes of them adds none. */
function outgoingText(matter: Matter): string {
  const said = ownTexts(matter).map(outwardMarkdown);
  return [...said, matter.release.form.warning ?? "", ...matter.changes].join("\n\n");
}

function ownTexts({ version, release }: Matter): readonly string[] {
  return [version.title, version.body, ...release.questions];
}

function count(text: string): number {
  return (text.match(/[\p{L}\p{N}]+/gu) ?? []).length;
}

function spaced(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

// A digest: a frozen, fair selection of what waits, put together from data and ready to be delivered.
import { byDistance, type Direction, type Distance } from "../people/distance.ts";
import { localDay, type Instant } from "../base/clock.ts";
import { elsewhere, horizonPlaces, type ReadingRecord } from "./horizon.ts";
import { selectFairly, type Candidate } from "./select.ts";

/** In the order a digest has them; those that hold items that were received come first. */
export const sectionNames = [
  "from your people",
  "worth your attention",
  "elsewhere",
  "make sense",
  "share",
  "care",
] as const;
export type SectionName = (typeof sectionNames)[number];

const readingNames: readonly SectionName[] = ["from your people", "worth your attention", "elsewhere"];
/** What stands there is told once more each day while it stands; a digest is not made for it alone. */
const standingNames: readonly SectionName[] = ["make sense"];

/** One line of a digest: a thing that waits, and why it stands here. */
export interface DigestEntry {
  id: string;
  kind: string;
  title: string;
  /** Where it is read; null where it is read in pkm. */
  url: string | null;
  /** Who says it: its source, and its author where that is another; null for what no source brought. */
  from: string | null;
  /** Reading time; null for what is not read. */
  minutes: number | null;
  why: readonly string[];
  /** The first words of an item's text; null where there are none. */
  excerpt: string | null;
  /** The command to type next; null for an item, which is read. */
  next: string | null;
}

export interface DigestSection {
  name: SectionName;
  items: readonly DigestEntry[];
  /** How many more there are that are not shown here. */
  more: number;
}

/** The machine contract's digest. */
export interface Digest {
  /** Null for a look that was not frozen. */
  id: string | null;
  date: Instant;
  /** From when on things were taken in; null for everything not shown yet. */
  since: Instant | null;
  /** What it was asked for; null for everything. */
  query: string | null;
  /** Reading time of the items shown. */
  minutes: number;
  /** Items shown, held for a later digest, and neither: dealt with, muted, told by another item, or let go. */
  shown: number;
  held: number;
  dropped: number;
  /** Of the last, those that waited longer than their source's shelf life. */
  letGo: number;
  sections: readonly DigestSection[];
}

/** All items there were when a digest was made, and those of them that waited on beside the ones it shows. */
export interface DigestCounts {
  fetched: number;
  held: number;
}

/** An item as a digest shows it: the contract's item with reasons and opening words. */
export interface ShownItem extends DigestEntry {
  minutes: number;
  /** People whose sources brought it. */
  people: readonly string[];
}

/** What can be chosen from, and what other sections are made of. */
export interface DigestMatter {
  /** The newest of each source; more than `limit` of one source are of no use. */
  candidates: readonly Candidate[];
  /** All items that wait, chosen or not. */
  waiting: number;
  /** When a digest last showed each source; sources never shown are missing. */
  lastShown: ReadonlyMap<string, Instant>;
  /** The reader's record with each source; without any there is no place for what is rarely read. */
  sources: readonly ReadingRecord[];
  /** Ready sections that hold no items received. */
  others: readonly DigestSection[];
  dropped: number;
  letGo: number;
}

/** An item chosen, and why. */
export interface Chosen {
  id: string;
  why: string;
}

export interface DigestWish {
  /** At most so many items; 0 is all. */
  limit: number;
  /** The items chosen as they are shown, in the same order. */
  show: (chosen: readonly Chosen[]) => readonly ShownItem[];
  /** In which order by distance what is chosen is read; null is as it was chosen. */
  reading: { direction: Direction; distance: (item: ShownItem) => Distance } | null;
}

/** Chooses items, makes their entries with `show`, and joins the other sections; empty sections are left out. */
export function composeDigest(
  head: Pick<Digest, "id" | "date" | "since" | "query">,
  matter: DigestMatter,
  { limit, show, reading }: DigestWish,
): Digest {
  const { waiting, others, dropped, letGo } = matter;
  const { near, away } = choose(matter, { limit, day: localDay(head.date) });
  const chosen = show(near);
  const items = reading === null ? chosen : byDistance(chosen, reading.direction, reading.distance);
  const far = show(away);
  const outward: readonly DigestSection[] = [
    { name: "from your people", items: items.filter(({ people }) => people.length > 0), more: 0 },
    { name: "worth your attention", items: items.filter(({ people }) => people.length === 0), more: 0 },
    { name: "elsewhere", items: far, more: 0 },
  ];
  const received = reading?.direction === "outside-in" ? outward.toReversed() : outward;
  const shown = items.length + far.length;
  return {
    ...head,
    minutes: [...items, ...far].reduce((sum, item) => sum + item.minutes, 0),
    shown,
    held: Math.max(0, waiting - shown),
    dropped,
    letGo,
    sections: [...received, ...others].filter((section) => section.items.length > 0),
  };
}

/** A few places are for sources that are rarely read; the rest goes by turns. */
function choose(
  { candidates, lastShown, sources }: DigestMatter,
  { limit, day }: { limit: number; day: string },
): { near: readonly Chosen[]; away: readonly Chosen[] } {
  const places = horizonPlaces(limit === 0 ? candidates.length : limit);
  const away = elsewhere(candidates, sources, { day, places }).map(({ id, why }) => ({
    id,
    why: why.replace(/^elsewhere: /, ""),
  }));
  const isAway = new Set(away.map(({ id }) => id));
  const rest = candidates.filter(({ id }) => !isAway.has(id));
  const left = limit - away.length;
  const chosen = limit > 0 && left === 0 ? [] : selectFairly(rest, { limit: Math.max(0, left), lastShown }).chosen;
  const sourceOf = new Map(candidates.map(({ id, source }) => [id, source]));
  return { near: chosen.map((id) => ({ id, why: turnOf(lastShown.get(sourceOf.get(id) ?? "")) })), away };
}

/** Ids of the items received that a digest shows. */
export function readingIds({ sections }: Digest): readonly string[] {
  return sections.filter(({ name }) => readingNames.includes(name)).flatMap(({ items }) => items.map(({ id }) => id));
}

/**
 * What of a digest the one before did not say: items, and what newly waits elsewhere. One without any is not worth a
 * line. A source that fails is the same news whatever its server answers; a share that waits for something else is not.
 */
export function newsIn(digest: Digest, before: Digest | null): readonly DigestEntry[] {
  const told = new Set(before?.sections.flatMap((section) => section.items.map((entry) => keyOf(section, entry))));
  return digest.sections.flatMap((section) => {
    if (readingNames.includes(section.name)) return section.items;
    return standingNames.includes(section.name)
      ? []
      : section.items.filter((entry) => !told.has(keyOf(section, entry)));
  });
}

function keyOf({ name }: DigestSection, { id, why }: DigestEntry): string {
  return name === "care" ? id : `${id}\n${why.join("\n")}`;
}

function turnOf(shownAt: Instant | undefined): string {
  return shownAt === undefined ? "first time from this source" : `last from this source ${localDay(shownAt)}`;
}

// Decides what a parsed feed changes: old state and entries in, intents out. An entry that is missing changes nothing.
import type { Instant } from "../base/clock.ts";
import { contentOf, saidHash, type Content } from "./content.ts";
import { pageOf, type NamedEntry, type SourceName } from "./identity.ts";
import { ownsPage } from "./ownership.ts";

/** An entry that this source has brought before. */
export interface KnownArrival {
  /** The entry's name in its source. */
  name: string;
  /** Hash of the entry as it last came. */
  hash: string;
  item: string;
  /** Id of the source whose words are the item's. */
  source: string;
  /** Hash of what the item says now (saidHash); read only where it is needed, for it may have to be worked out. */
  contentHash: string;
}

/** An item that stands in the store under a key of this document. */
export interface KnownItem {
  id: string;
  key: string;
  source: string;
  guid: string | null;
  title: string | null;
  published: Instant | null;
  /** As above. */
  contentHash: string;
  /** Address of the source whose words are the item's, and the page that named it. */
  sourceUrl: string;
  sourceFoundAt: string | null;
}

export interface Known {
  arrivals: readonly KnownArrival[];
  /** Items under the document's keys ... */
  items: readonly KnownItem[];
  /** ... and items of this source published at the instants of entries that it never brought under their names. */
  alike: readonly KnownItem[];
}

interface Bringing {
  /** The entry's name in its source, and the hash it comes with. */
  name: string;
  entryHash: string;
}

/** One thing to be written down. */
export type Intent =
  | (Bringing & { kind: "new"; key: string; content: Content; sorted: Instant; isLetGo: boolean })
  /** An item that is there already is brought by this source, or under another name, for the first time. */
  | (Bringing & { kind: "arrival"; item: string; isFromOther: boolean })
  | (Bringing & { kind: "version"; item: string; content: Content })
  /** The site that an item's page lies on brings it for the first time: from now on its words are the item's. */
  | (Bringing & { kind: "takeover"; item: string; content: Content; isChanged: boolean })
  /** The words that count are the same, but not all that is stored: it is replaced without a new version. */
  | (Bringing & { kind: "touched"; item: string; content: Content })
  /** The entry came in other bytes, but its words are not the item's. */
  | (Bringing & { kind: "seen"; item: string });

export interface Question {
  entries: readonly NamedEntry[];
  known: Known;
  source: SourceName;
  now: Instant;
}

/**
 * What is to be written: nothing for entries that stand as they came. Only an item's own source makes a new version
 * of it; another source adds its arrival, unless the item's page lies on its site and not on the item's own source's:
 * then it takes the item over, so that whoever names a page first does not speak for it for ever. New items come oldest first, so that later rows are newer ones.
 */
export function decide(question: Question): readonly Intent[] {
  const arrivals = new Map(question.known.arrivals.map((arrival) => [arrival.name, arrival]));
  const items = new Map(question.known.items.map((item) => [item.key, item]));
  const renamed = renamedOf(question);
  const intents = question.entries.map((named) => {
    const arrival = arrivals.get(named.name);
    if (arrival !== undefined) return again(named, arrival, question);
    return firstTime(named, { items, renamed: renamed.get(named.name) ?? null }, question);
  });
  return oldestFirst(intents.filter((intent) => intent !== null));
}

function again(named: NamedEntry, arrival: KnownArrival, { source }: Question): Intent | null {
  if (arrival.hash === named.hash) return null;
  const bringing = { name: named.name, entryHash: named.hash, item: arrival.item };
  if (arrival.source !== source.id) return { kind: "seen", ...bringing };
  const isSame = saidHash(named.entry) === arrival.contentHash;
  return { kind: isSame ? "touched" : "version", ...bringing, content: contentOf(named.entry) };
}

interface Standing {
  items: ReadonlyMap<string, KnownItem>;
  /** The item that this entry was, under another name, until now; null when it was none. */
  renamed: KnownItem | null;
}

function firstTime(named: NamedEntry, { items, renamed }: Standing, question: Question): Intent {
  const { source, now } = question;
  const bringing = { name: named.name, entryHash: named.hash };
  const byUrl = items.get(named.key);
  const isAnother = byUrl !== undefined && isOtherStory(byUrl, named, source);
  const standing = (isAnother ? items.get(named.ownKey) : byUrl) ?? (isAnother ? undefined : (renamed ?? undefined));
  if (standing !== undefined) {
    if (isTakenOver(standing, named, source)) {
      const isChanged = saidHash(named.entry) !== standing.contentHash;
      return { kind: "takeover", ...bringing, item: standing.id, content: contentOf(named.entry), isChanged };
    }
    return { kind: "arrival", ...bringing, item: standing.id, isFromOther: standing.source !== source.id };
  }
  const content = contentOf(named.entry);
  const key = isAnother ? named.ownKey : named.key;
  return { kind: "new", ...bringing, key, content, sorted: sortedAt(content.published, now), isLetGo: false };
}

/** One source gives one URL to several stories over time (a page of changes): then the guid tells them apart. */
function isOtherStory(standing: KnownItem, { entry }: NamedEntry, source: SourceName): boolean {
  if (standing.source !== source.id || standing.guid === null || entry.guid === null) return false;
  if (standing.guid === entry.guid) return false;
  // A feed that changes its guids gives the old stories again, with their titles or dates.
  return standing.title !== entry.title && (entry.published === null || standing.published !== entry.published);
}

/** A feed that claims a page afterwards changes nothing for one that owns it. */
function isTakenOver(standing: KnownItem, { entry, key }: NamedEntry, source: SourceName): boolean {
  const page = pageOf(entry);
  if (standing.source === source.id || page === null || standing.key !== key) return false;
  const first = { url: standing.sourceUrl, foundAt: standing.sourceFoundAt };
  return ownsPage(source, page) && !ownsPage(first, page);
}

/**
 * Entries that came under new names and new addresses, by name: a feed that changes its guids, or moves its pages,
 * gives the old stories again with their titles and dates. A story is told again only when the document has it once
 * and the item's old name no more.
 */
function renamedOf({ entries, known, source }: Question): ReadonlyMap<string, KnownItem> {
  if (known.alike.length === 0) return new Map();
  const [names, keys] = [new Set(entries.map(({ name }) => name)), new Set(entries.map(({ key }) => key))];
  const stays = new Set([
    ...known.arrivals.filter(({ name }) => names.has(name)).map(({ item }) => item),
    ...known.items.filter(({ key }) => keys.has(key)).map(({ id }) => id),
  ]);
  const stories = Map.groupBy(entries, ({ entry }) => storyOf(entry) ?? "");
  const items = Map.groupBy(known.alike, (item) => storyOf(item) ?? "");
  return new Map(
    [...items].flatMap(([story, [item, second]]): [string, KnownItem][] => {
      const [named, other] = stories.get(story) ?? [];
      if (story === "" || item === undefined || second !== undefined || named === undefined || other !== undefined)
        return [];
      return item.source !== source.id || stays.has(item.id) ? [] : [[named.name, item]];
    }),
  );
}

/** Title and date as one text; null where either is missing. */
function storyOf({ title, published }: { title: string | null; published: Instant | null }): string | null {
  return title === null || published === null ? null : `${published} ${title}`;
}

/** Published, but never later than now: a date in the future pins nothing to the top. */
export function sortedAt(published: Instant | null, now: Instant): Instant {
  return published !== null && published < now ? published : now;
}

function oldestFirst(intents: readonly Intent[]): readonly Intent[] {
  const timeOf = (intent: Intent): string => (intent.kind === "new" ? intent.sorted : "");
  // Feeds list the newest first, so that turning them round orders those of one instant.
  return intents.toReversed().sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : 0));
}

/** Lets go of new items beyond the newest `count`: they are stored and found, but do not wait to be read. Null takes all. */
export function takeNewest(intents: readonly Intent[], count: number | null): readonly Intent[] {
  if (count === null) return intents;
  let toLetGo = intents.filter(({ kind }) => kind === "new").length - count;
  return intents.map((intent) => {
    if (intent.kind !== "new" || toLetGo <= 0) return intent;
    toLetGo -= 1;
    return { ...intent, isLetGo: true };
  });
}

export interface Tally {
  new: number;
  updated: number;
  merged: number;
}

/** How many items of each sort the intents make: new, with a new version, brought by one more source. */
export function tallyOf(intents: readonly Intent[]): Tally {
  const count = (isOne: (intent: Intent) => boolean): number => intents.filter(isOne).length;
  return {
    new: count((intent) => intent.kind === "new" && !intent.isLetGo),
    updated: count(({ kind }) => kind === "version"),
    merged: count((intent) => intent.kind === "takeover" || (intent.kind === "arrival" && intent.isFromOther)),
  };
}

// Decides what a parsed feed changes: old state and entries in, intents out. An entry that is missing changes nothing.
import type { Instant } from "../base/clock.ts";
import { contentOf, type Content } from "./content.ts";
import type { NamedEntry, SourceName } from "./identity.ts";

/** An entry that this source has brought before. */
export interface KnownArrival {
  /** The entry's name in its source. */
  name: string;
  /** Hash of the entry as it last came. */
  hash: string;
  item: string;
  /** Id of the source whose words are the item's. */
  source: string;
  /** Hash of the item's current content. */
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
}

export interface Known {
  arrivals: readonly KnownArrival[];
  items: readonly KnownItem[];
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
  /** The entry came in other bytes, but its words are the same or are not the item's. */
  | (Bringing & { kind: "seen"; item: string });

export interface Question {
  entries: readonly NamedEntry[];
  known: Known;
  source: SourceName;
  now: Instant;
}

/**
 * What is to be written: nothing for entries that stand as they came. Only an item's own source makes a new version
 * of it; another source adds its arrival. New items come oldest first, so that later rows are newer ones.
 */
export function decide(question: Question): readonly Intent[] {
  const arrivals = new Map(question.known.arrivals.map((arrival) => [arrival.name, arrival]));
  const items = new Map(question.known.items.map((item) => [item.key, item]));
  const intents = question.entries.map((named) => {
    const arrival = arrivals.get(named.name);
    return arrival === undefined ? firstTime(named, items, question) : again(named, arrival, question);
  });
  return oldestFirst(intents.filter((intent) => intent !== null));
}

function again(named: NamedEntry, arrival: KnownArrival, { source }: Question): Intent | null {
  if (arrival.hash === named.hash) return null;
  const bringing = { name: named.name, entryHash: named.hash, item: arrival.item };
  if (arrival.source !== source.id) return { kind: "seen", ...bringing };
  const content = contentOf(named.entry);
  return content.hash === arrival.contentHash
    ? { kind: "seen", ...bringing }
    : { kind: "version", ...bringing, content };
}

function firstTime(named: NamedEntry, items: ReadonlyMap<string, KnownItem>, question: Question): Intent {
  const { source, now } = question;
  const bringing = { name: named.name, entryHash: named.hash };
  const byUrl = items.get(named.key);
  const isAnother = byUrl !== undefined && isOtherStory(byUrl, named, source);
  const standing = isAnother ? items.get(named.ownKey) : byUrl;
  if (standing !== undefined) {
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
    merged: count((intent) => intent.kind === "arrival" && intent.isFromOther),
  };
}

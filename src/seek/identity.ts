// What makes two entries the same item: the canonical URL, or the source and guid where the URL does not tell items apart.
import { shortHash } from "../base/hash.ts";
import { canonicalUrl } from "./canonical-url.ts";
import type { Feed, FeedEntry } from "./feed.ts";

/** The source as identity needs it. */
export interface SourceName {
  id: string;
  url: string;
  /** The page that named the feed; null or missing when there is none. */
  foundAt?: string | null;
}

/** An entry with the names it goes by. */
export interface NamedEntry {
  entry: FeedEntry;
  /** Names the entry inside its source: the guid, else the canonical URL, else a hash of what it says. */
  name: string;
  /** Key of its item in the store: its canonical URL where that tells items apart, else `ownKey`. */
  key: string;
  /** The source's URL, a line feed and the name: no other entry's. */
  ownKey: string;
  /** Hash of everything the feed says of it. */
  hash: string;
}

/**
 * The names and keys of a document's entries. A guid counts only inside its source, so that no feed can
 * take over another one's items. An entry given twice comes out once, as it was last updated.
 */
export function nameEntries(feed: Feed, source: SourceName): readonly NamedEntry[] {
  const paged = feed.entries.map((entry) => ({ entry, page: canonicalOf(pageOf(entry)) }));
  const tells = tellingOf(paged, feed, source);
  const byName = new Map<string, NamedEntry>();
  for (const each of paged) {
    const named = nameEntry(each, tells, source);
    keepLater(byName, named.name, named);
  }
  const byKey = new Map<string, NamedEntry>();
  for (const named of byName.values()) keepLater(byKey, named.key, named);
  return [...byKey.values()];
}

function keepLater(kept: Map<string, NamedEntry>, by: string, named: NamedEntry): void {
  const before = kept.get(by);
  if (before === undefined || isLater(named, before)) kept.set(by, named);
}

/** The entry's page: where the feed goes through a proxy that counts, the page itself. */
export function pageOf({ link, ownLink }: FeedEntry): string | null {
  return ownLink ?? link;
}

interface Telling {
  /** Guids that stand for several pages: they name none of them. */
  vagueGuids: ReadonlySet<string>;
  /** Canonical URLs that several entries share, or that are the feed's own. */
  vagueUrls: ReadonlySet<string>;
}

interface Paged {
  entry: FeedEntry;
  /** Canonical URL of its page; null when it has none. */
  page: string | null;
}

function tellingOf(paged: readonly Paged[], feed: Feed, source: SourceName): Telling {
  const pagesOfGuid = new Map<string, Set<string>>();
  for (const { entry, page } of paged) if (entry.guid !== null) addTo(pagesOfGuid, entry.guid, page ?? "");
  const vagueGuids = crowded(pagesOfGuid);
  const namesOfPage = new Map<string, Set<string>>();
  for (const { entry, page } of paged) if (page !== null) addTo(namesOfPage, page, nameOf(entry, vagueGuids));
  const doubtful = crowded(namesOfPage);
  const storiesOfPage = new Map<string, Set<string>>();
  for (const { entry, page } of paged) {
    if (page !== null && doubtful.has(page)) addTo(storiesOfPage, page, storyOf(entry, vagueGuids));
  }
  const own = [feed.link, feed.self, source.url].map(canonicalOf).filter((url) => url !== null);
  return { vagueGuids, vagueUrls: new Set([...crowded(storiesOfPage), ...own]) };
}

function nameOf(entry: FeedEntry, vagueGuids: ReadonlySet<string>): string {
  const { guid } = entry;
  return guid !== null && !vagueGuids.has(guid) ? `guid ${guid}` : `said ${sayingOf(entry)}`;
}

/** Tells the stories of one page apart: one that is given twice under two guids says the same at the same instant. */
function storyOf(entry: FeedEntry, vagueGuids: ReadonlySet<string>): string {
  const { title, published, html, text } = entry;
  const name = nameOf(entry, vagueGuids);
  if (title === null || published === null || !name.startsWith("guid ")) return name;
  return `told ${digestOf([title, published, shortHash(html ?? text ?? "")])}`;
}

function nameEntry({ entry, page }: Paged, tells: Telling, source: SourceName): NamedEntry {
  const telling = page !== null && !tells.vagueUrls.has(page) ? page : null;
  const guid = entry.guid === null || tells.vagueGuids.has(entry.guid) ? null : entry.guid;
  const name = bounded(guid ?? telling ?? `said ${sayingOf(entry)}`);
  const ownKey = `${canonicalUrl(source.url) ?? source.url}\n${name}`;
  return { entry, name, key: telling ?? ownKey, ownKey, hash: hashOf(entry) };
}

/** Short hash (128 bits of SHA-256, base64url) of anything JSON can say. */
export function digestOf(value: unknown): string {
  return shortHash(JSON.stringify(value));
}

/** Leaves out the text where there is HTML: readers work it out of that, and only when it is asked for. */
function hashOf(entry: FeedEntry): string {
  const { guid, title, link, externalLink, published, updated, authors, html, summary, enclosures, tags } = entry;
  const body = shortHash(html ?? entry.text ?? "");
  const said = [guid, title, link, externalLink, published, updated, authors, body, summary, enclosures, tags];
  // A picture's address may turn with every fetch, and says nothing.
  const beside = entry.beside ?? null;
  return digestOf(beside === null ? said : [...said, beside.transcript, beside.chapters, beside.persons]);
}

function sayingOf(entry: FeedEntry): string {
  const { title, published, enclosures } = entry;
  const [enclosure] = enclosures;
  const hasMore = title !== null || published !== null || enclosure !== undefined;
  return digestOf([title, published, enclosure?.url ?? null, hasMore ? null : (entry.html ?? entry.text)]);
}

/** A guid has no length limit in any format; an index has one. */
function bounded(name: string): string {
  return name.length > 500 ? `long ${digestOf(name)}` : name;
}

function isLater(a: NamedEntry, b: NamedEntry): boolean {
  const timeOf = ({ entry }: NamedEntry): string => entry.updated ?? entry.published ?? "";
  if (timeOf(a) !== timeOf(b)) return timeOf(a) > timeOf(b);
  // Neither is newer: any choice does that does not hang on the order in the document.
  return a.hash > b.hash;
}

function canonicalOf(url: string | null): string | null {
  return url === null ? null : canonicalUrl(url);
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}

function crowded(sets: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  return new Set([...sets].filter(([, values]) => values.size > 1).map(([key]) => key));
}

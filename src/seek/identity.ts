// What makes two entries the same item: the canonical URL, or the source and guid where the URL does not tell items apart.
import { shortHash } from "../base/hash.ts";
import type { Feed, FeedEntry } from "./feed.ts";

/** Parameters that say how a reader came to a page, never which page it is. */
const trackingParameters: ReadonlySet<string> = new Set([
  "fbclid",
  "gclid",
  "dclid",
  "gbraid",
  "wbraid",
  "msclkid",
  "yclid",
  "twclid",
  "igshid",
  "mkt_tok",
  "ref_src",
  "ref_url",
  "_hsenc",
  "_hsmi",
]);
const trackingPrefixes: readonly string[] = ["utm_", "mc_", "pk_", "mtm_"];

/**
 * The form of an http(s) URL in which two addresses of one page are the same text; null for anything else.
 * It is a key, not an address to ask: the page may answer only to the URL as it came.
 */
export function canonicalUrl(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") return null;
  // The parser has lower-cased the host and dropped the default port. A trailing slash and "www." stay:
  // there are sites where they lead to another page.
  // One page is served on http and https alike, and feeds switch from one to the other.
  const origin = `https://${parsed.host}`;
  return origin + parsed.pathname + withoutTracking(parsed.search) + routeOf(parsed.hash);
}

/** Order stays as it came: some servers read parameters by their order. */
function withoutTracking(search: string): string {
  const kept = search
    .slice(1)
    .split("&")
    .filter((pair) => pair !== "" && !isTracking(pair.split("=", 1)[0] ?? ""));
  return kept.length === 0 ? "" : `?${kept.join("&")}`;
}

function isTracking(name: string): boolean {
  const lower = name.toLowerCase();
  return trackingParameters.has(lower) || trackingPrefixes.some((prefix) => lower.startsWith(prefix));
}

/** A fragment is a place in a page, but for pages that are told apart by a route in it. */
function routeOf(fragment: string): string {
  return fragment.startsWith("#!") || fragment.startsWith("#/") ? fragment : "";
}

/** The source as identity needs it. */
export interface SourceName {
  id: string;
  url: string;
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
  const tells = tellingOf(feed, source);
  const byName = new Map<string, NamedEntry>();
  for (const entry of feed.entries) {
    const named = nameEntry(entry, tells, source);
    const before = byName.get(named.name);
    if (before === undefined || isLater(named, before)) byName.set(named.name, named);
  }
  return [...byName.values()];
}

interface Telling {
  /** Guids that stand for several pages: they name none of them. */
  vagueGuids: ReadonlySet<string>;
  /** Canonical URLs that several entries share, or that are the feed's own. */
  vagueUrls: ReadonlySet<string>;
}

function tellingOf(feed: Feed, source: SourceName): Telling {
  const pagesOfGuid = new Map<string, Set<string>>();
  for (const { guid, link } of feed.entries) {
    if (guid !== null) addTo(pagesOfGuid, guid, canonicalOf(link) ?? "");
  }
  const vagueGuids = crowded(pagesOfGuid);
  const entriesOfPage = new Map<string, Set<string>>();
  for (const entry of feed.entries) {
    const page = canonicalOf(entry.link);
    if (page === null) continue;
    const isNamed = entry.guid !== null && !vagueGuids.has(entry.guid);
    addTo(entriesOfPage, page, isNamed ? `guid ${entry.guid}` : `said ${sayingOf(entry)}`);
  }
  const own = [feed.link, feed.self, source.url].map(canonicalOf).filter((url) => url !== null);
  return { vagueGuids, vagueUrls: new Set([...crowded(entriesOfPage), ...own]) };
}

function nameEntry(entry: FeedEntry, tells: Telling, source: SourceName): NamedEntry {
  const page = canonicalOf(entry.link);
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
  return digestOf([guid, title, link, externalLink, published, updated, authors, body, summary, enclosures, tags]);
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

// What `pkm seek check` prints of a document: the machine contract's field names, nothing left out.
import type { Instant } from "../../base/clock.ts";
import type { Enclosure, Feed, FeedEntry, FeedProblem, NoFeed } from "../../seek/feed.ts";
import { authorLine } from "./authors.ts";

/** One document as it was read. */
export interface CheckReport {
  /** The address or path as it was given. */
  input: string;
  /** "rss", "rdf", "atom", "json", or "html" for the entries in a page that names no feed; null for what is no feed. */
  format: string | null;
  version: string | null;
  encoding: string;
  title: string | null;
  link: string | null;
  items: readonly CheckedItem[];
  problems: readonly FeedProblem[];
}

/** One item as it was read. */
interface CheckedItem {
  /** The guid as the feed gives it, or null. */
  id: string | null;
  title: string | null;
  link: string | null;
  published: Instant | null;
  updated: Instant | null;
  /** The authors in one line, or null. */
  author: string | null;
  text: string | null;
  html: string | null;
  enclosures: readonly Enclosure[];
  tags: readonly string[];
}

/** The report on one document that was read from `input`. */
export function checkOf(input: string, result: Feed | NoFeed): CheckReport {
  if (result.format === null && result.inPage !== null && result.feeds.length === 0)
    return checkOf(input, result.inPage);
  const { encoding, title, problems } = result;
  if (result.format === null) {
    return { input, format: null, version: null, encoding, title, link: null, items: [], problems };
  }
  const { format, version, link, entries } = result;
  return { input, format, version, encoding, title, link, items: entries.map(checkedItem), problems };
}

function checkedItem(entry: FeedEntry): CheckedItem {
  const { guid, title, link, published, updated, text, html, enclosures, tags } = entry;
  const names = entry.authors.map(authorLine).filter((name) => name !== null);
  const author = names.length === 0 ? null : names.join(", ");
  return { id: guid, title, link, published, updated, author, text, html, enclosures, tags };
}

// What a feed document says, whatever its dialect: the noun that formats make and refresh takes in.
import type { Instant } from "../base/clock.ts";
import type { PackedWords } from "./packed.ts";

export type FeedFormat = "rss" | "rdf" | "atom" | "json" | "html";

export interface Enclosure {
  url: string;
  /** Media type as the feed gives it, or null. */
  type: string | null;
  /** Length in bytes as the feed gives it, or null. */
  bytes: number | null;
}

export interface FeedAuthor {
  name: string | null;
  email: string | null;
  url: string | null;
}

export interface FeedEntry {
  /** guid, atom:id or JSON Feed id, white space trimmed, otherwise as it came; null when absent. */
  guid: string | null;
  /** Plain text on one line, mark-up flattened; null when absent or empty. */
  title: string | null;
  /** Absolute URL of the entry's page; null when the feed names none that is http(s). */
  link: string | null;
  /** The page behind `link` where that leads through a feed proxy that says so (feedburner:origLink); null or missing when it does not. */
  ownLink?: string | null;
  /** The other page the entry speaks about (JSON Feed external_url, Atom rel=related or via); null when none. */
  externalLink: string | null;
  published: Instant | null;
  updated: Instant | null;
  authors: readonly FeedAuthor[];
  /** Fullest body as HTML, relative links made absolute, not yet sanitised; null when none. */
  html: string | null;
  /** Fullest body as plain text, when the feed gives plain text or as read out of `html`; null when none. */
  text: string | null;
  /** The text where the feed itself gives it, null where `text` is read out of `html`; missing where `text` stands for itself. */
  plain?: string | null;
  /** The shorter description where the feed gives both, as HTML; null when there is none besides the body. */
  summary: string | null;
  enclosures: readonly Enclosure[];
  tags: readonly string[];
  /** URL of the comments page, or null. */
  comments: string | null;
  /** Length of a podcast episode or video in seconds, or null. */
  durationSeconds: number | null;
  /** Null or missing when there is nothing of it. */
  beside?: Beside | null;
  /** Where its words are packed as the store keeps them; missing where they are not. */
  packed?: PackedWords;
  /** Whole minutes a reader takes; missing where that was not worked out yet. */
  minutes?: number;
}

/** What a podcast or a video brings beside its files. */
export interface Beside {
  /** A picture for the entry; absolute address, as the others; null when there is none. */
  image: string | null;
  /** What is said in it, as text to read where there is a choice. */
  transcript: string | null;
  chapters: string | null;
  /** Who is heard, the role behind the name where it is no host: "Ada Lovelace (guest)". */
  persons: readonly string[];
}

/** Something that is wrong in a document but did not stop the reading. */
export interface FeedProblem {
  /** Stable, kebab-case: "undefined-entity", "bad-date", "truncated" ... */
  code: string;
  message: string;
  /** 1-based line of the decoded document, or null when it has no place. */
  line: number | null;
}

export interface Feed {
  format: FeedFormat;
  /** "2.0", "1.0", "0.91" ...; null when the document does not say. */
  version: string | null;
  /** Label of the encoding the bytes were read in, lower case: "utf-8", "windows-1252" ... */
  encoding: string;
  title: string | null;
  /** Absolute URL of the site; null when none. */
  link: string | null;
  /** The feed's own address as it gives it (rel=self, feed_url); null when none. */
  self: string | null;
  description: string | null;
  language: string | null;
  /** The poller's wait the feed asks for (ttl, sy:updatePeriod) in minutes; null when it asks none. */
  ttlMinutes: number | null;
  /** Hours of the day, 0 to 23 in UTC, and days of the week, 0 (Sunday) to 6, in which the feed asks not to be asked. */
  skipHours?: readonly number[];
  skipDays?: readonly number[];
  /** WebSub hub, or null. */
  hub: string | null;
  entries: readonly FeedEntry[];
  problems: readonly FeedProblem[];
}

/** A document that is no feed: what it is, and the feeds it names. */
export interface NoFeed {
  format: null;
  /** "html", "xml", "json", "text", "empty" or "binary". */
  looksLike: string;
  encoding: string;
  title: string | null;
  /** Feeds named by the page (link rel=alternate and such), absolute, best first. */
  feeds: readonly { url: string; title: string | null }[];
  /** Addresses that the page links to and that look like feeds though it does not name them as such, absolute. */
  hints: readonly string[];
  /** Other addresses the page goes by (canonical, og:url, its channel), absolute. */
  selves: readonly string[];
  /** The entries that are marked up in the page itself (h-feed); null when there are none. */
  inPage: Feed | null;
  problems: readonly FeedProblem[];
}

/** What is known of a document beside its bytes. */
export interface DocumentOrigin {
  /** The Content-Type header as it came, or null when the bytes came from no server. */
  contentType: string | null;
  /** Absolute URL that relative links are resolved against, or null. */
  baseUrl: string | null;
}

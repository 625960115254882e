// One entry put together from its parts, its text read out of the HTML only when asked for.
import type { Instant } from "../../base/clock.ts";
import type { Beside, Enclosure, FeedAuthor, FeedEntry } from "../../seek/feed.ts";
import { bodyText } from "./content.ts";
import type { Content } from "./content.ts";
import { absoluteHtml } from "./links.ts";

/** An entry before its bodies are made absolute. */
interface EntryParts extends Omit<FeedEntry, "html" | "text" | "plain" | "summary"> {
  body: Content | null;
  /** The shorter description beside the body, or null. */
  brief: Content | null;
  /** What relative addresses in the bodies resolve against where these have no xml:base, or null. */
  base: string | null;
}

const none: readonly never[] = [];

/**
 * The entry. `text` is worked out when it is first read, for most entries of a refresh are known
 * already and need none. It is copied and written to JSON like any other property.
 */
export function entryOf(parts: EntryParts): FeedEntry {
  return new LazyEntry(parts);
}

/** Gives an entry that names no author those of its feed. */
export function inheritAuthors(entry: FeedEntry, authors: readonly FeedAuthor[]): void {
  if (entry instanceof LazyEntry && entry.authors.length === 0) entry.authors = authors;
}

class LazyEntry implements FeedEntry {
  readonly guid: string | null;
  readonly title: string | null;
  readonly link: string | null;
  readonly ownLink: string | null;
  readonly externalLink: string | null;
  readonly published: Instant | null;
  readonly updated: Instant | null;
  authors: readonly FeedAuthor[];
  readonly html: string | null;
  declare readonly text: string | null;
  readonly summary: string | null;
  readonly enclosures: readonly Enclosure[];
  readonly tags: readonly string[];
  readonly comments: string | null;
  readonly durationSeconds: number | null;
  readonly beside: Beside | null;
  readonly #plain: string | null;
  #text: string | null | undefined;

  constructor({ body, brief, base, ...rest }: EntryParts) {
    this.guid = rest.guid;
    this.title = rest.title;
    this.link = rest.link;
    this.ownLink = rest.ownLink ?? null;
    this.externalLink = rest.externalLink;
    this.published = rest.published;
    this.updated = rest.updated;
    this.authors = rest.authors.length === 0 ? none : rest.authors;
    this.html = body === null ? null : absoluteHtml(body.html, body.base ?? base);
    this.summary = brief === null || brief.html === body?.html ? null : absoluteHtml(brief.html, brief.base ?? base);
    this.enclosures = rest.enclosures.length === 0 ? none : rest.enclosures;
    this.tags = rest.tags.length === 0 ? none : rest.tags;
    this.comments = rest.comments;
    this.durationSeconds = rest.durationSeconds;
    this.beside = rest.beside ?? null;
    this.#plain = body?.plain ?? null;
    // An own property, for copies and JSON to have it; one getter for all, for entries to share a shape.
    Object.defineProperty(this, "text", textProperty);
  }

  get plain(): string | null {
    return this.#plain;
  }

  readText(): string | null {
    if (this.#text === undefined)
      this.#text = this.html === null ? null : bodyText({ html: this.html, plain: this.#plain });
    return this.#text;
  }
}

const textProperty: PropertyDescriptor & ThisType<LazyEntry> = {
  enumerable: true,
  configurable: true,
  get() {
    return this.readText();
  },
};

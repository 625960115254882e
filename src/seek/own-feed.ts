// What did not come from a feed, as the entries of one, so that it goes the way of all items.
import type { Feed, FeedEntry } from "./feed.ts";

/** An entry of a page, with nothing but what is given. */
export function ownEntry(given: Partial<FeedEntry>): FeedEntry {
  return {
    guid: null,
    title: null,
    link: null,
    externalLink: null,
    published: null,
    updated: null,
    authors: [],
    html: null,
    text: null,
    summary: null,
    enclosures: [],
    tags: [],
    comments: null,
    durationSeconds: null,
    ...given,
  };
}

/** A feed of those entries and nothing else. */
export function ownFeed(title: string, entries: readonly FeedEntry[]): Feed {
  return {
    format: "html",
    version: null,
    encoding: "utf-8",
    title,
    link: null,
    self: null,
    description: null,
    language: null,
    ttlMinutes: null,
    hub: null,
    entries,
    problems: [],
  };
}

// Feeds for the tests: read from the fixtures, or made of text on the spot.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Feed, FeedEntry, NoFeed } from "../../../src/seek/feed.ts";
import { readFeed } from "../../../src/formats/read-feed.ts";

const folder = new URL("../../fixtures/feeds/", import.meta.url);

/** The bytes of a fixture. */
export function fixture(name: string): Uint8Array {
  return readFileSync(new URL(name, folder));
}

/** The feed in a fixture; fails when it is none. */
export function feedIn(name: string, baseUrl: string | null = null): Feed {
  return asFeed(readFeed(fixture(name), { contentType: null, baseUrl }));
}

/** The feed in a text; fails when it is none. */
export function feedOf(text: string, baseUrl: string | null = null): Feed {
  return asFeed(readFeed(new TextEncoder().encode(text), { contentType: null, baseUrl }));
}

/** What a text is, feed or not. */
export function documentOf(text: string, baseUrl: string | null = null): Feed | NoFeed {
  return readFeed(new TextEncoder().encode(text), { contentType: null, baseUrl });
}

/** An RSS document around `inside` of its channel. */
export function rss(inside: string, attributes = ""): string {
  return `<?xml version="1.0"?><rss version="2.0" ${attributes}><channel><title>t</title>${inside}</channel></rss>`;
}

/** An Atom document around `inside` of its feed. */
export function atom(inside: string, attributes = ""): string {
  return `<feed xmlns="http://www.w3.org/2005/Atom" ${attributes}><title>t</title>${inside}</feed>`;
}

/** The entry at `index`; fails when there is none. */
export function entryAt(feed: Feed, index = 0): FeedEntry {
  const entry = feed.entries[index];
  assert.ok(entry !== undefined, `the feed has ${feed.entries.length} entries`);
  return entry;
}

/** The codes of a document's problems, each once. */
export function codesOf({ problems }: Feed | NoFeed): string[] {
  return [...new Set(problems.map(({ code }) => code))];
}

function asFeed(document: Feed | NoFeed): Feed {
  assert.ok(document.format !== null, "the document was not read as a feed");
  return document;
}

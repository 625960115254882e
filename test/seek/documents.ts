// Feeds for tests: as parsed nouns, and as the RSS text that a server sends.
import type { Feed, FeedEntry } from "../../src/seek/feed.ts";
import { ownEntry, ownFeed } from "../../src/seek/own-feed.ts";

/** An entry with nothing in it but what is given. */
export function entry(given: Partial<FeedEntry> = {}): FeedEntry {
  return ownEntry(given);
}

/** An RSS feed of `entries`. */
export function feed(entries: readonly FeedEntry[], given: Partial<Feed> = {}): Feed {
  const link = "https://blog.example/";
  return { ...ownFeed("A feed", entries), format: "rss", version: "2.0", link, ...given, entries };
}

export interface Story {
  title: string;
  link: string;
  guid?: string;
  /** RFC 822; none when left out. */
  date?: string;
  html?: string;
}

/** The text of an RSS 2.0 document. */
export function rss(title: string, stories: readonly Story[]): string {
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${title}</title>
<link>https://${title}.example/</link><description>${title}</description>
${stories.map(itemXml).join("\n")}</channel></rss>`;
}

/** Stories 0 to count - 1 of one feed, the newest first, a day apart, the newest on 20 November 2026. */
export function stories(name: string, count: number): readonly Story[] {
  return Array.from({ length: count }, (_, at) => ({
    title: `${name} story ${at}`,
    link: `https://${name}.example/${at}`,
    guid: `${name}-${at}`,
    date: new Date(Date.UTC(2026, 10, 20 - at, 12)).toUTCString(),
    html: `<p>What ${name} says in story ${at}.</p>`,
  }));
}

function itemXml({ title, link, guid, date, html }: Story): string {
  const parts = [`<title>${title}</title>`, `<link>${link}</link>`];
  if (guid !== undefined) parts.push(`<guid isPermaLink="false">${guid}</guid>`);
  if (date !== undefined) parts.push(`<pubDate>${date}</pubDate>`);
  if (html !== undefined) parts.push(`<description><![CDATA[${html}]]></description>`);
  return `<item>${parts.join("")}</item>`;
}

// Lets a scorer of feed readers call ours: bytes in, the fields it compares out.
import type { DocumentOrigin } from "../../src/seek/feed.ts";
import { readFeed } from "../../src/formats/read-feed.ts";

/** Reads a document as the scorer wants it; throws where it is no feed. */
export async function parse(bytes: Uint8Array, origin: DocumentOrigin): Promise<object> {
  const feed = readFeed(bytes, { contentType: origin.contentType, baseUrl: origin.baseUrl });
  if (feed.format === null) throw new Error(`no feed: ${feed.looksLike}`);
  return {
    format: feed.format,
    title: feed.title,
    link: feed.link,
    items: feed.entries.map((entry) => ({
      id: entry.guid,
      title: entry.title,
      link: entry.link,
      published: entry.published,
      updated: entry.updated,
      author: entry.authors[0]?.name ?? entry.authors[0]?.email ?? null,
      contentHtml: entry.html,
      text: entry.text,
      summary: entry.summary,
      enclosures: entry.enclosures.map(({ url }) => url),
      tags: entry.tags,
    })),
  };
}

// Feeds of any number and size, in the shapes of common generators, the same for the same numbers.
import { numbersFrom, wordsOf } from "./words.ts";

/** Time of the newest item of every feed. */
const newestMs = Date.parse("2026-03-02T08:00:00Z");
const hourMs = 3_600_000;
const paragraphs = 6;
const wordsPerParagraph = 90;

export interface FeedShape {
  /** Which feed it is, from 0. */
  feed: number;
  items: number;
  /** How many items were published since the first document of this feed. */
  newer: number;
}

/** The body of one item, some 4 kB of HTML. */
export function bodyHtml(next: () => number): string {
  let html = "";
  for (let at = 0; at < paragraphs; at += 1) {
    const link = `<a href="https://example.org/${Math.floor(next() * 1e6)}">${wordsOf(2, next)}</a>`;
    html += `<p>${wordsOf(wordsPerParagraph / 2, next)} ${link} &amp; <em>${wordsOf(3, next)}</em> ${wordsOf(wordsPerParagraph / 2, next)}.</p>\n`;
  }
  return html;
}

/** The document of a feed: every fourth is Atom with escaped HTML, the others RSS 2.0 with content:encoded. */
export function feedDocument(shape: FeedShape): string {
  const numbers = Array.from({ length: shape.items }, (_, at) => shape.items + shape.newer - at);
  return shape.feed % 4 === 3 ? atomDocument(shape.feed, numbers) : rssDocument(shape.feed, numbers);
}

interface Entry {
  link: string;
  title: string;
  published: Date;
  html: string;
}

function entryOf(feed: number, number: number): Entry {
  const next = numbersFrom(feed * 100_003 + number);
  return {
    link: `https://feed-${feed}.example/posts/${number}-${wordsOf(2, next).replace(" ", "-")}`,
    title: wordsOf(7, next),
    published: new Date(newestMs + (number - 30) * hourMs),
    html: bodyHtml(next),
  };
}

function rssDocument(feed: number, numbers: readonly number[]): string {
  const items = numbers.map((number) => {
    const { link, title, published, html } = entryOf(feed, number);
    const brief = html.slice(3, 150).replaceAll(/<[^>]*>?|&[^;]*;?/g, "");
    return `<item><title>${title}</title><link>${link}</link><guid isPermaLink="false">https://feed-${feed}.example/?p=${number}</guid>
<pubDate>${published.toUTCString()}</pubDate><dc:creator><![CDATA[Author ${feed}]]></dc:creator><category>one</category><category>two</category>
<description>${brief} [&#8230;]</description><content:encoded><![CDATA[${html}]]></content:encoded></item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Feed ${feed}</title><link>https://feed-${feed}.example/</link><description>Feed ${feed}</description>
${items.join("\n")}
</channel></rss>
`;
}

function atomDocument(feed: number, numbers: readonly number[]): string {
  const escape = (html: string): string =>
    html.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const entries = numbers.map((number) => {
    const { link, title, published, html } = entryOf(feed, number);
    return `<entry><id>tag:feed-${feed}.example,2026:${number}</id><title>${title}</title><link rel="alternate" href="${link}"/>
<published>${published.toISOString()}</published><updated>${published.toISOString()}</updated><author><name>Author ${feed}</name></author>
<content type="html">${escape(html)}</content></entry>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>https://feed-${feed}.example/</id><title>Feed ${feed}</title>
<link rel="alternate" href="https://feed-${feed}.example/"/><updated>2026-03-02T08:00:00Z</updated>
${entries.join("\n")}
</feed>
`;
}

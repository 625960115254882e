// Pages of the web that are saved or looked through for feeds: read into sound values, or not at all.
import { DomUtils, parseDocument } from "htmlparser2";
import { htmlToText } from "../../../src/formats/html-text.ts";
import { linksIn } from "../../../src/formats/html-links.ts";
import { readPage } from "../../../src/formats/readable.ts";
import { contentTypes, markUpWords } from "../dictionary.ts";
import { textSeeds } from "../seeds.ts";
import { dateComplaints, formComplaints, lineComplaints, linkComplaints } from "../sound.ts";
import type { Target } from "../target.ts";

const base = "https://pages.example.org/a/page.html";
const pieces = [
  '<meta property="og:title" content="',
  '<meta name="author" content="',
  '<link rel="canonical" href="',
  '<base href="',
  "<article>",
  "</article>",
  "<p>",
  "<table><tr><td>",
  "<template>",
  "<noscript>",
  "<h1>",
  '<time datetime="',
  '<script type="application/ld+json">{"headline":',
  "<a href=",
  "<img src=",
  "<pre>",
  "<title>",
  "<body>",
  "<frameset>",
  "<svg><a xlink:href=",
  "<select><option>",
];
const words =
  "Small groups learn aloud where the work is seen by those who come after, and no table is too long for it. ";

export const webPages: Target = {
  name: "web-pages",
  dictionary: { tokens: [...pieces, ...pieces, ...markUpWords.tokens], marks: markUpWords.marks },
  budgetMs: (bytes) => 1500 + bytes / 25,
  shortRuns: 60,
  reaches: { outcome: "read", share: 0.6 },
  open: () =>
    Promise.resolve({
      seeds: textSeeds([
        `<!doctype html><html lang=en><head><title>Small groups</title><meta name="author" content="Ann"><link rel="canonical" href="https://pages.example.org/a"><meta property="article:published_time" content="2026-11-01T08:00:00Z"></head><body><nav><a href="/">home</a></nav><article><h1>Small groups</h1><p>${words.repeat(6)}</p><p>${words.repeat(5)}<a href="../b">b</a> <img src="i.png"></p></article><footer>f</footer></body></html>`,
        `<html><head><title>T</title><script type="application/ld+json">{"headline":"T","author":{"name":"Bo"}}</script></head><body><div><p>${words.repeat(4)}</p><pre>code\n  more</pre><table><tr><td>${words}</td></tr></table></div></body></html>`,
        `Plain text\n\n${words.repeat(3)}`,
        `<p>${words}<p>${words}<blockquote>${words}</blockquote>`,
      ]),
      async examine(bytes, { chance }) {
        const page = await readPage(bytes, { contentType: chance.of(contentTypes), baseUrl: base });
        if (page === null) return { complaints: [], outcome: "nothing read" };
        const complaints = [
          ...linkComplaints("address", page.url, base),
          ...lineComplaints("title", page.title),
          ...lineComplaints("author", page.author),
          ...dateComplaints(page.published),
          ...dateComplaints(page.updated),
          ...formComplaints("html", page.html),
          ...formComplaints("text", page.text),
          ...linksIn(page.html ?? "", base).flatMap((link) => [...linkComplaints("link", link, base)]),
        ];
        if (DomUtils.getElementsByTagName("script", parseDocument(page.html ?? "").children).length > 0)
          complaints.push("keeps a script");
        htmlToText(page.html ?? "");
        return { complaints, outcome: "read" };
      },
    }),
};

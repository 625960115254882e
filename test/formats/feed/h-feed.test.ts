// Entries marked up in pages (microformats2), and what a page tells of where its feed is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkOf } from "../../../src/formats/feed/check.ts";
import type { Feed, NoFeed } from "../../../src/seek/feed.ts";
import { documentOf } from "./fixture.ts";

const base = "https://notes.example/me/";

function pageOf(html: string): NoFeed {
  const document = documentOf(`<!doctype html><html>${html}</html>`, base);
  if (document.format !== null) throw new Error(`read as ${document.format}`);
  return document;
}

function feedOf(html: string): Feed {
  const { inPage } = pageOf(html);
  if (inPage === null) throw new Error("no entries in the page");
  return inPage;
}

test("an h-feed is read with its entries' names, texts, dates, authors, tags and pictures", () => {
  const feed = feedOf(`<head><title>Notes</title><base href="/me/"></head><body class="h-full">
    <main class="h-feed"><h1 class="p-name">Fern's notes</h1>
      <div class="p-author h-card"><a class="u-url p-name" href="/about">Fern</a></div>
      <article class="h-entry"><h2 class="p-name"><a class="u-url" href="2026/a">A &amp; B</a></h2>
        <time class="dt-published" datetime="2026-11-01T10:00:00+01:00">1 Nov</time>
        <p class="p-summary">In short</p>
        <div class="e-content"><p>At <a href="/x">length</a>.</p><blockquote class="h-cite"><p class="p-name">another's</p></blockquote></div>
        <a class="p-category">knots</a> <a class="p-category">ropes</a>
        <img class="u-photo" src="knot.jpg" alt="a knot">
      </article>
      <article class="h-entry"><div class="p-name e-content">Only a note, no title.</div>
        <a class="u-url" href="/me/2026/b"><time class="dt-published">2026-10-01</time></a>
        <a class="u-in-reply-to" href="https://other.example/1">reply</a>
        <span class="p-author h-card">Moss</span></article>
    </main></body>`);
  assert.deepEqual([feed.format, feed.title, feed.link], ["html", "Fern's notes", base]);
  const [article, note] = feed.entries;
  assert.ok(article !== undefined && note !== undefined && feed.entries.length === 2);
  assert.deepEqual(
    [article.title, article.link, article.guid, article.published, article.tags],
    ["A & B", `${base}2026/a`, `${base}2026/a`, "2026-11-01T09:00:00.000Z", ["knots", "ropes"]],
  );
  assert.match(article.html ?? "", /At <a href="https:\/\/notes\.example\/x">length<\/a>/);
  assert.deepEqual([article.summary, article.enclosures[0]?.url], ["In short", `${base}knot.jpg`]);
  assert.deepEqual(article.authors, [{ name: "Fern", email: null, url: "https://notes.example/about" }]);
  assert.deepEqual(
    [note.title, note.text, note.externalLink, note.authors[0]?.name],
    [null, "Only a note, no title.", "https://other.example/1", "Moss"],
  );
});

test("entries without a feed around them are one from two on; an article alone is none", () => {
  const entry = '<li class="h-entry"><a class="p-name u-url" href="/a">A</a>';
  assert.equal(pageOf(`<body>${entry}</body>`).inPage, null);
  assert.equal(feedOf(`<body><ul>${entry}${entry}</ul></body>`).entries.length, 2);
  assert.equal(pageOf('<body><div class="hentry h-full e-4">no</div></body>').inPage, null);
});

test("seek check shows the entries of a page that names no feed, and the feed of one that does", () => {
  const body = '<body class="h-feed"><p class="h-entry"><a class="u-url p-name" href="/a">A</a></p></body>';
  const shown = checkOf("page", pageOf(body));
  assert.deepEqual([shown.format, shown.items.length, shown.items[0]?.title], ["html", 1, "A"]);
  const link = '<head><link rel="alternate" type="application/rss+xml" href="/feed"></head>';
  assert.equal(checkOf("page", pageOf(link + body)).format, null);
});

test("nesting without end, marks without number and broken mark-up end in time", () => {
  const many = 100_000;
  const attacks = [
    '<div class="h-entry">'.repeat(many),
    `<div class="h-feed">${'<div class="h-entry p-name"><b>'.repeat(many)}`,
    `<div class="h-feed">${'<p class="h-entry">x'.repeat(many)}`,
    `h-entry${"</div>".repeat(many)}`,
    `<main class=h-entry>${"<i>".repeat(500)}${"</b>".repeat(10 * many)}`,
    `<a href="${"-feed".repeat(90)}">x</a>`.repeat(many / 10),
    `<main class=h-feed><i class=h-entry>${"<b>".repeat(many)}${"</b>".repeat(many)}<b class=p-name>x`,
  ];
  for (const attack of attacks) {
    const started = process.cpuUsage();
    pageOf(attack);
    const { user } = process.cpuUsage(started);
    assert.ok(user < 2_000_000, `${user} µs for ${attack.slice(0, 60)}`);
  }
  assert.equal(attacks.length, 7);
});

test("a page's own addresses and its links that look like feeds are told", () => {
  const links: readonly (readonly [string, boolean])[] = [
    ["/feed/", true],
    ["feed.xml", true],
    ["/blog/index.rss", true],
    ["/podcast.xml", true],
    ["?feed=rss2", true],
    ["https://feeds.example.org/show", true],
    ["/feedback", false],
    ["/sitemap.xml", false],
    ["/comments/feed/", false],
    ["mailto:rss@notes.example", false],
    ["javascript:feed", false],
    ["https://feedly.com/i/subscription/feed", false],
    ["https://validator.w3.org/feed/check?url=https://notes.example/feed", false],
  ];
  for (const [href, isFeed] of links) {
    assert.equal(pageOf(`<body><a href="${href}">x</a></body>`).hints.length, isFeed ? 1 : 0, href);
  }
  assert.equal(links.length, 13);
  const scripted = pageOf('<script>{"feedUrl":"https:\\/\\/pod.example\\/feed?a=1\\u0026b=2"}</script>');
  assert.deepEqual(scripted.hints, ["https://pod.example/feed?a=1&b=2"]);
  const named = pageOf(
    '<head><link rel=canonical href="/a"><meta property="og:url" content="https://b.example/"></head>',
  );
  assert.deepEqual(named.selves, ["https://notes.example/a", "https://b.example/"]);
  const channel = "UCabcdefghijklmnopqrstuv";
  for (const said of [
    `<meta itemprop="identifier" content="${channel}">`,
    `<script>{"externalId":"${channel}"}</script>`,
  ]) {
    const video = documentOf(`<!doctype html><html>${said}</html>`, "https://www.youtube.com/@someone");
    assert.ok(video.format === null);
    assert.deepEqual(video.selves, [`https://www.youtube.com/channel/${channel}`]);
  }
});

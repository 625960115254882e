// Pages made readable: the article without its surroundings, what the page says of itself, and pages made to be slow.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readPage } from "../../src/formats/readable.ts";
import type { ReadablePage } from "../../src/seek/save.ts";

const url = "https://site.example/essays/bench?utm_source=x";
const paragraph =
  "<p>The people who learned fastest asked the person next to them, half a minute at a time, and went on.</p>";

async function read(html: string, contentType = "text/html; charset=utf-8"): Promise<ReadablePage | null> {
  return readPage(new TextEncoder().encode(html), { contentType, baseUrl: url });
}

function page(head: string, body = ""): string {
  return `<!doctype html><html><head>${head}</head><body><nav><a href="/">Home</a> <a href="/buy">Buy now</a></nav>
    <article><h1>The bench</h1>${paragraph.repeat(8)}<p><a href="/next">next</a><img src="bench.jpg"></p>${body}</article>
    <footer>All rights reserved</footer></body></html>`;
}

test("the article is kept without menus, footers and scripts, its addresses absolute", async () => {
  const found = await read(page("<title>The bench | Site</title>", "<script>alert(1)</script>"));
  assert.ok(found !== null);
  assert.equal(found.isWhole, false);
  assert.match(found.text, /learned fastest/);
  assert.doesNotMatch(found.text, /Buy now|rights reserved|alert/);
  assert.match(found.html ?? "", /href="https:\/\/site\.example\/next"/);
  assert.match(found.html ?? "", /src="https:\/\/site\.example\/essays\/bench\.jpg"/);
  assert.doesNotMatch(found.html ?? "", /<script/i);
  for (const odd of ["<template><script>a</script></template>", "<template><SCRIPT\n>", "<title><script/>a</title>"])
    assert.doesNotMatch((await read(page("<title>t</title>", odd)))?.html ?? "<script", /<\/?script/i, odd);
});

test("title, author, dates and canonical address come from what the page says of itself", async () => {
  const head = `<title>The bench | Site</title><meta property="og:title" content="The &amp; bench">
    <meta name="Author" content="Ada  Loom"><meta property="article:published_time" content="2026-10-01T08:00:00+02:00">
    <meta property="article:modified_time" content="2026-10-02"><link rel="canonical" href="/essays/bench">`;
  const found = await read(page(head));
  assert.deepEqual(
    [found?.title, found?.author, found?.published, found?.updated, found?.url],
    [
      "The & bench",
      "Ada Loom",
      "2026-10-01T06:00:00.000Z",
      "2026-10-02T00:00:00.000Z",
      "https://site.example/essays/bench",
    ],
  );
});

test("a page can not pass for one of another site, nor for its own front page", async () => {
  for (const canonical of [
    "https://other.example/essays/bench",
    "https://site.example/",
    "javascript:x",
    "file:///etc/passwd",
  ]) {
    assert.equal((await read(page(`<link rel="canonical" href="${canonical}">`)))?.url, url, canonical);
  }
});

test("plain text is kept as it stands; a page without text is none", async () => {
  const text = await read("A letter\n\nwith <b> two lines & more\n", "text/plain");
  assert.deepEqual([text?.title, text?.text], ["A letter", "A letter\n\nwith <b> two lines & more"]);
  assert.equal(text?.html, "<pre>A letter\n\nwith &lt;b&gt; two lines &amp; more</pre>");
  assert.equal(
    await read("<!doctype html><html><head><title>x</title></head><body><script>a</script></body></html>"),
    null,
  );
  assert.equal(await read(""), null);
  assert.equal((await read(`${"a".repeat(119)}\u{1f600}`, "text/plain"))?.title?.isWellFormed(), true);
});

test("pages made to be slow are read as they stand, in time", async () => {
  const attacks = [
    "<div>".repeat(100_000) + "deep words",
    "<p>wide, words</p>".repeat(100_000),
    `<table><tr>${"<td><table><tr>".repeat(20_000)}words`,
    `<div ${"a ".repeat(200_000)}>words</div>`,
    `<b>${"<i><b>".repeat(20_000)}words`,
    // Closing tags of nothing, and a slash that closes nothing, make no page shallow.
    `<p>words</p>${"<div></rss>".repeat(2_000)}`,
    `<p>words</p>${"<div/>".repeat(20_000)}`,
    // What browsers take for text in these, other parsers take for elements.
    `<p>words</p>${"<table><tr><td><plaintext>words, ".repeat(600)}`,
    `<p>words</p><iframe>${"<table><tr><td>words, ".repeat(600)}`,
  ];
  for (const attack of attacks) {
    const started = process.cpuUsage();
    const found = await read(`<!doctype html><html><body>${attack}</body></html>`);
    const { user } = process.cpuUsage(started);
    assert.ok(user < 5_000_000, `${user} µs for ${attack.slice(0, 40)}`);
    assert.match(found?.text ?? "", /words/, attack.slice(0, 40));
  }
  assert.equal(attacks.length, 9);
});

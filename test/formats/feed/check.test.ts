// The report of `seek check`: the machine contract's fields, all there, null where there is nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkOf } from "../../../src/formats/feed/check.ts";
import { readFeed } from "../../../src/formats/read-feed.ts";
import { documentOf, feedIn, fixture, rss } from "./fixture.ts";

test("a feed's report has every field of the contract", () => {
  const report = checkOf("podcast.xml", feedIn("podcast.xml"));
  assert.deepEqual(Object.keys(report), [
    "input",
    "format",
    "version",
    "encoding",
    "title",
    "link",
    "items",
    "problems",
  ]);
  assert.deepEqual(
    { ...report, items: report.items.length },
    {
      input: "podcast.xml",
      format: "rss",
      version: "2.0",
      encoding: "utf-8",
      title: "Salt Radio",
      link: "https://salt.example",
      items: 2,
      problems: [],
    },
  );
  assert.deepEqual(JSON.parse(JSON.stringify(report.items[1])), {
    id: "salt-11",
    title: "11: Fog",
    link: "https://salt.example/11",
    published: "2026-01-29T11:00:00.000Z",
    updated: null,
    author: null,
    text: "Fog, slowly.",
    html: "Fog, <em>slowly</em>.",
    enclosures: [{ url: "https://media.salt.example/11.mp3", type: "audio/mpeg", bytes: null }],
    tags: [],
  });
});

test("authors are one line: names before addresses, several parted by commas", () => {
  const authors: [string, string | null][] = [
    ["<author>ann@a.example (Ann Lee)</author>", "Ann Lee"],
    ["<author>Ann Lee &lt;ann@a.example&gt;</author>", "Ann Lee"],
    ["<author>ann@a.example</author>", "ann@a.example"],
    ["<author>Ann Lee (editor)</author>", "Ann Lee (editor)"],
    ["<author><name>Ann</name><email>ann@a.example</email></author>", "Ann"],
    ["<author> </author>", null],
    ["<dc:creator>Ann</dc:creator><dc:creator>Bo</dc:creator><dc:creator>Ann</dc:creator>", "Ann, Bo"],
  ];
  for (const [element, line] of authors) {
    const report = checkOf(
      "-",
      documentOf(rss(`<item>${element}</item>`, 'xmlns:dc="http://purl.org/dc/elements/1.1/"')),
    );
    assert.equal(report.items[0]?.author, line, element);
  }
  assert.equal(authors.length, 7);
});

test("what is no feed has a report without format or items", () => {
  const page = readFeed(fixture("page.html"), { contentType: null, baseUrl: null });
  assert.deepEqual(checkOf("page.html", page), {
    input: "page.html",
    format: null,
    version: null,
    encoding: "utf-8",
    title: "Fernway — home",
    link: null,
    items: [],
    problems: [],
  });
});

test("entries copy whole: text is there after a spread, a structured clone and JSON", () => {
  const [entry] = feedIn("ghost.xml").entries;
  assert.ok(entry !== undefined);
  const text = "A knot is a promise.\n\nKeep it.";
  assert.equal({ ...entry }.text, text);
  assert.equal(structuredClone(entry).text, text);
  assert.match(JSON.stringify(entry), /"text":"A knot is a promise\.\\n\\nKeep it\."/);
  assert.equal(Object.keys(entry).length, 16);
});

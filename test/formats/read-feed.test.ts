// Documents of every kind: feeds known by what they hold, pages by the feeds they name, the rest by what they are.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readFeed } from "../../src/formats/read-feed.ts";
import { documentOf, fixture, rss } from "./feed/fixture.ts";

test("a page names its feeds, absolute, comments last, and nothing that is no feed", () => {
  const page = readFeed(fixture("page.html"), {
    contentType: "text/html; charset=utf-8",
    baseUrl: "https://fernway.example/",
  });
  assert.ok(page.format === null);
  assert.equal(page.looksLike, "html");
  assert.equal(page.title, "Fernway — home");
  assert.deepEqual(page.feeds, [
    { url: "https://fernway.example/start/feed.xml", title: "Posts & notes" },
    { url: "https://fernway.example/atom.xml", title: null },
    { url: "https://fernway.example/feed.json", title: null },
    { url: "https://fernway.example/comments/feed/", title: "Comments" },
  ]);
  assert.deepEqual(page.problems, []);
});

test("what is no feed is told apart", () => {
  const documents: [string, string][] = [
    ["", "empty"],
    [" \n\t ", "empty"],
    ["just words", "text"],
    ["404 < 405 & so on", "text"],
    ["<!doctype html><p>x", "html"],
    ["<html><head><title>x</title></head></html>", "html"],
    [
      '<html xmlns="http://www.w3.org/1999/xhtml"><body><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><Work/></rdf:RDF></body></html>',
      "html",
    ],
    ['<?xml version="1.0"?><opml version="2.0"><body><outline xmlUrl="https://a.example/"/></body></opml>', "xml"],
    ["<urlset><url><loc>https://a.example/</loc></url></urlset>", "xml"],
    ['{"items": 3}', "json"],
    ['[{"a": 1}]', "json"],
    ['{"a": [1, 2', "json"],
    ["{ not json", "text"],
    ["\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR", "binary"],
  ];
  for (const [text, kind] of documents) {
    const document = documentOf(text, "https://a.example/");
    assert.ok(document.format === null, text);
    assert.equal(document.looksLike, kind, text);
    assert.deepEqual(document.feeds, [], text);
  }
  assert.equal(documents.length, 14);
});

test("feeds without entries are feeds", () => {
  const empty = [
    rss(""),
    "<rss/>",
    '<feed xmlns="http://www.w3.org/2005/Atom"/>',
    '{"version":"https://jsonfeed.org/version/1","items":[]}',
  ];
  for (const text of empty) {
    const document = documentOf(text);
    assert.ok(document.format !== null, text);
    assert.deepEqual(document.entries, [], text);
  }
  assert.equal(empty.length, 4);
});

test("the label of a document does not decide what it is", () => {
  const labels = ["text/html", "application/json", "text/plain", "image/png", "", "nonsense"];
  for (const contentType of labels) {
    const document = readFeed(new TextEncoder().encode(rss("<item><title>a</title></item>")), {
      contentType,
      baseUrl: null,
    });
    assert.equal(document.format, "rss", contentType);
  }
  assert.equal(labels.length, 6);
});

test("no bytes at all make it throw, and the text of entries is readable", () => {
  const piece = fc.constantFrom(
    ...'<rss>|<channel>|<item>|</item>|<title>|</title>|<link>|<description>|<![CDATA[|]]>|<!--|-->|<|>|&|&amp;|&#x|;|"|\'|=|<feed xmlns="http://www.w3.org/2005/Atom">|<entry>|</entry>|<content type="xhtml">|<div>|</div>| xml:base="|{|}|http://a|/|\u0000|é|<?|?>|<!DOCTYPE x [|<!ENTITY a "b">'.split(
      "|",
    ),
  );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.array(piece, { maxLength: 60 }).map((pieces) => new TextEncoder().encode(pieces.join(""))),
  );
  fc.assert(
    fc.property(bytes, fc.option(fc.string()), (input, contentType) => {
      const document = readFeed(input, { contentType, baseUrl: "https://a.example/f" });
      if (document.format === null) return;
      for (const { text, link } of document.entries) {
        assert.ok(text === null || text.length > 0);
        assert.ok(link === null || /^https?:\/\//i.test(link), link ?? "");
      }
    }),
    { numRuns: 500 },
  );
});

// Lists of feeds: read as programs write them, commands never taken, written and read again alike.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readOpml, writeOpml } from "../../src/formats/opml.ts";
import type { SourceList } from "../../src/seek/source-list.ts";

function listOf(body: string): SourceList {
  const list = readOpml(
    new TextEncoder().encode(`<?xml version="1.0"?>\n<opml version="2.0"><body>\n${body}\n</body></opml>`),
  );
  if (list === null) throw new Error("no list");
  return list;
}

test("folders and categories become tags, titles stay, a feed that stands twice is taken once", () => {
  const list = listOf(`<outline text="Work &amp; play"><outline title="Deep">
<outline type="rss" text="short" title="The feed" xmlUrl="https://a.example/feed" category="/x/y,z"/>
</outline></outline>
<outline text="Other" ><outline TEXT="again" XMLURL="https://a.example/feed" /></outline>
<outline xmlUrl="feed://b.example/rss"/>`);
  assert.deepEqual(list.feeds, [
    { url: "https://a.example/feed", title: "The feed", tags: ["Work & play", "Deep", "y", "z", "Other"] },
    { url: "http://b.example/rss", title: null, tags: [] },
  ]);
  assert.deepEqual(list.twice, [{ line: 6, url: "https://a.example/feed" }]);
});

test("nothing that would run a program or read a file is taken, and each is named with its line", () => {
  const wrong = [
    "|rm -rf /",
    "exec:rm",
    "filter:sed:https://a.example/",
    "file:///etc/passwd",
    "javascript:x",
    "/etc/passwd",
    "ssh://a.example",
  ];
  const list = listOf(wrong.map((url, at) => `<outline text="n${at}" xmlUrl="${url}"/>`).join("\n"));
  assert.deepEqual(list.feeds, []);
  assert.deepEqual(
    list.notTaken.map(({ line }) => line),
    wrong.map((_, at) => at + 3),
  );
  assert.match(list.notTaken[0]?.what ?? "", /^the command n0$/);
  for (const name of ["filtercmd", "filterCmd", "postcmd", "execCommand"]) {
    const filtered = listOf(`<outline text="a" xmlUrl="https://a.example/" ${name}="rm -rf /"/>`);
    assert.equal(filtered.feeds.length, 1, name);
    assert.deepEqual(filtered.notTaken, [{ line: 3, what: "the filter command of a" }], name);
  }
});

test("what is no OPML is told apart, and hostile lists end in time", () => {
  for (const text of ["", "hello", "<rss/>", '{"opml":1}', "\u0000\u0001"]) {
    assert.equal(readOpml(new TextEncoder().encode(text)), null, text);
  }
  const many = 50_000;
  const deep = listOf('<outline text="f">'.repeat(many) + '<outline xmlUrl="https://a.example/"/>');
  assert.deepEqual(deep.feeds[0]?.tags, ["f"]);
  const long = listOf(
    Array.from({ length: 10_050 }, (_, at) => `<outline xmlUrl="https://a.example/${at}"/>`).join("\n"),
  );
  assert.equal(long.feeds.length, 10_000);
  assert.ok(long.notTaken.length >= 1);
});

test("what is written is read again with the same addresses, titles and tags", () => {
  const line = fc
    .string({ minLength: 1, maxLength: 20, unit: "grapheme" })
    .map((text) => text.replace(/\s+/g, " ").trim());
  const word = line.filter((text) => /^[^\p{C}/%\s]/u.test(text) && !/[\p{C}%]|^\//u.test(text));
  const source = fc.record({
    url: fc.webUrl({ withQueryParameters: true }).map((url) => new URL(url).href),
    title: word,
    site: fc.option(fc.webUrl()),
    tags: fc.uniqueArray(word, { maxLength: 3 }),
  });
  let checked = 0;
  fc.assert(
    fc.property(fc.uniqueArray(source, { maxLength: 8, selector: ({ url }) => url }), (sources) => {
      const document = writeOpml(sources);
      const list = readOpml(new TextEncoder().encode(document));
      const plain = (feeds: readonly { url: string; title: string | null; tags: readonly string[] }[]) =>
        feeds
          .map(({ url, title, tags }) => ({ url, title, tags: tags.toSorted() }))
          .toSorted((a, b) => (a.url < b.url ? -1 : 1));
      assert.deepEqual(plain(list?.feeds ?? []), plain(sources));
      assert.deepEqual([list?.notTaken, list?.twice], [[], []]);
      assert.equal(writeOpml(sources), document);
      checked += sources.length;
    }),
    { numRuns: 200, seed: 11 },
  );
  assert.ok(checked > 200, `${checked} sources`);
});

test("the document is OPML 2.0: each feed is an outline with text, type and xmlUrl", () => {
  const document = writeOpml([
    { url: "https://a.example/?a=1&b=2", title: 'A "b" <c>', site: "https://a.example/", tags: ["one", "a,b"] },
  ]);
  assert.equal(
    document,
    `<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0">
<head>
<title>Sources</title>
</head>
<body>
<outline text="one" title="one">
<outline type="rss" text="A &quot;b&quot; &lt;c&gt;" title="A &quot;b&quot; &lt;c&gt;" xmlUrl="https://a.example/?a=1&amp;b=2" htmlUrl="https://a.example/" category="one,a%2Cb"/>
</outline>
</body>
</opml>
`,
  );
});

test("a tag with a slash in front, a comma or a %2C in it is read again as it was written", () => {
  const tags = ["/head", "a,b", "100%2C", "%252F", "50%"];
  const [feed] =
    readOpml(Buffer.from(writeOpml([{ url: "https://a.example/", title: "A", site: null, tags }])))?.feeds ?? [];
  assert.deepEqual(feed?.tags, tags);
});

test("a name that had to be cut is read again as it was written", () => {
  const title = `${"word ".repeat(99)}word🎉 more`;
  const first = readOpml(Buffer.from(writeOpml([{ url: "https://a.example/", title, site: null, tags: [title] }])));
  const [feed] = first?.feeds ?? [];
  assert.ok(
    feed !== undefined && feed.title !== null && feed.title.length >= 499 && feed.title.endsWith("word"),
    feed?.title ?? "",
  );
  const again = readOpml(Buffer.from(writeOpml([{ ...feed, site: null }])));
  assert.deepEqual(again?.feeds, [feed]);
});

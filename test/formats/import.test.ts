// Every service's document, in its real form and of our own writing, read into our nouns; and documents that mean harm.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { importKinds, recognise } from "../../src/formats/import/recognise.ts";
import type { Imported, ImportedItem } from "../../src/sense/imported.ts";

const folder = new URL("../fixtures/import/", import.meta.url);

interface Read {
  kind: string;
  items: ImportedItem[];
  all: Imported[];
  /** "line 5: a quote …" of what was not taken. */
  notTaken: string[];
}

function readBytes(bytes: Uint8Array, kind: string | null = null): Read {
  const reading = recognise(bytes, kind);
  assert.ok(reading !== null, "it was not recognised");
  const all: Imported[] = [];
  reading.read((imported) => all.push(imported));
  return {
    kind: reading.kind,
    all,
    items: all.filter((each) => each.kind === "item"),
    notTaken: all.flatMap((each) => (each.kind === "not-taken" ? [`${each.place}: ${each.what}`] : [])),
  };
}

const readFile = (name: string): Read => readBytes(readFileSync(new URL(name, folder)));
const readText = (text: string, kind: string | null = null): Read => readBytes(Buffer.from(text), kind);
const brief = ({ items }: Read): unknown[] =>
  items.map(({ url, title, isRead, isKept, tags }) => [url, title, isRead, isKept, tags.join(" ")]);

const samples: Readonly<Record<string, string>> = {
  opml: "sources.opml",
  newsboat: "urls",
  pocket: "pocket.csv",
  bookmarks: "bookmarks.html",
  raindrop: "raindrop.csv",
  instapaper: "instapaper.csv",
  reader: "reader.csv",
  readwise: "readwise.csv",
  w3c: "annotations.json",
  hypothesis: "hypothesis.json",
  omnivore: "omnivore.json",
  zotero: "zotero.json",
};

test("every kind has a sample, is told by what is in it, and reads the same each time", () => {
  assert.deepEqual(Object.keys(samples).toSorted(), importKinds.toSorted());
  for (const [kind, name] of Object.entries(samples)) {
    const bytes = readFileSync(new URL(name, folder));
    const reading = recognise(bytes, null);
    assert.equal(reading?.kind, kind, name);
    assert.equal(recognise(bytes, kind)?.kind, kind);
    const twice = [readBytes(bytes), readBytes(bytes)];
    assert.ok((twice[0]?.all.length ?? 0) > 0, name);
    assert.deepEqual(twice[0], twice[1]);
  }
});

test("Pocket: pages with their tags, when they were saved and whether they were read, from CSV and HTML alike", () => {
  const read = readFile("pocket.csv");
  assert.deepEqual(brief(read), [
    ["https://essays.example/small-groups", "Why small groups learn", false, false, "learning groups"],
    ["https://essays.example/untitled", null, true, false, ""],
    ["https://essays.example/commas?utm_source=pocket", 'Commas, and "quotes"', true, false, "odd tag"],
    ["https://essays.example/formula", '=HYPERLINK("https://evil.example")', false, false, ""],
  ]);
  assert.equal(read.items[0]?.saved, "2017-04-03T15:49:27.000Z");
  assert.deepEqual(read.notTaken, ["line 5: mailto:ada@example.org, no address of the web,"]);
  const html = readFile("pocket.html");
  assert.equal(html.kind, "pocket");
  assert.deepEqual(brief(html), [
    ["https://essays.example/small-groups", "Why small groups learn", false, false, "learning groups"],
    ["https://essays.example/finished", "Finished & done", true, false, ""],
  ]);
  assert.deepEqual(html.notTaken, ["line 8: a bookmark that is a script"]);
});

test("Raindrop: folders and tags, the note as a comment, highlights with theirs, favourites kept", () => {
  const { items } = readFile("raindrop.csv");
  const [first, second] = items;
  assert.deepEqual(first?.tags, ["Work", "Writing", "notes", "writing"]);
  assert.deepEqual([first?.isKept, first?.text], [true, "How notes grow into essays."]);
  assert.deepEqual(
    first?.marks.map(({ quote, comment }) => [quote?.exact ?? null, comment]),
    [
      [null, "Show this to Ines"],
      ["Notes are seeds.", "for the workshop"],
      ["Nobody prunes on the first day.", null],
    ],
  );
  assert.deepEqual([second?.tags, second?.marks, second?.isKept], [[], [], false]);
});

test("Instapaper: folders are states or tags, a selection is a highlight", () => {
  const read = readFile("instapaper.csv");
  assert.deepEqual(brief(read), [
    ["https://letters.example/one", "Letter one", false, false, ""],
    ["https://letters.example/two", "Letter two", true, false, "letters slow"],
    ["https://letters.example/three", "Letter three", false, true, ""],
    ["https://letters.example/four", "Letter four", false, false, "Teaching"],
  ]);
  assert.equal(read.items[1]?.marks[0]?.quote?.exact, "the quoted words");
});

test("Readwise: the highlights of a book are marks on one item; Reader's places and progress are states", () => {
  const read = readFile("readwise.csv");
  assert.equal(new Set(read.items.map(({ guid }) => guid)).size, 1);
  assert.deepEqual(read.items[0]?.marks, [
    {
      quote: { exact: "Practice needs company.", prefix: "", suffix: "" },
      comment: "true of code too",
      tags: ["craft", "company"],
      created: "2022-03-04T05:06:07.000Z",
    },
  ]);
  assert.deepEqual(read.notTaken, ["line 4: a highlight without its text or title"]);
  assert.deepEqual(brief(readFile("reader.csv")), [
    ["https://reader.example/feeds", "On feeds", true, false, "rss reading"],
    ["https://reader.example/mail", "On mail", false, true, ""],
    ["https://reader.example/time", "On time", false, false, ""],
  ]);
});

test("Omnivore, Zotero and bookmarks", () => {
  const omnivore = readFile("omnivore.json");
  assert.deepEqual(brief(omnivore), [["https://omni.example/long", "A long read", true, false, "essays slow"]]);
  assert.deepEqual(omnivore.items[0]?.marks[0]?.quote?.exact, "The middle matters.");
  assert.equal(omnivore.items[0]?.published, "2023-05-01T00:00:00.000Z");
  assert.match(omnivore.notTaken[0] ?? "", /^line 17: A file of mine/);
  const [paper, book] = readFile("zotero.json").items;
  assert.deepEqual(
    [paper?.url, paper?.author, paper?.published, paper?.tags, paper?.marks[0]?.comment],
    [
      "https://doi.org/10.1000/engine",
      "Ada Lovelace, The Society",
      "2020-05-17T00:00:00.000Z",
      ["engines", "notes"],
      "compare with the essay",
    ],
  );
  assert.deepEqual([book?.url, book?.guid], [null, "work A book without an address / Bo"]);
  const [halved] = readText('[{"title":"A book","author":[{"literal":"\\ud800"}],"type":"book"}]', "zotero").items;
  assert.equal(halved?.guid, "work A book / \ufffd", "the store has no halves of characters");
  const bookmarks = readFile("bookmarks.html");
  assert.deepEqual(brief(bookmarks), [
    ["https://marks.example/top", 'Top "one"', true, false, ""],
    ["https://marks.example/teams", "On teams", true, false, "Teams trust work"],
    ["https://marks.example/later", "Later", false, false, ""],
  ]);
  assert.equal(bookmarks.items[1]?.marks[0]?.comment, "Read again before the retreat");
  assert.deepEqual(bookmarks.notTaken, ["line 13: a bookmark that is a script"]);
});

test("Hypothes.is and W3C annotations keep their selectors", () => {
  const { items, notTaken } = readFile("hypothesis.json");
  assert.deepEqual(items[0]?.marks, [
    {
      quote: { exact: "learning is social", prefix: "they say", suffix: "at heart" },
      comment: "Is this so?",
      tags: ["question"],
      created: "2023-06-07T08:09:10.111Z",
    },
  ]);
  assert.equal(items[0]?.title, "Paper one");
  assert.deepEqual(notTaken, ["line 24: urn:x-pdf:123, no address of the web,"]);
  const w3c = readFile("annotations.json").items;
  assert.deepEqual(
    w3c.map(({ url, marks: [mark] }) => [url, mark?.quote?.exact ?? null, mark?.comment, mark?.tags]),
    [
      ["https://papers.example/two", "in their own words", "A comment", ["method"]],
      ["https://papers.example/three", null, "On all of it", []],
    ],
  );
});

test("newsboat and OPML: feeds and tags; what would run a program is named and never taken", () => {
  const read = readFile("urls");
  assert.deepEqual(
    read.all.flatMap((each) => (each.kind === "feed" ? [[each.url, each.title, each.tags]] : [])),
    [
      ["https://one.example/feed.xml", "Feed one", ["learning", "two words"]],
      ["https://two.example/rss?x=1", null, []],
    ],
  );
  assert.deepEqual(read.notTaken, [
    "line 4: the query feed Unread",
    "line 5: the command ~/bin/make-feed",
    "line 6: the command ~/bin/clean:https://three.example/feed",
    "line 7: ftp://four.example/feed, no address of the web,",
  ]);
  assert.deepEqual(readFile("sources.opml").notTaken, ["line 4: the command Command"]);
});

const header = "title,url,time_added,tags,status\n";

test("hostile documents are refused or cleaned, each with its line", () => {
  const dirty = readText(
    `${header}"\u001b[31mred\u0007\u202e",https://a.example/x,1491234567,"\u0000#t\u009b",unread\n`,
  );
  assert.deepEqual(brief(dirty), [["https://a.example/x", "red", false, false, "t"]]);
  const long = readText(
    `${header}"${"x".repeat(2_000_000)}",https://a.example/long,1,,unread\nshort,https://a.example/s,1491234567,,unread\n`,
  );
  assert.match(long.notTaken[0] ?? "", /^line 2: a row of more than 1000000 bytes/);
  const open = readText(
    `${header}a,https://a.example/1,1491234567,,unread\n"never closed,https://a.example/2,1,,unread\n`,
  );
  assert.deepEqual([open.items.length, open.notTaken], [1, ["line 3: a quote that is never closed"]]);
  const proto = readText(`__proto__,constructor,${header}polluted,x,y,https://a.example/p,1491234567,,archive\n`);
  assert.equal(proto.items[0]?.url, "https://a.example/p");
  assert.equal(Reflect.get({}, "polluted"), undefined);
  const secret = readText(`${header}a,https://ada:sesame@a.example/x,1491234567,,unread\n`);
  assert.equal(secret.items[0]?.url, "https://a.example/x");
  const bomb = `<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa">${"<!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>".repeat(20)}<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body><outline text="&b;&x;" xmlUrl="https://a.example/feed"/></body></opml>`;
  assert.ok(JSON.stringify(readText(bomb).all).length < 500);
});

test("hostile JSON: deep, of other types, with names that mean something to JavaScript", () => {
  const deep = `[${"[".repeat(100_000)}${"]".repeat(100_000)}]`;
  assert.equal(recognise(Buffer.from(deep), null), null);
  const refined = (depth: number): object =>
    depth === 0 ? { type: "TextQuoteSelector", exact: "x" } : { refinedBy: refined(depth - 1) };
  const entry = { type: "Annotation", target: { source: "https://a.example/", selector: refined(500) }, body: "b" };
  assert.equal(readText(JSON.stringify([entry])).items[0]?.marks[0]?.quote, null);
  const odd = `[{"__proto__":{"slug":"x"},"slug":"s","savedAt":"2023-01-01","url":"https://a.example/","labels":[{"name":{}},7,null,"t"],"title":{"a":1},"highlights":{"quote":["x"]}}]`;
  assert.deepEqual(brief(readText(odd)), [["https://a.example/", null, false, false, "t"]]);
  assert.throws(() => recognise(Buffer.from('[\n{"a": 1},\n{"a": }\n]'), null), /line 3/);
  for (const text of [
    "",
    "hello\n",
    "a,b,c\n1,2,3\n",
    "<html><body>page</body></html>",
    "[]",
    "{}",
    "\u0000\u0001\u0002",
  ])
    assert.equal(recognise(Buffer.from(text), null), null, JSON.stringify(text));
});

test("a line of 50 MB is one row that is not taken, in bounded time", () => {
  const bytes = Buffer.concat([
    Buffer.from(`${header}"`),
    Buffer.alloc(50_000_000, "x"),
    Buffer.from('",https://a.example/,1,,unread\n'),
  ]);
  const read = readBytes(bytes);
  assert.equal(read.items.length, 0);
  assert.match(read.notTaken[0] ?? "", /^line 2: /);
});

test("dates of things that are no numbers are none, and a word that is cut is cut between characters", () => {
  const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
  for (const parts of ['[{"toString":null}]', `[${deep}]`, "[[2020]]", '["2020",{"valueOf":null}]']) {
    const entry = `{"id":"a","type":"book","title":"A","issued":{"date-parts":[${parts}]}}`;
    assert.equal(readText(`[${entry}]`, "zotero").items[0]?.published ?? null, null, parts.slice(0, 40));
  }
  const words = `${"x".repeat(79)}🎉 more`;
  const { notTaken } = readText(`exec:${words}\nhttps://a.example/feed\nhttps://b.example/feed\n`, "newsboat");
  assert.deepEqual(notTaken, [`line 1: the command ${"x".repeat(79)}`]);
});

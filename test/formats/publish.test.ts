// A release as text and as a page: what stands in it, and that a page can be read again.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { DomUtils, parseDocument } from "htmlparser2";
import { plainLine } from "../../src/base/plain.ts";
import { closingOf, dayOf, type Publication, publicContent } from "../../src/formats/publish-content.ts";
import { atomFeed, entryId, inOrder, jsonFeed, publishIndex } from "../../src/formats/publish-feed.ts";
import { isOurs, publishPage, readPage } from "../../src/formats/publish-page.ts";
import { outwardMarkdown } from "../../src/sense/outward.ts";
import { publishDocument, publishText } from "../../src/formats/publish-text.ts";

const publication: Publication = {
  version: 1,
  title: "Small teams learn aloud",
  body: "# Small teams learn aloud\n\nThree teams.\n",
  citations: [
    { title: "The pull", url: "https://example.org/pull", author: "Ada Marsh" },
    { title: "A book", url: "isbn:123", author: null },
  ],
  ask: { questions: ["Too strong?", "What did I miss?"], until: "2026-11-27T22:59:00.000Z" },
  placeName: "Design Circle",
  createdAt: "2026-11-23T07:00:00.000Z",
};
const site = { title: "Open notes", author: "Mira" };
const ids = { shareId: "d4k2", releaseId: "r7x1" };

test("a round's text: what is asked, the text, the sources", () => {
  assert.equal(
    publishDocument(publicContent(publication)),
    `# Small teams learn aloud

*Version 1 of a text in progress, for Design Circle.*

What I ask you:

1. Too strong?
2. What did I miss?

Please answer by Friday 27 November 2026, 22:59 UTC.

---

Three teams.

---

Sources:

- The pull, Ada Marsh
  <https://example.org/pull>
- A book
`,
  );
});

test("a publication's text: nothing is asked, and only a later version is numbered", () => {
  const plain = { ...publication, ask: null, citations: [] };
  assert.equal(publishText(publicContent(plain)), "Three teams.\n");
  assert.equal(publishText(publicContent({ ...plain, version: 3 })), "*Version 3.*\n\nThree teams.\n");
});

test("what is taken out of a text is taken out of its title and of what is asked", () => {
  const title = "Plan <!-- of Ben's --> with [[Ben leaves|a friend]] and [me](file:///home/me/x.md)";
  const questions = ["what of [[Ben leaves|it]]? <!-- he must not know -->"];
  const said = { ...publication, title, body: `# ${title}\n\nText.\n`, ask: { questions, until: null } };
  const content = publicContent(said);
  assert.equal(content.title, "Plan with a friend and me");
  assert.deepEqual(content.ask?.questions, ["what of it?"]);
  const page = publishPage(content, ids, site);
  for (const bytes of [publishDocument(content), page]) assert.doesNotMatch(bytes, /Ben|home/);
  assert.equal(content.body, "Text.", "the heading repeats the title");
});

test("a first heading that is not the title stays", () => {
  const body = "# Another heading\n\nText";
  assert.equal(publicContent({ ...publication, body }).body, body);
});

test("days and closing times are told in UTC, whatever the zone", () => {
  assert.equal(dayOf("2026-01-01T00:00:00.000Z"), "1 January 2026");
  assert.equal(closingOf("2026-03-29T23:59:59.999Z"), "Sunday 29 March 2026, 23:59 UTC");
});

test("a page forbids everything but its own style, by the hash of that style", () => {
  const document = parseDocument(publishPage(publicContent(publication), ids, site));
  const policy = DomUtils.findOne(
    ({ attribs }) => attribs["http-equiv"] === "Content-Security-Policy",
    document.children,
  );
  const [style] = DomUtils.getElementsByTagName("style", document);
  assert.ok(policy && style);
  const hash = createHash("sha256").update(DomUtils.textContent(style)).digest("base64");
  assert.equal(
    policy.attribs["content"],
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
  );
  assert.equal(DomUtils.getElementsByTagName("script", document).length, 0);
});

test("a page says what it is to people and to readers of feeds", () => {
  const html = publishPage(publicContent({ ...publication, version: 2 }), ids, site);
  assert.match(html, /^<!doctype html>\n<html>/);
  assert.match(html, /<time datetime="2026-11-23T07:00:00.000Z">23 November 2026<\/time> · version 2/);
  assert.match(html, /<link rel="alternate" type="application\/atom\+xml" title="Open notes" href="feed\.xml">/);
  assert.match(html, /<link rel="alternate" type="application\/feed\+json" title="Open notes" href="feed\.json">/);
  assert.match(html, /<li><a href="https:\/\/example\.org\/pull">The pull<\/a>, Ada Marsh<\/li>\n<li>A book<\/li>/);
  assert.ok(isOurs(html) && !isOurs("<title>x</title>"));
});

test("whatever a letter says, its page can be read again, and writing and reading again changes nothing", () => {
  const hostile = fc.constantFrom(
    "<",
    ">",
    "&",
    '"',
    "]]>",
    "-->",
    "<!--",
    "</title>",
    "</div>",
    '<div id="content">',
    "a",
    "é",
    " ",
    "\n",
    "\ud800",
    "\u202e",
  );
  const words = fc.array(hostile, { maxLength: 12 }).map((parts) => parts.join(""));
  let checked = 0;
  fc.assert(
    fc.property(words, words, words, (title, body, place) => {
      const content = publicContent({ ...publication, title, body, placeName: place });
      const facts = readPage(publishPage(content, ids, { title: place || "x", author: place }));
      assert.ok(facts);
      assert.deepEqual(
        { ...facts, html: "" },
        { ...ids, version: 1, title: content.title, createdAt: publication.createdAt, exposure: null, html: "" },
      );
      assert.equal(facts.title, plainLine(outwardMarkdown(title)).toWellFormed() || "Untitled");
      assert.ok(facts.html.includes("Sources") && facts.html.includes("Too strong?"));
      checked += 1;
    }),
    { seed: 11, numRuns: 300 },
  );
  assert.equal(checked, 300);
});

test("a page that is not ours, or broken, is null and never throws", () => {
  const whole = publishPage(publicContent(publication), ids, site);
  for (const name of ["pkm:share", "pkm:release", "pkm:version", "pkm:created", "generator"]) {
    assert.equal(readPage(whole.replace(`name="${name}"`, 'name="x"')), null, name);
  }
  assert.equal(readPage(whole.replace('content="2026-', 'content="never-')), null);
  assert.equal(readPage(""), null);
  for (let length = 0; length < whole.length; length += 97) readPage(whole.slice(0, length));
});

test("index and feeds of an empty folder stand on their own, and the order is that of time, then name", () => {
  const feedSite = { ...site, baseUrl: null };
  assert.match(publishIndex([], feedSite), /Nothing is published here yet/);
  assert.match(atomFeed([], feedSite), /<updated>1970-01-01T00:00:00\.000Z<\/updated>/);
  assert.match(jsonFeed([], feedSite), /"items": \[\]/);
  const page = (file: string, createdAt: string): Parameters<typeof inOrder>[0][number] => ({
    ...ids,
    exposure: null,
    file,
    createdAt,
    publishedAt: createdAt,
    version: 1,
    title: file,
    html: "",
  });
  const pages = [
    page("b.html", "2026-01-01T00:00:00.000Z"),
    page("a.html", "2026-01-01T00:00:00.000Z"),
    page("c.html", "2026-02-01T00:00:00.000Z"),
  ];
  assert.deepEqual(
    inOrder(pages).map(({ file }) => file),
    ["c.html", "a.html", "b.html"],
  );
  assert.notEqual(entryId("a.html"), entryId("b.html"));
});

// The feeds of a folder that holds every hostile letter, read by rss-parser, by our own reader, and against the RFC.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { DomUtils, parseDocument } from "htmlparser2";
import Parser from "rss-parser";
import { PkmError } from "../../../src/base/errors.ts";
import { plainLine } from "../../../src/base/plain.ts";
import { checkFeed } from "../../../src/channels/site/pages.ts";
import { site } from "../../../src/channels/site/site.ts";
import { atomFeed } from "../../../src/formats/publish-feed.ts";
import { readFeed } from "../../../src/formats/read-feed.ts";
import { world } from "../../contract/channel-contract.ts";
import { hostileLetters } from "../../contract/letters.ts";

const letters = Object.values(hostileLetters).map((letter, index) => ({ ...letter, shareId: `d${index + 10}h` }));
const titles = letters.map(({ title }) => plainLine(title).toWellFormed() || "Untitled").toSorted();

async function publishAll(t: TestContext, settings: Record<string, string> = {}): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "pkm-feeds-"));
  t.after(() => rm(dir, { recursive: true }));
  const address = {
    id: "h2s1",
    kind: "site",
    exposure: "world",
    settings: { dir, title: "Notes & <more>", ...settings },
  } as const;
  for (const letter of letters) {
    const [part] = site.prepare(letter, address);
    assert.ok(part);
    const outcome = await site.deliver(part, address, world);
    assert.equal(outcome.kind, "sent", JSON.stringify(outcome));
  }
  return dir;
}

test("rss-parser and our own reader see every title, link and date of both feeds", async (t) => {
  const base = "https://example.org/notes/";
  const dir = await publishAll(t, { "base-url": base });
  const theirs = await new Parser().parseString(await readFile(join(dir, "feed.xml"), "utf8"));
  assert.deepEqual(theirs.items.map(({ title }) => title ?? "").toSorted(), titles);
  assert.equal(theirs.title, "Notes & <more>");
  for (const [name, contentType] of [
    ["feed.xml", "application/atom+xml"],
    ["feed.json", "application/feed+json"],
  ] as const) {
    const ours = readFeed(await readFile(join(dir, name)), { contentType, baseUrl: `${base}${name}` });
    assert.ok(ours.format !== null);
    assert.deepEqual(ours.problems, []);
    assert.equal(ours.title, "Notes & <more>");
    assert.deepEqual(ours.entries.map(({ title }) => title ?? "").toSorted(), titles);
    assert.deepEqual(new Set(ours.entries.map(({ link }) => link)), new Set(theirs.items.map(({ link }) => link)));
    assert.deepEqual(new Set(ours.entries.map(({ published }) => published)), new Set(["2026-11-23T07:00:00.000Z"]));
    assert.equal(new Set(ours.entries.map(({ guid }) => guid)).size, letters.length);
  }
});

test("feed.xml has what RFC 4287 demands", async (t) => {
  for (const settings of [{}, { "base-url": "https://example.org/" }]) {
    const xml = await readFile(join(await publishAll(t, settings), "feed.xml"), "utf8");
    assert.doesNotMatch(xml, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|&#x(?:d[89a-f]..|0|b|c|1.);/i);
    const document = parseDocument(xml, { xmlMode: true });
    const [feed, ...more] = DomUtils.getElementsByTagName("feed", document);
    assert.ok(feed && more.length === 0);
    assert.equal(feed.attribs["xmlns"], "http://www.w3.org/2005/Atom");
    const count = (name: string, above: typeof feed): number =>
      DomUtils.getElementsByTagName(name, above, false).length +
      above.children.filter((node) => "name" in node && node.name === name).length;
    const entries = DomUtils.getElementsByTagName("entry", feed);
    assert.equal(entries.length, letters.length);
    for (const above of [feed, ...entries]) {
      for (const name of ["id", "title", "updated"]) assert.equal(count(name, above), 1, name);
    }
    assert.equal(count("author", feed), 1);
    for (const id of DomUtils.getElementsByTagName("id", feed)) assert.ok(URL.canParse(DomUtils.textContent(id)));
    const dates = [
      ...DomUtils.getElementsByTagName("updated", feed),
      ...DomUtils.getElementsByTagName("published", feed),
    ];
    assert.equal(dates.length, 2 * letters.length + 1);
    for (const date of dates) assert.match(DomUtils.textContent(date), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  }
});

test("feed.json has what JSON Feed 1.1 demands", async (t) => {
  const feed: unknown = JSON.parse(await readFile(join(await publishAll(t), "feed.json"), "utf8"));
  assert.ok(feed !== null && typeof feed === "object" && "items" in feed && Array.isArray(feed.items));
  assert.partialDeepStrictEqual(feed, { version: "https://jsonfeed.org/version/1.1", title: "Notes & <more>" });
  assert.equal(feed.items.length, letters.length);
  const items: unknown[] = feed.items;
  for (const item of items) {
    assert.ok(item !== null && typeof item === "object" && "id" in item && "content_html" in item);
    const names = "content_html date_modified date_published id title url".split(" ");
    assert.deepEqual(Object.keys(item).toSorted(), names);
    assert.ok(typeof item.id === "string" && typeof item.content_html === "string");
    assert.doesNotMatch(item.content_html, /<(?:script|iframe|style|form|img|svg)\b|javascript:[^<]*"/i);
  }
});

test("a feed that rss-parser does not read with the same titles and links is refused", async () => {
  const feedSite = { title: "Open notes", author: "Mira", baseUrl: null };
  const page = {
    file: "one-d4k2.html",
    title: "One",
    shareId: "d4k2",
    releaseId: "r7x1",
    version: 1,
    createdAt: "2026-11-23T07:00:00.000Z",
    publishedAt: "2026-11-23T07:00:00.000Z",
    exposure: null,
    html: "<p>words</p>",
  };
  const feed = atomFeed([page], feedSite);
  await checkFeed(feed, [page], feedSite);
  const isRefused = (error: unknown): boolean => error instanceof PkmError && error.kind === "failed";
  await assert.rejects(checkFeed(feed.replace("</entry>", ""), [page], feedSite), isRefused);
  await assert.rejects(checkFeed(feed, [{ ...page, title: "Two" }], feedSite), isRefused);
  await assert.rejects(checkFeed(feed, [{ ...page, file: "two-d4k2.html" }], feedSite), isRefused);
  await assert.rejects(checkFeed(feed, [], feedSite), isRefused);
  await assert.rejects(checkFeed(feed, [page], { ...feedSite, title: "Other" }), isRefused);
});

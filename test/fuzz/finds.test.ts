// What the fuzzer found once, in as few bytes as show it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { readFeed } from "../../src/formats/read-feed.ts";
import type { Feed } from "../../src/seek/feed.ts";
import { examine } from "./examine.ts";

const folder = new URL("../fixtures/fuzz/", import.meta.url);
const baseUrls = ["https://feeds.example.org/a/feed.xml", null];

function found(name: string): Feed {
  const feed = readFeed(readFileSync(new URL(name, folder)), { contentType: null, baseUrl: baseUrls[0] ?? null });
  assert.ok(feed.format !== null);
  return feed;
}

test("no find complains any more", () => {
  let examined = 0;
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(new URL(name, folder));
    for (const baseUrl of baseUrls) {
      const { complaints, entries } = examine({ bytes, origin: { contentType: null, baseUrl } });
      assert.deepEqual([complaints, entries], [[], 1], name);
      examined += 1;
    }
  }
  assert.equal(examined, 12);
});

test("lines are without control characters, and otherwise whole", () => {
  const feed = found("controls-in-lines.xml");
  const [entry] = feed.entries;
  assert.deepEqual([feed.title, entry?.title, entry?.tags], ["abc", "[31mred›", ["xy"]]);
  const [author] = found("controls-in-author.xml").entries[0]?.authors ?? [];
  assert.deepEqual(author, { name: "n", email: "a@b.example", url: "http://b.example/%C2%9B" });
});

test("an address with too many slashes means the host behind them", () => {
  const feed = found("slashes-in-link.xml");
  assert.deepEqual([feed.link, feed.entries[0]?.link], ["http://h.example/", "http://h.example/1"]);
});

test("half characters out of JSON become replacement characters, and what is nothing but controls is nothing", () => {
  const feed = found("halves-in-json.json");
  const [entry] = feed.entries;
  assert.deepEqual([feed.title, entry?.guid, entry?.title], ["]0;x", "\ufffd", "\ufffda"]);
  assert.deepEqual([entry?.tags, entry?.authors, entry?.enclosures[0]?.type], [[], [], null]);
});

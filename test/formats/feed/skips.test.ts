// When a feed asks not to be asked, and the page behind a feed proxy's link.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFeed } from "../../../src/formats/read-feed.ts";
import type { Feed } from "../../../src/seek/feed.ts";

function read(inside: string): Feed {
  const text = `<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><title>t</title>${inside}</channel></rss>`;
  const feed = readFeed(Buffer.from(text), { contentType: null, baseUrl: "https://a.example/feed" });
  assert.ok(feed.format !== null);
  return feed;
}

test("skipHours and skipDays are read; what is no hour and no day is passed over", () => {
  const hours = ["7", " 0 ", "24", "7", "25", "x", "-1"].map((hour) => `<hour>${hour}</hour>`).join("");
  const { skipHours, skipDays } = read(
    `<skipHours>${hours}</skipHours><skipDays><day>Sunday</day><day>MONDAY</day><day>Noday</day></skipDays>`,
  );
  assert.deepEqual(
    [skipHours, skipDays],
    [
      [0, 7],
      [0, 1],
    ],
  );
  const none = read("");
  assert.deepEqual([none.skipHours, none.skipDays], [[], []]);
});

test("the page behind a proxy's link stands beside the link, when it is http(s)", () => {
  const item = (own: string): string =>
    `<item><title>a</title><link>http://proxy.example/~r/1</link><feedburner:origLink>${own}</feedburner:origLink></item>`;
  const [entry] = read(item("https://a.example/1")).entries;
  assert.deepEqual([entry?.link, entry?.ownLink], ["http://proxy.example/~r/1", "https://a.example/1"]);
  assert.equal(read(item("javascript:alert(1)")).entries[0]?.ownLink, null);
  assert.equal(read(item("/1")).entries[0]?.ownLink, null);
});

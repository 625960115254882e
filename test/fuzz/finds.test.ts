// What the fuzzer found once, in as few bytes as show it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { readFeed } from "../../src/formats/read-feed.ts";
import type { Feed } from "../../src/seek/feed.ts";
import { examine } from "./examine.ts";
import { chanceOf } from "./random.ts";
import { answers } from "./targets/answers.ts";

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

test("a thread of any depth is heard out", async () => {
  const post = (nth: number): string =>
    `{"uri":"at://x/${nth}","author":{"did":"did:plc:b","handle":"b.test"},"indexedAt":"2026-11-22T09:00:00.000Z","record":{"text":"n"}}`;
  const depth = 20_000;
  const open = Array.from({ length: depth }, (_, nth) => `{"post":${post(nth)},"replies":[`).join("");
  const bench = await answers.open();
  try {
    const bytes = Buffer.from(`{"thread":${open}${"]}".repeat(depth)}}`);
    const outcomes = new Map<string, readonly string[]>();
    for (let nth = 0; nth < 8; nth += 1) {
      const examined = await bench.examine(bytes, { seedName: "bluesky thread", chance: chanceOf(1, nth) });
      outcomes.set(examined.outcome, examined.complaints);
    }
    assert.deepEqual(outcomes.get("heard"), []);
  } finally {
    await bench.close?.();
  }
});

test("a receipt and a thread with odd words and years in them complain of nothing", async () => {
  const status = (more: object): object => ({ id: "110", uri: "u", url: null, in_reply_to_id: "110", ...more });
  const heard = status({
    visibility: "public",
    created_at: "-271821-04-20T00:00:00.000Z",
    content: "<p>I doubt it.</p>",
    account: { id: "2", username: "ben", acct: "ben@far.example", display_name: "Ben", bot: false },
    mentions: [],
  });
  const found = [
    { seedName: "mastodon receipt", answer: { ...heard, visibility: "\u0000", created_at: "2026-11-22T09:00:00Z" } },
    { seedName: "mastodon thread", answer: { ancestors: [], descendants: [{ ...heard, id: "111" }] } },
  ];
  const bench = await answers.open();
  try {
    for (const { seedName, answer } of found) {
      const outcomes = new Set<string>();
      for (let nth = 0; nth < 8; nth += 1) {
        const bytes = Buffer.from(JSON.stringify(answer));
        const { complaints, outcome } = await bench.examine(bytes, { seedName, chance: chanceOf(1, nth) });
        assert.deepEqual(complaints, [], seedName);
        outcomes.add(outcome);
      }
      assert.ok(outcomes.has(seedName === "mastodon receipt" ? "sent" : "heard"), [...outcomes].join());
    }
  } finally {
    await bench.close?.();
  }
});

test("half characters out of JSON become replacement characters, and what is nothing but controls is nothing", () => {
  const feed = found("halves-in-json.json");
  const [entry] = feed.entries;
  assert.deepEqual([feed.title, entry?.guid, entry?.title], ["]0;x", "\ufffd", "\ufffda"]);
  assert.deepEqual([entry?.tags, entry?.authors, entry?.enclosures[0]?.type], [[], [], null]);
});

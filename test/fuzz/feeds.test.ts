// A short run of the fuzzer, the same each time; the long one is `npm run fuzz`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFeed } from "../../src/formats/read-feed.ts";
import { resultComplaints } from "./examine.ts";
import { fuzz, inputOf } from "./fuzz.ts";
import { ownSeeds } from "./seeds.ts";

test("1500 damaged feeds are read without an error, in bounded time, into sound values", () => {
  const { examined, feeds, entries, finds } = fuzz({ seeds: ownSeeds(), runs: 1500, seed: 20_261, from: 0 });
  assert.deepEqual(
    finds.map(({ nth, seedName, complaints }) => ({ nth, seedName, complaints })),
    [],
  );
  assert.equal(examined, 1500);
  assert.ok(feeds > 1000, `only ${feeds} were feeds still`);
  assert.ok(entries > 2000, `only ${entries} entries were read`);
});

test("an input can be made again alone", () => {
  const seeds = ownSeeds();
  assert.ok(seeds.length >= 15);
  assert.deepEqual(inputOf(seeds, 1, 77), inputOf(seeds, 1, 77));
  assert.notDeepEqual(inputOf(seeds, 1, 77), inputOf(seeds, 2, 77));
});

test("what must hold is looked at: unsound values are complained of", () => {
  const page = readFeed(new TextEncoder().encode("<html>"), { contentType: null, baseUrl: null });
  assert.ok(page.format === null);
  const feeds = [{ url: "javascript:alert(1)", title: "" }];
  const wrong = { encoding: "", title: "a\u001b", feeds, hints: ["file:///etc/passwd"] };
  const unsound = { ...page, ...wrong, problems: [{ code: "x", message: "y", line: 0 }] };
  assert.deepEqual(
    [...resultComplaints(unsound, "https://feeds.example.org/")],
    [
      "names no encoding",
      "a title holds the control character 27",
      "tells of line 0",
      "a named feed leads to javascript:alert(1)",
      "a title of a named feed is empty and not null",
      "a link of the page leads to file:///etc/passwd",
    ],
  );
});

// A short run of the fuzzer over every target, the same each time; the long one is `npm run fuzz`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFeed } from "../../src/formats/read-feed.ts";
import { targets } from "./all-targets.ts";
import { resultComplaints } from "./examine.ts";
import { hunt, inputOf, pollution } from "./hunt.ts";
import { saidComplaints } from "./said.ts";
import { feeds } from "./targets/feeds.ts";

for (const target of targets) {
  test(`${target.shortRuns} damaged ${target.name} are read or refused, in bounded time, and nothing unsound comes of them`, async () => {
    const { examined, outcomes, finds } = await hunt(target, { runs: target.shortRuns, seed: 20_261, from: 0 });
    assert.deepEqual(
      finds.map(({ nth, seedName, complaints }) => ({ nth, seedName, complaints })),
      [],
    );
    assert.equal(examined, target.shortRuns);
    const { outcome, share } = target.reaches;
    const reached = outcomes.get(outcome) ?? 0;
    assert.ok(reached >= examined * share, `only ${reached} of ${examined} were ${outcome}`);
  });
}

test("an input can be made again alone", async () => {
  const bench = await feeds.open();
  assert.ok(bench.seeds.length >= 15);
  const of = (seed: number): Buffer => inputOf(bench, feeds.dictionary, { seed, nth: 77 }).bytes;
  assert.deepEqual(of(1), of(1));
  assert.notDeepEqual(of(1), of(2));
});

test("what must hold is looked at: unsound values are complained of", () => {
  const page = readFeed(new TextEncoder().encode("<html>"), { contentType: null, baseUrl: null });
  assert.ok(page.format === null);
  const wrongFeeds = [{ url: "javascript:alert(1)", title: "" }];
  const wrong = { encoding: "", title: "a\u001b", feeds: wrongFeeds, hints: ["file:///etc/passwd"] };
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

test("so is what pkm says, and what an input puts into every object", () => {
  const said = { status: 1, stdout: "a\u009b", stderr: "pkm: this is a bug in pkm: x\n" };
  assert.deepEqual(
    [...saidComplaints(said, { isJson: true })],
    [
      "calls itself wrong: pkm: this is a bug in pkm: x\n",
      "writes the character 155 to stdout",
      "fails with what is no JSON: pkm: this is a bug in pkm: x\n",
    ],
  );
  const silent = { status: 70, stdout: "", stderr: "" };
  assert.deepEqual([...saidComplaints(silent, { isJson: false })], ["ends with 70", 'ends with 70 and says ""']);
  // oxlint-disable-next-line no-extend-native -- just this is what is to be seen
  Object.defineProperty(Object.prototype, "polluted", { value: 1, enumerable: true, configurable: true });
  assert.deepEqual(pollution(), ["every object has polluted now"]);
  assert.deepEqual(pollution(), []);
});

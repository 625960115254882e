// The known word that is meant by one with a slip in it, found in time whatever is typed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest } from "../../src/base/nearest.ts";

const known = ["digest", "review", "sense", "tag"];

test("a word with a slip or two is near, another is not", () => {
  const found = ["digets", "rewiew", "senes", "sene", "tga", "tab", "gta", "share", ""].map((word) =>
    nearest(word, known),
  );
  assert.deepEqual(found, ["digest", "review", "sense", "sense", "tag", "tag", null, null, null]);
});

test("a word of a million letters is near to none, and told so at once", () => {
  const before = process.cpuUsage();
  assert.equal(nearest("digest".repeat(170_000), known), null);
  const { user } = process.cpuUsage(before);
  assert.ok(user < 200_000, `${user} µs`);
});

// What a season of digests shows: hardly anything of the quiet sources is lost between loud ones.
import assert from "node:assert/strict";
import { test } from "node:test";
import { playSeason } from "../bench/fairness.ts";

test("of quiet feeds between loud ones at least 85 in 100 items are shown, and something of every feed", async () => {
  const { quiet, loud, sources } = await playSeason({ days: 20, loud: 12, quiet: 60, slots: 25 });
  assert.ok(quiet.came > 200 && loud.came === 12 * 40 * 20, JSON.stringify({ quiet, loud }));
  assert.ok(quiet.shown / quiet.came >= 0.85, `${quiet.shown} of ${quiet.came}`);
  assert.equal(quiet.shown + loud.shown, 25 * 20, "every place is filled, and no item twice");
  assert.equal(sources, 72);
});

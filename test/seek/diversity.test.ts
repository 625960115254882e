// The estimator: readers of known concentration, drawn again and again, and what is printed of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { chanceText } from "../../src/seek/chance-text.ts";
import { chanceOfSame, comparableMin } from "../../src/seek/diversity.ts";

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = Math.trunc(state + 0x6d2b79f5);
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = Math.trunc(mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How often each kind is met in `n` draws. */
function drawn(parts: readonly number[], n: number, next: () => number): readonly number[] {
  const counts = parts.map(() => 0);
  for (let draw = 0; draw < n; draw += 1) {
    let rest = next();
    const at = parts.findIndex((part) => (rest -= part) < 0);
    const place = at === -1 ? parts.length - 1 : at;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}

const even = (kinds: number): readonly number[] => Array.from({ length: kinds }, () => 1 / kinds);
const falling = Array.from({ length: 50 }, (_, at) => 1 / (at + 1));
const readers: Readonly<Record<string, readonly number[]>> = {
  "two hundred alike": even(200),
  "five alike": even(5),
  "two alike": even(2),
  "a long tail": falling.map((part) => part / falling.reduce((sum, each) => sum + each, 0)),
  "one has half": [0.5, ...even(50).map((part) => part / 2)],
  "one has nearly all": [0.95, ...even(5).map((part) => part * 0.05)],
};
const rounds = 400;

for (const [name, parts] of Object.entries(readers)) {
  const truth = parts.reduce((sum, part) => sum + part * part, 0);
  for (const n of [10, 40, 100, 400]) {
    test(`a reader of whom ${name}: ${n} items`, () => {
      const next = random(n);
      const chances = Array.from({ length: rounds }, () => chanceOfSame(drawn(parts, n, next)));
      const values = chances.map(({ chance }) => chance ?? Number.NaN);
      const mean = values.reduce((sum, value) => sum + value, 0) / rounds;
      const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (rounds - 1));
      // Four standard errors of the mean: a bias of a fifth of the spread would show.
      assert.ok(Math.abs(mean - truth) <= (4 * deviation) / Math.sqrt(rounds) + 1e-12, `${mean} is not ${truth}`);
      const inside = chances.filter(({ low, high }) => (low ?? 1) <= truth && truth <= (high ?? 0)).length / rounds;
      if (n >= comparableMin) assert.ok(inside >= 0.84, `the spread holds the truth in ${inside} of cases`);
      for (const { chance, low, high } of chances) {
        assert.ok((low ?? 1) <= (chance ?? 0) && (chance ?? 1) <= (high ?? 0));
      }
      const shown = chances.map(chanceText);
      assert.ok(
        shown.every((text) => n < comparableMin === (text === "too few to compare")),
        shown[0],
      );
    });
  }
}

test("a biased estimator would be seen", () => {
  const parts = even(5);
  const next = random(1);
  const values = Array.from({ length: rounds }, () =>
    drawn(parts, 10, next).reduce((sum, count) => sum + (count / 10) ** 2, 0),
  );
  assert.ok(values.reduce((sum, value) => sum + value, 0) / rounds > 0.26, "squares of parts give 0.28 for 0.2");
});

test("the edges: nothing, one, one kind only, each its own kind", () => {
  assert.deepEqual(chanceOfSame([]), { n: 0, kinds: 0, chance: null, low: null, high: null });
  assert.deepEqual(chanceOfSame([1, 0]), { n: 1, kinds: 1, chance: null, low: null, high: null });
  assert.deepEqual(chanceOfSame([1, 1]), { n: 2, kinds: 2, chance: 0, low: null, high: null });
  const one = chanceOfSame([100]);
  assert.deepEqual([one.chance, one.n, one.kinds], [1, 100, 1]);
  assert.ok((one.low ?? 0) > 0.7 && (one.low ?? 1) < 1, "a hundred of one kind do not prove that there is no other");
  const all = chanceOfSame(Array.from({ length: 100 }, () => 1));
  assert.deepEqual([all.chance, all.kinds], [0, 100]);
  assert.ok((all.high ?? 0) > 0 && (all.high ?? 1) < 0.1);
  assert.equal(chanceText(chanceOfSame([50, 50])), "49 % (48 to 51)");
});

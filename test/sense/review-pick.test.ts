// What a review shows: the digest's choice, what it showed and was left, and a few from sources rarely read.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { pickForReview, type ReviewMatter } from "../../src/sense/review-pick.ts";
import { selectFairly } from "../../src/seek/select.ts";

const at = (hour: number): string => new Date(Date.UTC(2026, 10, 1, hour)).toISOString();

function matter(perSource: readonly number[], read: readonly number[] = []): ReviewMatter {
  const candidates = perSource.flatMap((count, source) =>
    Array.from({ length: count }, (_, index) => ({
      id: `k${source}x${index}`,
      source: `s${source}`,
      sorted: at(index),
    })),
  );
  const sources = perSource.map((_, index) => ({ id: `s${index}`, items: 20, unread: 20 - (read[index] ?? 0) }));
  return { candidates, shown: [], lastShown: new Map(), sources };
}

const day = "2026-11-23";

test("never more than asked for, none twice, each with a reason", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 6 }),
      fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 6, maxLength: 6 }),
      fc.record({ limit: fc.integer({ min: 0, max: 25 }), shownCount: fc.integer({ min: 0, max: 8 }) }),
      (perSource, read, { limit, shownCount }) => {
        const given = matter(perSource, read);
        const shown = Array.from({ length: shownCount }, (_, index) => ({
          id: `q${index}`,
          source: "s0",
          sorted: at(index),
        }));
        const picked = pickForReview({ ...given, shown }, { limit, day });
        const all = given.candidates.length + shown.length;
        assert.equal(picked.length, limit === 0 ? all : Math.min(limit, all));
        assert.equal(new Set(picked.map(({ id }) => id)).size, picked.length);
        assert.ok(picked.every(({ why }) => why !== ""));
      },
    ),
    { numRuns: 300 },
  );
});

test("without a record of reading it is the digest's choice", () => {
  const given = matter([5, 9, 2]);
  const { chosen } = selectFairly(given.candidates, { limit: 10, lastShown: given.lastShown });
  const picked = pickForReview(given, { limit: 10, day });
  assert.deepEqual(
    picked.map(({ id }) => id),
    chosen,
  );
});

test("a source that is rarely read has a place, the same all day", () => {
  const given = matter([9, 9, 9, 9], [18, 18, 0, 1]);
  const away = pickForReview(given, { limit: 20, day }).filter(({ isElsewhere }) => isElsewhere);
  assert.deepEqual(away.map(({ id }) => id).toSorted(), ["k2x8", "k3x8"]);
  assert.match(away[0]?.why ?? "", /^elsewhere: you dealt with [01] of 20 from this source$/);
  assert.deepEqual(pickForReview(given, { limit: 20, day }), pickForReview(given, { limit: 20, day }));
  const days = ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29"];
  const firsts = days.map((one) => pickForReview(given, { limit: 7, day: one }).at(-1)?.id);
  assert.deepEqual(new Set(firsts), new Set(["k2x8", "k3x8"]));
});

test("what a digest has shown and nothing was done with fills what is left", () => {
  const given = { ...matter([1]), shown: [{ id: "old", source: "s0", sorted: at(0) }] };
  assert.deepEqual(
    pickForReview(given, { limit: 5, day }).map(({ why }) => why),
    ["first time from this source", "a digest has shown it; nothing was done with it"],
  );
  assert.equal(pickForReview(given, { limit: 1, day }).length, 1);
});

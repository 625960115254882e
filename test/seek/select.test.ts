// Fair selection: every source gets its turn, nothing is lost, the same choice every time.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { selectFairly, type Candidate } from "../../src/seek/select.ts";

const candidates = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 0, max: 9999 }).map((n) => `k${n}`),
    source: fc.constantFrom("s1", "s2", "s3", "s4", "s5"),
    sorted: fc.integer({ min: 0, max: 1e9 }).map((n) => new Date(n * 1000).toISOString()),
  }),
  { selector: ({ id }) => id, maxLength: 60 },
);

test("shown and held add up to the candidates, without repeats", () => {
  fc.assert(
    fc.property(candidates, fc.nat(30), (given, limit) => {
      const { chosen, held } = selectFairly(given, { limit, lastShown: new Map() });
      assert.equal(chosen.length + held, given.length);
      assert.equal(new Set(chosen).size, chosen.length);
      if (limit > 0) assert.ok(chosen.length <= limit);
      else assert.equal(held, 0);
    }),
  );
});

test("no source is shown twice more often than another that still waits", () => {
  fc.assert(
    fc.property(candidates, fc.integer({ min: 1, max: 30 }), (given, limit) => {
      const { chosen } = selectFairly(given, { limit, lastShown: new Map() });
      const source = new Map(given.map(({ id, source: from }) => [id, from]));
      const shown = Map.groupBy(chosen, (id) => source.get(id));
      const waiting = Map.groupBy(given, ({ source: from }) => from);
      for (const [from, all] of waiting) {
        const count = shown.get(from)?.length ?? 0;
        if (count === all.length) continue;
        for (const others of shown.values()) assert.ok(others.length <= count + 1);
      }
    }),
  );
});

test("the order in which candidates come makes no difference", () => {
  fc.assert(
    fc.property(candidates, (given) => {
      const order = { limit: 7, lastShown: new Map([["s2", "2026-01-01T00:00:00.000Z"]]) };
      assert.deepEqual(selectFairly(given, order), selectFairly([...given].reverse(), order));
    }),
  );
});

test("the source shown longest ago begins, a source never shown before all", () => {
  const given: Candidate[] = ["s1", "s2", "s3"].map((source) => ({
    id: `k-${source}`,
    source,
    sorted: "2026-01-01T00:00:00.000Z",
  }));
  const lastShown = new Map([
    ["s1", "2026-05-02T00:00:00.000Z"],
    ["s2", "2026-05-01T00:00:00.000Z"],
  ]);
  assert.deepEqual(selectFairly(given, { limit: 0, lastShown }).chosen, ["k-s3", "k-s2", "k-s1"]);
});

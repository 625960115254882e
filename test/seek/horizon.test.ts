// Places for what is rarely read: really from sources read less than half as much as usual, and the same all day.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { elsewhere, horizonPlaces } from "../../src/seek/horizon.ts";

const record = fc.record({
  items: fc.integer({ min: 0, max: 40 }),
  readPart: fc.double({ min: 0, max: 1, noNaN: true }),
});

test("each is the newest of a source that is read less than half as much as the others, and none comes twice", () => {
  let chosen = 0;
  fc.assert(
    fc.property(
      fc.array(record, { minLength: 2, maxLength: 12 }),
      fc.integer({ min: 1, max: 3 }),
      (records, places) => {
        const sources = records.map(({ items, readPart }, at) => ({
          id: `s${at}`,
          items,
          unread: items - Math.floor(items * readPart),
        }));
        const candidates = sources.flatMap(({ id, unread }) =>
          Array.from({ length: Math.min(3, unread) }, (_, at) => ({ id: `${id}/${at}`, source: id, sorted: `${at}` })),
        );
        const picks = elsewhere(candidates, sources, { day: "2026-11-23", places });
        const telling = sources.filter(({ items }) => items >= 5);
        const usual =
          telling.reduce((sum, { items, unread }) => sum + items - unread, 0) /
          telling.reduce((sum, { items }) => sum + items, 0);
        assert.ok(picks.length <= places);
        for (const { id, why } of picks) {
          const source = telling.find((each) => id.startsWith(`${each.id}/`));
          assert.ok(source !== undefined);
          assert.ok((source.items - source.unread) / source.items < usual / 2);
          assert.equal(id, `${source.id}/${Math.min(3, source.unread) - 1}`);
          assert.match(why, new RegExp(`${source.items - source.unread} of ${source.items}\\b`));
          chosen += 1;
        }
        assert.equal(new Set(picks.map(({ id }) => id)).size, picks.length);
      },
    ),
    { numRuns: 500 },
  );
  assert.ok(chosen > 50, `only ${chosen} were chosen at all`);
});

test("the turn goes round with the days, and stays for a day", () => {
  const sources = Array.from({ length: 9 }, (_, at) => ({ id: `s${at}`, items: 20, unread: at === 0 ? 0 : 20 }));
  const candidates = sources.map(({ id }) => ({ id: `k-${id}`, source: id, sorted: "1" }));
  const first = (day: number): string => {
    const asked = { day: `2026-11-${String(day).padStart(2, "0")}`, places: 1 };
    const [pick] = elsewhere(candidates, sources, asked);
    assert.deepEqual(elsewhere(candidates.toReversed(), sources.toReversed(), asked)[0], pick);
    return pick?.id ?? "";
  };
  const days = Array.from({ length: 28 }, (_, day) => first(day + 1));
  assert.ok(new Set(days).size >= 6, "in four weeks most of eight sources have their turn");
  assert.deepEqual([horizonPlaces(6), horizonPlaces(7), horizonPlaces(20), horizonPlaces(200)], [0, 1, 2, 3]);
});

// Rhythm and quiet hours: how hours are read, and from when on a place may be asked again, over midnight and a clock change.
import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import { PkmError } from "../../src/base/errors.ts";
import { quietHours, restUntil } from "../../src/people/rhythm.ts";

const free = { perWeek: null, quiet: null };

test("quiet hours are two different times of the day", () => {
  assert.equal(quietHours("22-7"), "22:00-07:00");
  assert.equal(quietHours(" 9:30 - 10:05 "), "09:30-10:05");
  for (const wrong of ["", "22", "22-22", "24:00-07:00", "22:60-07:00", "night", "22:00-"]) {
    assert.throws(
      () => quietHours(wrong),
      (thrown) => thrown instanceof PkmError && thrown.kind === "usage",
      wrong,
    );
  }
});

test("a place rests exactly within its quiet hours, and what it says is the next moment that is not quiet", () => {
  let quietOnes = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1439 }),
      fc.integer({ min: 1, max: 1439 }),
      fc.date({ min: new Date("2026-01-01T00:00:00Z"), max: new Date("2027-12-31T00:00:00Z"), noInvalidDate: true }),
      (from, long, now) => {
        const until = (from + long) % 1440;
        const text = (minutes: number): string =>
          `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
        const rhythm = { perWeek: null, quiet: quietHours(`${text(from)}-${text(until)}`) };
        const minute = now.getHours() * 60 + now.getMinutes();
        const isQuiet = from < until ? minute >= from && minute < until : minute >= from || minute < until;
        const rest = restUntil(rhythm, [], now);
        assert.equal(rest !== null, isQuiet);
        if (rest === null) return;
        quietOnes += 1;
        const end = new Date(rest.until);
        assert.ok(end.getTime() > now.getTime() && end.getTime() - now.getTime() <= 25 * 3_600_000);
        assert.equal(restUntil(rhythm, [], end), null);
      },
    ),
    { numRuns: 2000, seed: 3 },
  );
  assert.ok(quietOnes > 300);
});

test("a rhythm counts the rounds of seven days, and one more fits when the oldest of them is out of it", () => {
  const at = (days: number): string =>
    new Date(Date.parse("2026-11-23T08:00:00.000Z") + days * 86_400_000).toISOString();
  const now = new Date(at(0));
  const rhythm = { perWeek: 2, quiet: null };
  assert.equal(restUntil(rhythm, [at(-1)], now), null);
  assert.equal(restUntil(rhythm, [at(-1), at(-8)], now), null, "what is older than a week counts not");
  const rest = restUntil(rhythm, [at(-1), at(-3)], now);
  assert.deepEqual([rest?.until, /twice in seven days, and 2/.test(rest?.why ?? "")], [at(4), true]);
  assert.equal(restUntil(rhythm, [at(-1), at(-3), at(-2)], now)?.until, at(5), "two of three must be out of it");
  assert.equal(restUntil(rhythm, [at(-1), at(-3)], new Date(at(4))), null);
  assert.equal(restUntil(free, [at(-1), at(-1), at(-1)], now), null);
});

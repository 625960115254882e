// When sources are asked again: never under the floor, never past the ceiling, and the server's word holds.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bitsOf, dueAfterAnswer, dueAfterFailure, gapMinutesOf, mayAsk, type Rhythm } from "../../src/seek/schedule.ts";

const now = new Date("2026-11-23T12:00:00.000Z");
const minutes = (count: number): string => new Date(now.getTime() + count * 60_000).toISOString();

const nothing: Rhythm = {
  source: "s1",
  gapMinutes: null,
  lastSign: null,
  ttlMinutes: null,
  maxAgeSeconds: null,
  skipHours: 0,
  skipDays: 0,
};

/** Minutes from now until a source of this rhythm is due. */
function wait(given: Partial<Rhythm>, from = now): number {
  return (Date.parse(dueAfterAnswer({ ...nothing, ...given }, from)) - from.getTime()) / 60_000;
}

test("after an answer: half the gap, 30 minutes to 21 hours and a tenth; the longer of ttl and max-age if that is more", () => {
  const cases: readonly (readonly [Partial<Rhythm>, number])[] = [
    [{}, 30],
    [{ gapMinutes: 1 }, 30],
    [{ gapMinutes: 240 }, 120],
    [{ gapMinutes: 1440 }, 720],
    [{ gapMinutes: 10_080 }, 1260],
    [{ gapMinutes: 60, lastSign: minutes(-240) }, 30],
    [{ gapMinutes: 60, lastSign: minutes(-2400) }, 300],
    [{ lastSign: minutes(-60 * 24 * 365) }, 1260],
    [{ lastSign: minutes(60 * 24) }, 30],
  ];
  for (const [given, least] of cases) {
    const waits = ["s1", "s2", "sk4k"].map((source) => wait({ ...given, source }));
    for (const each of waits) assert.ok(each >= least && each <= least * 1.1, `${JSON.stringify(given)}: ${each}`);
  }
  assert.equal(wait({ ttlMinutes: 60 }), 60);
  assert.equal(wait({ ttlMinutes: 60, maxAgeSeconds: 7200 }), 120);
  assert.equal(wait({ ttlMinutes: 120, maxAgeSeconds: 60 }), 120);
  assert.equal(wait({ ttlMinutes: 100_000 }), 1440);
  assert.equal(wait({ maxAgeSeconds: 31_536_000 }), 1440);
});

test("sources of one rhythm spread, each by its own id and always alike", () => {
  const sources = Array.from({ length: 100 }, (_, at) => `s${at.toString(36)}`);
  const waits = sources.map((source) => wait({ source, gapMinutes: 600 }));
  assert.ok(new Set(waits).size > 90);
  assert.ok(Math.max(...waits) - Math.min(...waits) > 20);
  assert.deepEqual(
    sources.map((source) => wait({ source, gapMinutes: 600 })),
    waits,
  );
});

test("skipped hours and days are passed by; a feed that skips all of them is asked all the same", () => {
  const skip = (hours: readonly number[], days: readonly number[] = []): string =>
    dueAfterAnswer({ ...nothing, ttlMinutes: 60, skipHours: bitsOf(hours), skipDays: bitsOf(days) }, now);
  assert.equal(skip([]), "2026-11-23T13:00:00.000Z");
  assert.equal(skip([13, 14]), "2026-11-23T15:00:00.000Z");
  assert.equal(skip([], [1, 2]), "2026-11-25T00:00:00.000Z");
  assert.equal(skip([0, 1], [1, 2]), "2026-11-25T02:00:00.000Z");
  assert.equal(skip(Array.from({ length: 24 }, (_, hour) => hour)), "2026-11-23T13:00:00.000Z");
  assert.equal(skip([], [0, 1, 2, 3, 4, 5, 6]), "2026-11-23T13:00:00.000Z");
});

test("the gap is the middle one of the newest twenty dates; the future and doubles do not count", () => {
  assert.equal(gapMinutesOf([minutes(-10), minutes(-20)], now), null);
  assert.equal(gapMinutesOf([minutes(-10), minutes(-20), null, minutes(-30), minutes(5000)], now), 10);
  assert.equal(gapMinutesOf([minutes(-10), minutes(-10), minutes(-20)], now), null);
  const burst = [-1, -2, -3, -4, -500, -1000, -9000].map(minutes);
  assert.equal(gapMinutesOf(burst, now), 496);
  const hourly = Array.from({ length: 40 }, (_, at) => minutes(-at * (at < 25 ? 60 : 9999)));
  assert.equal(gapMinutesOf(hourly.toReversed(), now), 60);
});

test("a wait is told in elapsed time: neither zone nor change of clocks nor date moves it", () => {
  const moments = [
    "2026-03-29T00:59:00.000Z",
    "2026-10-25T00:59:00.000Z",
    "2026-03-08T09:59:00.000Z",
    "1970-01-01T00:00:00.000Z",
  ];
  const zone = process.env["TZ"];
  const waits = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu"].flatMap((each) => {
    process.env["TZ"] = each;
    return moments.map((moment) => wait({ gapMinutes: 300 }, new Date(moment)));
  });
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
  assert.deepEqual([waits.length, new Set(waits).size], [12, 1]);
});

test("after failures: 15 minutes, doubling to a day", () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1000].map((failures) => dueAfterFailure({ failures, retryAt: null }, now));
  assert.deepEqual(waits, [15, 30, 60, 120, 240, 480, 960, 1440, 1440, 1440].map(minutes));
});

test("a Retry-After puts off further, never nearer, and not for ever", () => {
  assert.equal(dueAfterFailure({ failures: 1, retryAt: minutes(90) }, now), minutes(90));
  assert.equal(dueAfterFailure({ failures: 8, retryAt: minutes(90) }, now), minutes(1440));
  assert.equal(dueAfterFailure({ failures: 1, retryAt: minutes(-90) }, now), minutes(15));
  assert.equal(dueAfterFailure({ failures: 1, retryAt: "2099-01-01T00:00:00.000Z" }, now), minutes(30 * 1440));
  assert.equal(dueAfterFailure({ failures: 1, retryAt: "nonsense" }, now), minutes(15));
});

test("every wait is at least the floor, and at most a day but for hours and days that are skipped", () => {
  const rhythm = fc.record({
    source: fc.string(),
    gapMinutes: fc.option(fc.nat()),
    lastSign: fc.option(
      fc.date({ noInvalidDate: true, max: new Date("9999-01-01") }).map((date) => date.toISOString()),
    ),
    ttlMinutes: fc.option(fc.nat()),
    maxAgeSeconds: fc.option(fc.nat()),
    skipHours: fc.integer({ min: 0, max: 2 ** 24 - 1 }),
    skipDays: fc.integer({ min: 0, max: 2 ** 7 - 1 }),
  });
  fc.assert(
    fc.property(rhythm, fc.nat(), (given, failures) => {
      const least = wait({ ...given, skipHours: 0, skipDays: 0 });
      assert.ok(least >= 30 && least <= 1440, `${least}`);
      const skipping = wait(given);
      assert.ok(skipping >= least && skipping <= least + 7 * 1440, `${skipping}`);
      const due = dueAfterFailure({ failures, retryAt: null }, now);
      assert.ok(due >= minutes(15) && due <= minutes(1440), due);
    }),
    { numRuns: 500 },
  );
});

test("a named source may be asked after the floor; force passes by the floor, not by Retry-After", () => {
  const facts = (given: { asked?: number; notBefore?: number; isGone?: boolean }): Parameters<typeof mayAsk>[0] => ({
    asked: given.asked === undefined ? null : minutes(given.asked),
    notBefore: given.notBefore === undefined ? null : minutes(given.notBefore),
    gone: given.isGone === true ? minutes(-9999) : null,
  });
  const may = (given: Parameters<typeof facts>[0], isForced = false): boolean =>
    mayAsk(facts(given), { now, isForced });
  assert.equal(may({}), true);
  assert.equal(may({ asked: -14 }), false);
  assert.equal(may({ asked: -15 }), true);
  assert.equal(may({ asked: -1 }, true), true);
  assert.equal(may({ notBefore: 10 }, true), false);
  assert.equal(may({ notBefore: -10 }, true), true);
  assert.equal(may({ isGone: true }), false);
  assert.equal(may({ isGone: true }, true), true);
  assert.equal(may({ asked: 60 }), true, "the clock was set back");
  assert.equal(may({ notBefore: 60 * 24 * 60 }), true, "put off by a clock that ran ahead");
});

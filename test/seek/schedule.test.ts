// When sources are asked again: never under the floor, never past the ceiling, and the server's word holds.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { dueAfterAnswer, dueAfterFailure, mayAsk } from "../../src/seek/schedule.ts";

const now = new Date("2026-11-23T12:00:00.000Z");
const minutes = (count: number): string => new Date(now.getTime() + count * 60_000).toISOString();

test("after an answer: the longer of ttl and max-age, between 15 minutes and a day", () => {
  const cases: readonly (readonly [number | null, number | null, number])[] = [
    [null, null, 30],
    [null, 0, 30],
    [5, null, 15],
    [60, null, 60],
    [60, 7200, 120],
    [120, 60, 120],
    [100_000, null, 1440],
    [null, 31_536_000, 1440],
  ];
  for (const [ttlMinutes, maxAgeSeconds, expected] of cases) {
    assert.equal(
      dueAfterAnswer({ ttlMinutes, maxAgeSeconds }, now),
      minutes(expected),
      `${ttlMinutes} ${maxAgeSeconds}`,
    );
  }
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

test("every wait is at least the floor and at most the ceiling", () => {
  const asked = fc.record({ ttlMinutes: fc.option(fc.nat()), maxAgeSeconds: fc.option(fc.nat()) });
  fc.assert(
    fc.property(asked, fc.nat(), (given, failures) => {
      for (const due of [dueAfterAnswer(given, now), dueAfterFailure({ failures, retryAt: null }, now)]) {
        assert.ok(due >= minutes(15) && due <= minutes(1440), due);
      }
    }),
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

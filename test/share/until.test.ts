// Closing dates as typed, in whatever zone the tests run.
import { test } from "node:test";
import assert from "node:assert/strict";
import { PkmError } from "../../src/base/errors.ts";
import { untilInstant } from "../../src/share/until.ts";

// Monday 23 November 2026, half past nine in the morning where the test runs.
const now = new Date(2026, 10, 23, 9, 30);

test("a weekday, a date and a number of days mean the end of that day", () => {
  const endOf = (month: number, day: number): string => new Date(2026, month - 1, day, 23, 59, 59, 999).toISOString();
  const cases: readonly [text: string, end: string][] = [
    ["fri", endOf(11, 27)],
    ["Friday", endOf(11, 27)],
    ["mon", endOf(11, 30)],
    ["sun", endOf(11, 29)],
    ["2026-12-01", endOf(12, 1)],
    ["2026-11-23", endOf(11, 23)],
    ["7d", endOf(11, 30)],
    ["0d", endOf(11, 23)],
    ["today", endOf(11, 23)],
    ["Tomorrow", endOf(11, 24)],
    ["in 3 days", endOf(11, 26)],
    ["2w", endOf(12, 7)],
    ["next thurs", endOf(11, 26)],
  ];
  for (const [text, end] of cases) assert.equal(untilInstant(text, now), end, text);
  assert.equal(cases.length, 13);
});

test("anything else, and a day that is over, is refused", () => {
  const wrong = ["", "f", "soon", "2026-02-30", "2026-11-22", "7", "-1d", "2026-13-01", "next week", "fridays"];
  for (const text of wrong) {
    assert.throws(
      () => untilInstant(text, now),
      (thrown) => thrown instanceof PkmError && thrown.kind === "usage",
      text,
    );
  }
  assert.equal(wrong.length, 10);
});

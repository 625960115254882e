// Dates: the two standards, the broken forms, and what is no date.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readDate } from "../../../src/formats/feed/dates.ts";

const readable: readonly (readonly [string, string])[] = [
  ["Tue, 03 Feb 2026 09:12:40 +0000", "2026-02-03T09:12:40.000Z"],
  ["Tue, 03 Feb 2026 09:12:40 GMT", "2026-02-03T09:12:40.000Z"],
  ["03 Feb 26 09:12 EST", "2026-02-03T14:12:00.000Z"],
  ["Tue, 3 Feb 2026 09:12:40 PDT", "2026-02-03T16:12:40.000Z"],
  ["Tuesday, 03 February 2026 09:12:40 -0330", "2026-02-03T12:42:40.000Z"],
  ["Tue,03 Feb 2026 09:12:40 GMT+0200", "2026-02-03T07:12:40.000Z"],
  ["Tue, 03-Feb-2026 09:12:40 CEST", "2026-02-03T07:12:40.000Z"],
  ["Tue, 03 Feb 2026 09:12:40 +02:00", "2026-02-03T07:12:40.000Z"],
  ["Tue, 03 Feb 2026 09:12:40 +0000 (UTC)", "2026-02-03T09:12:40.000Z"],
  ["Tue, 03 Feb 2026 09:12:40 PM EST", "2026-02-04T02:12:40.000Z"],
  ["Tue, 03 Feb 2026 24:00:00 GMT", "2026-02-04T00:00:00.000Z"],
  ["Tue, 03 Feb 2026", "2026-02-03T00:00:00.000Z"],
  ["  Tue,\n 03 Feb 2026   09:12:40 Z ", "2026-02-03T09:12:40.000Z"],
  ["Mar, 03 fév 2026 09:12:40 +0100", "2026-02-03T08:12:40.000Z"],
  ["Di, 03 Dez 2026 09:12:40 MEZ", "2026-12-03T08:12:40.000Z"],
  ["Tue Feb 03 09:12:40 2026", "2026-02-03T09:12:40.000Z"],
  ["Feb 3, 2026 9:12 am", "2026-02-03T09:12:00.000Z"],
  ["February 3rd, 2026", "2026-02-03T00:00:00.000Z"],
  ["Tue Feb 03 2026 09:12:40 GMT+0100 (Central European Time)", "2026-02-03T08:12:40.000Z"],
  ["2026-02-03T09:12:40Z", "2026-02-03T09:12:40.000Z"],
  ["2026-02-03T09:12:40.1234567+02:00", "2026-02-03T07:12:40.123Z"],
  ["2026-02-03t09:12z", "2026-02-03T09:12:00.000Z"],
  ["2026-02-03 09:12:40", "2026-02-03T09:12:40.000Z"],
  ["2026-02-03 09:12:40 +0100", "2026-02-03T08:12:40.000Z"],
  ["20260203T091240Z", "2026-02-03T09:12:40.000Z"],
  ["2026-02-03T9:12:4Z", "2026-02-03T09:12:04.000Z"],
  ["2026-02-03", "2026-02-03T00:00:00.000Z"],
  ["2026-02", "2026-02-01T00:00:00.000Z"],
  ["2026", "2026-01-01T00:00:00.000Z"],
  ["2026/02/03 09:12", "2026-02-03T09:12:00.000Z"],
  ["03.02.2026 09:12", "2026-02-03T09:12:00.000Z"],
  ["02/13/2026 09:12:00 PM", "2026-02-13T21:12:00.000Z"],
  ["13/02/2026", "2026-02-13T00:00:00.000Z"],
  ["1770109960", "2026-02-03T09:12:40.000Z"],
  ["1770109960000", "2026-02-03T09:12:40.000Z"],
  ["Fri, 01 Jan 99 00:00:00 GMT", "1999-01-01T00:00:00.000Z"],
  ["Thu, 31 Dec 1998 23:59:60 GMT", "1999-01-01T00:00:00.000Z"],
];

const unreadable = [
  "",
  "soon",
  "now",
  "today",
  "Mon, 01 Jan 0001 00:00:00 +0000",
  "0000-00-00 00:00:00",
  "-0001-11-30T00:00:00Z",
  "Tue, 31 Feb 2026 09:12:40 GMT",
  "Tue, 03 Foo 2026 09:12:40 GMT",
  "2026-13-01",
  "2026-02-03T25:00:00Z",
  "2026-02-03T09:61:00Z",
  "12",
  "Mon, ".repeat(20_000),
];

test("dates that feeds write are read, whatever the zone of this machine", () => {
  for (const [text, instant] of readable) assert.equal(readDate(text), instant, text);
  assert.equal(readable.length, 37);
});

test("what is no date is null and never the present", () => {
  for (const text of unreadable) assert.equal(readDate(text), null, text.slice(0, 40));
  assert.equal(unreadable.length, 14);
});

test("every instant reads back from both standards", () => {
  const instants = fc.date({
    min: new Date("1970-01-01T00:00:00Z"),
    max: new Date("2069-12-31T23:59:59Z"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(instants, (date) => {
      const seconds = new Date(Math.floor(date.getTime() / 1000) * 1000).toISOString();
      assert.equal(readDate(date.toISOString()), date.toISOString());
      assert.equal(readDate(date.toUTCString()), seconds);
    }),
  );
});

test("no text at all makes it throw", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 120, unit: "grapheme" }), (text) => {
      const date = readDate(text);
      assert.ok(date === null || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(date));
    }),
  );
});

// Dates, freshness and Retry-After as servers write them.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { maxAgeSeconds } from "../../src/net/freshness.ts";
import { httpDate } from "../../src/net/http-date.ts";
import { retryAt } from "../../src/net/retry-after.ts";

const clock = { now: () => new Date("2024-03-01T12:00:00.000Z") };

test("the three date forms of HTTP name one instant in any zone", () => {
  const forms = [
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
    " Sun, 06 Nov 1994 09:49:37 +0100 ",
  ];
  const zone = process.env["TZ"];
  try {
    for (const place of ["UTC", "America/New_York", "Asia/Kathmandu"]) {
      process.env["TZ"] = place;
      for (const form of forms)
        assert.equal(httpDate(form)?.toISOString(), "1994-11-06T08:49:37.000Z", `${form} in ${place}`);
    }
  } finally {
    if (zone === undefined) delete process.env["TZ"];
    else process.env["TZ"] = zone;
  }
});

test("what is no date is null", () => {
  for (const text of [
    "",
    "0",
    "-1",
    "now",
    "Sun",
    "Sun, 99 Xyz 2024 08:49:37 GMT",
    "2024-03-01",
    `Sun, ${"6".repeat(99)}`,
  ]) {
    assert.equal(httpDate(text), null, text);
  }
});

test("Retry-After is read in both forms, and never keeps us away for more than 30 days", () => {
  const cases: [string | undefined, string | null][] = [
    ["120", "2024-03-01T12:02:00.000Z"],
    [" 7 ", "2024-03-01T12:00:07.000Z"],
    ["Fri, 01 Mar 2024 13:00:00 GMT", "2024-03-01T13:00:00.000Z"],
    ["99999999999999999999", "2024-03-31T12:00:00.000Z"],
    ["Fri, 01 Mar 2999 13:00:00 GMT", "2024-03-31T12:00:00.000Z"],
    ["0", null],
    ["-5", null],
    ["1.5", null],
    ["soon", null],
    ["Thu, 01 Feb 2024 13:00:00 GMT", null],
    ["", null],
    [undefined, null],
  ];
  for (const [header, expected] of cases) assert.equal(retryAt(header, clock), expected, String(header));
});

test("freshness is max-age, else Expires, less Age", () => {
  const cases: [Record<string, string>, number | null][] = [
    [{}, null],
    [{ "cache-control": "public" }, null],
    [{ "cache-control": "max-age=600" }, 600],
    [{ "cache-control": 'public, Max-Age="60"', expires: "0" }, 60],
    [{ "cache-control": "max-age=600", age: "200" }, 400],
    [{ "cache-control": "max-age=600", age: "9000" }, 0],
    [{ "cache-control": "s-maxage=600" }, null],
    [{ "cache-control": "no-cache, max-age=600" }, 0],
    [{ "cache-control": "no-store" }, 0],
    [{ "cache-control": "max-age=99999999999999" }, 2 ** 31],
    [{ "cache-control": "max-age=-1" }, null],
    [{ expires: "Fri, 01 Mar 2024 13:00:00 GMT" }, 3600],
    [{ expires: "Fri, 01 Mar 2024 13:00:00 GMT", date: "Fri, 01 Mar 2024 12:30:00 GMT" }, 1800],
    [{ expires: "Fri, 01 Mar 2020 13:00:00 GMT" }, 0],
    [{ expires: "0" }, 0],
  ];
  for (const [headers, expected] of cases)
    assert.equal(maxAgeSeconds(headers, clock), expected, JSON.stringify(headers));
});

test("no header text makes them throw or leave their ranges", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
      ),
      (text) => {
        const until = retryAt(text, clock);
        if (until !== null) assert.ok(until > "2024-03-01T12:00:00.000Z" && until <= "2024-03-31T12:00:00.000Z");
        for (const headers of [
          { "cache-control": text },
          { expires: text },
          { expires: text, date: text, age: text },
        ]) {
          const seconds = maxAgeSeconds(headers, clock);
          if (seconds !== null) assert.ok(seconds >= 0 && seconds <= 2 ** 31);
        }
      },
    ),
    { numRuns: 500 },
  );
});

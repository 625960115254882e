// Dates by the word of a far end: kept where they can be, the present where they are none.
import assert from "node:assert/strict";
import { test } from "node:test";
import { saidInstant } from "../../src/channels/said-instant.ts";

const now = "2026-11-23T08:00:00.000Z";

test("an instant that is past is kept, in whichever form", () => {
  assert.equal(saidInstant("2026-11-22T09:00:00+01:00", now), "2026-11-22T08:00:00.000Z");
  assert.equal(saidInstant(Date.parse("2026-11-22T08:00:00.001Z"), now), "2026-11-22T08:00:00.001Z");
  assert.equal(saidInstant(now, now), now);
});

test("what is no instant, lies ahead or is in no year of four digits is the present", () => {
  for (const said of ["", "soon", "2026-13-01", "2026-11-23T08:00:00.001Z", "+012026-01-01T00:00:00Z"])
    assert.equal(saidInstant(said, now), now, said);
  for (const said of ["-271821-04-20T00:00:00.000Z", "-000001-01-01T00:00:00Z", 8.64e15, -8.64e15, Number.NaN, 9e15])
    assert.equal(saidInstant(said, now), now, String(said));
});

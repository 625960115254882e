// What of a share waits, in words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { untilInstant } from "../../src/share/until.ts";
import { waitingOf } from "../../src/share/waiting.ts";
import { release } from "./case.ts";

test("a round closes on the day that it was given, by the clock on the wall", (t) => {
  const home = process.env["TZ"];
  t.after(() => {
    if (home === undefined) delete process.env["TZ"];
    else process.env["TZ"] = home;
  });
  const zones = ["America/Los_Angeles", "UTC", "Pacific/Auckland"];
  for (const zone of zones) {
    process.env["TZ"] = zone;
    const now = new Date("2026-11-23T20:00:00.000Z");
    const round = release(["confirmed"], { sent: "2026-11-20T08:00:00.000Z", until: untilInstant("tomorrow", now) });
    const facts = {
      share: { id: "d2k9", note: "n2k9", created: "", withdrawn: null, closed: null },
      releases: [round],
    };
    const day = zone === "Pacific/Auckland" ? "2026-11-25" : "2026-11-24";
    assert.deepEqual(waitingOf({ ...facts, versions: [], feedback: [], reflections: [] }, now), [
      `the round with Bench Circle closes ${day}, 0 of feedback so far`,
    ]);
  }
  assert.equal(zones.length, 3);
});

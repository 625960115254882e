// Times of departure: never before the clock on the wall was promised to show them, in any zone, over any change of clocks.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { atInstant, wallInstant, type WallTime } from "../../src/share/at.ts";
import { dueReleases, setDeparture } from "../../src/share/depart.ts";
import { clearPublication, planPublication } from "../../src/share/publish.ts";
import { send } from "../../src/share/send.ts";
import { stage } from "../../src/share/stage.ts";
import { openBench } from "./bench.ts";
import { deliveries, plain, refused, sendAll } from "./circle.ts";

const home = process.env["TZ"];
after(() => {
  if (home === undefined) delete process.env["TZ"];
  else process.env["TZ"] = home;
});

/** Half an hour of change, none at midnight, a day left out, and the usual. */
const zones = [
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
  "Pacific/Apia",
  "Asia/Kolkata",
  "UTC",
  "Africa/Cairo",
];

function within<Result>(zone: string, act: () => Result): Result {
  process.env["TZ"] = zone;
  return act();
}

const shown = (at: Date): number =>
  Date.UTC(at.getFullYear(), at.getMonth(), at.getDate(), at.getHours(), at.getMinutes());

test("from the instant on, the clock on the wall never shows an earlier time, and just before it did", () => {
  const wall: fc.Arbitrary<WallTime> = fc.record({
    year: fc.constantFrom(2011, 2018, 2024, 2026, 2027),
    month: fc.integer({ min: 0, max: 11 }),
    date: fc.integer({ min: 1, max: 28 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.constantFrom(0, 1, 15, 29, 30, 31, 59),
  });
  let checked = 0;
  fc.assert(
    fc.property(fc.constantFrom(...zones), wall, (zone, time) =>
      within(zone, () => {
        const at = wallInstant(time).getTime();
        const promised = Date.UTC(time.year, time.month, time.date, time.hour, time.minute);
        for (let later = 0; later <= 240; later += 1)
          assert.ok(shown(new Date(at + later * 60_000)) >= promised, `${zone} ${JSON.stringify(time)}`);
        assert.ok(shown(new Date(at - 60_000)) < promised, `${zone} ${JSON.stringify(time)} is later than needed`);
        checked += 1;
      }),
    ),
    { numRuns: 1500 },
  );
  assert.equal(checked, 1500);
});

test("the hour that is left out, and the hour that comes twice", () => {
  const iso = (zone: string, time: [number, number, number, number, number]): string =>
    within(zone, () => {
      const [year, month, date, hour, minute] = time;
      return wallInstant({ year, month: month - 1, date, hour, minute }).toISOString();
    });
  assert.equal(iso("Europe/Berlin", [2026, 3, 29, 2, 30]), "2026-03-29T01:00:00.000Z");
  assert.equal(iso("Europe/Berlin", [2026, 10, 25, 2, 30]), "2026-10-25T01:30:00.000Z");
  assert.equal(iso("America/New_York", [2026, 11, 1, 1, 30]), "2026-11-01T06:30:00.000Z");
  assert.equal(iso("Australia/Lord_Howe", [2026, 4, 5, 1, 45]), "2026-04-04T15:15:00.000Z");
});

test("times as they are typed", () => {
  const now = new Date("2026-11-23T08:00:00.000Z");
  const cases: readonly [string, string][] = [
    ["2026-12-01 09:00", "2026-12-01T08:00:00.000Z"],
    ["2026-12-01T9:00", "2026-12-01T08:00:00.000Z"],
    ["fri 9:00", "2026-11-27T08:00:00.000Z"],
    ["sat 9:00", "2026-11-28T08:00:00.000Z"],
    ["mon 7:00", "2026-11-30T06:00:00.000Z"],
    ["tomorrow 00:00", "2026-11-23T23:00:00.000Z"],
    ["today 23:59", "2026-11-23T22:59:00.000Z"],
    ["9:30", "2026-11-23T08:30:00.000Z"],
    ["08:59", "2026-11-24T07:59:00.000Z"],
    ["+90m", "2026-11-23T09:30:00.000Z"],
    ["2026-11-23T10:00Z", "2026-11-23T10:00:00.000Z"],
  ];
  within("Europe/Berlin", () => {
    for (const [text, wanted] of cases) assert.equal(atInstant(text, now), wanted, text);
    for (const text of [
      "2026-11-23T10:00+05:30",
      "2026-02-30 9:00",
      "soon",
      "25:00",
      "9:60",
      "2026-11-22 9:00",
      "",
      "fri",
      "-2h",
      "sunken 9:00",
      "mon-fri 9:00",
      "2026-13-01 9:00",
    ]) {
      assert.throws(() => atInstant(text, now), { kind: "usage" }, text);
    }
  });
});

test("a publication set for later is sent once, not before its time, whatever the clock does meanwhile", async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -90, max: 60 }), { minLength: 1, maxLength: 25 }), async (jumps) => {
      const bench = await openBench();
      try {
        const place = bench.community("Circle");
        bench.member(place, "Ines");
        const garden = bench.network("garden");
        const note = bench.note("Half a minute", "First.\n");
        const { share } = await stage(bench.desk, { ...plain, note, place });
        await sendAll(bench, share);
        const { releases } = await clearPublication(bench.desk, {
          share,
          note,
          networks: [garden],
          anyway: "it is late",
        });
        const sendAt = new Date(bench.desk.clock.now().getTime() + 45 * 60_000).toISOString();
        setDeparture(
          bench.desk,
          bench.desk.releases.ofShare(share).filter(({ id }) => releases.includes(id)),
          sendAt,
        );
        const inPublic = (): number => bench.far.landed.filter(({ exposure }) => exposure === "world").length;
        let wasDue = false;
        for (const jump of [...jumps, 0]) {
          bench.wait(jump * 60_000);
          const now = bench.desk.clock.now();
          wasDue ||= now.toISOString() >= sendAt;
          const due = dueReleases(bench.desk.releases.ofShare(share), now).map(({ id }) => id);
          if (due.length > 0) await send(bench.desk, share, due);
          assert.equal(inPublic(), wasDue ? 1 : 0);
        }
        const [sent] = deliveries(bench, share).filter(({ release }) => releases.includes(release));
        assert.equal(sent?.state, wasDue ? "confirmed" : "pending");
        runs += 1;
      } finally {
        bench.close();
      }
    }),
    { numRuns: 40 },
  );
  assert.equal(runs, 40);
});

test("looking at a publication that has a time to leave takes nothing of it away", async () => {
  const bench = await openBench();
  try {
    const { desk } = bench;
    const garden = bench.network("garden");
    const note = bench.note("Half a minute", "First.\n");
    const { share, releases } = await clearPublication(desk, { share: null, note, networks: [garden], anyway: "now" });
    setDeparture(desk, desk.releases.ofShare(share), "2026-11-23T09:00:00.000Z");
    assert.deepEqual([await planPublication(desk, { share, network: garden })], releases);
    const other = { share, network: garden, form: { warning: "long" } };
    await refused(
      () => planPublication(desk, other),
      /garden is to get it at 2026-11-23T09:00:00.000Z, in another form/,
    );
    // Its channel would make other bytes now: it stays, and is told when it is to leave.
    const [channel] = desk.communities.get(garden).channels;
    bench.store.communities.removeChannel(channel?.id ?? "");
    bench.store.communities.addChannel(garden, { kind: "lookup", exposure: "world", settings: {}, isAgreed: false });
    assert.deepEqual([await planPublication(desk, { share, network: garden })], releases);
    bench.wait(2 * 3_600_000);
    const due = dueReleases(desk.releases.ofShare(share), desk.clock.now()).map(({ id }) => id);
    assert.deepEqual(due, releases);
    await refused(() => send(desk, share, due), /the channel \w+ of garden was removed since it was staged/);
  } finally {
    bench.close();
  }
});

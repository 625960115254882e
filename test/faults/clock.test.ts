// A clock that is set back, and days that summer time makes shorter or longer: nothing is shown twice and nothing lost.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import Database from "better-sqlite3";
import { guidsIn } from "./killing.ts";
import { linesOf, machine, settle } from "./person.ts";
import { serveYear } from "./year-web.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

interface Told {
  /** Ids of each digest, in the order they came. */
  digests: readonly (readonly string[])[];
  /** Milliseconds from a run of seek to the next time each source is due. */
  dueInMs: readonly number[];
}

/** A morning's digest at each of the instants, from feeds that publish by their own, true clock. */
async function mornings(t: TestContext, at: readonly string[], zone: string): Promise<Told> {
  const home = mkdtempSync(join(tmpdir(), "pkm-clock-"));
  const instants = at.map((instant) => Date.parse(instant));
  const beganMs = Math.min(...instants) - 2 * dayMs;
  let [nowMs, trueMs] = [instants[0] ?? 0, beganMs + dayMs];
  const web = await serveYear({ count: 6, perDay: 8, beganMs, now: () => new Date(trueMs) });
  t.after(async () => {
    await web.close();
    rmSync(home, { recursive: true, force: true });
  });
  const person = machine(home, () => new Date(nowMs), zone);
  await settle(person, web.feeds);
  const digests: (readonly string[])[] = [];
  const dueInMs: number[] = [];
  for (const instant of instants) {
    [nowMs, trueMs] = [instant, trueMs + dayMs];
    await person.pkm(["seek", "--force", "-q"]);
    digests.push(linesOf(await person.pkm(["digest", "--limit", "5", "--ids", "-q"])));
    dueInMs.push(...duesIn(home).map((due) => due - nowMs));
  }
  for (let more = 0; more < 40; more += 1) {
    nowMs += hourMs;
    const ids = linesOf(await person.pkm(["digest", "--limit", "20", "--ids", "-q"]));
    if (ids.length === 0) break;
    digests.push(ids);
  }
  assert.deepEqual(guidsIn(home), [...web.offered].sort());
  const shown = digests.flat();
  for (const id of showable(home)) assert.ok(shown.includes(id), `${id} was never shown`);
  await person.pkm(["doctor"]);
  return { digests, dueInMs };
}

function query<Row>(home: string, sql: string): readonly Row[] {
  const db = new Database(join(home, "pkm.db"), { readonly: true });
  try {
    return db.prepare<[], Row>(sql).pluck().all();
  } finally {
    db.close();
  }
}

const duesIn = (home: string): readonly number[] =>
  query<string>(home, "SELECT next_due FROM source_feed WHERE next_due IS NOT NULL").map((due) => Date.parse(due));
/** Muted ones are not to be shown, nor those that were let go after two weeks. */
const showable = (home: string): readonly string[] =>
  query<string>(home, "SELECT id FROM item WHERE id NOT IN (SELECT item FROM muted) AND let_go IS NULL");

function assertSane({ digests, dueInMs }: Told): void {
  const shown = digests.flat();
  assert.ok(shown.length > 10, "hardly anything was shown");
  assert.equal(new Set(shown).size, shown.length, "an item was shown twice");
  assert.ok(dueInMs.length > 0, "nothing is due");
  for (const ms of dueInMs) assert.ok(ms > 0 && ms <= 26 * hourMs, `a source is due in ${ms / hourMs} hours`);
}

const clocks: readonly [string, readonly string[], string][] = [
  ["set back by a day", ["2026-03-10T07:00Z", "2026-03-11T07:00Z", "2026-03-10T07:05Z", "2026-03-11T06:00Z"], "UTC"],
  ["set back by a year", ["2027-03-10T07:00Z", "2026-03-10T07:00Z", "2026-03-11T07:00Z"], "UTC"],
  [
    "through the night that is an hour short",
    ["2026-03-28T06:30Z", "2026-03-29T00:59Z", "2026-03-29T01:01Z", "2026-03-30T05:30Z"],
    "Europe/Berlin",
  ],
  [
    "through the night that is an hour long",
    ["2026-10-24T05:30Z", "2026-10-25T00:30Z", "2026-10-25T01:30Z", "2026-10-26T06:30Z"],
    "Europe/Berlin",
  ],
];

for (const [name, instants, zone] of clocks) {
  test(`a clock ${name}: each item is shown once, and the next fetch is within a day`, async (t) => {
    const told = await mornings(t, instants, zone);
    assertSane(told);
    t.diagnostic(
      `${told.digests.length} digests of ${told.digests.flat().length} items, ${told.dueInMs.length} due times`,
    );
  });
}

test("a source that was asked by a clock that went ahead is asked again once the clock is right", async (t) => {
  const home = mkdtempSync(join(tmpdir(), "pkm-clock-"));
  let nowMs = Date.parse("2027-03-10T07:00Z");
  const beganMs = Date.parse("2026-03-01T00:00Z");
  const web = await serveYear({ count: 3, perDay: 6, beganMs, now: () => new Date(beganMs + dayMs) });
  t.after(async () => {
    await web.close();
    rmSync(home, { recursive: true, force: true });
  });
  const person = machine(home, () => new Date(nowMs));
  await settle(person, web.feeds);
  await person.pkm(["seek", "--force", "-q"]);
  nowMs = Date.parse("2026-03-10T07:00Z");
  const asked = linesOf(await person.pkm(["seek", "-n"]));
  assert.equal(asked.length, 3, "a source waits for a time that is a year ahead");
  t.diagnostic(`${asked.length} sources asked again a year before they were due`);
});

// pkm killed before, during and after every request, and two of it at once: nothing is received twice, nothing is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { mailServersMissing } from "../servers/mail-server.ts";
import { ended, killed, openFaultBench, type FaultBench } from "./bench.ts";
import { folderEnd, plainMailEnd, postfixEnd, programEnd, type FarEnd, type Point } from "./far-ends.ts";

/** The long form: ROUNDS=200 npm run test:faults. */
const isLong = process.env["ROUNDS"] !== undefined;
const rounds = isLong ? 8 : 1;
/** Longer than any channel waits before it looks a part up. */
const laterMs = 700_000;

interface Tally {
  points: number;
  /** Senders that were still running when they were killed. */
  killed: number;
  /** Deliveries that only a person could tell the fate of. */
  asked: number;
  /** Deliveries that were in a dead sender's hands. */
  doubted: number;
}

/** Brings the share to its end as a person would, and hands back what was wrong; null when nothing was. */
async function recover(
  bench: FaultBench,
  far: FarEnd,
  { share, tally }: { share: string; tally: Tally },
): Promise<string | null> {
  const any = [0, 1, 3, 5, 75];
  // What the dead one began comes to its end before anything is looked up.
  await far.received(share);
  await bench.pkm(["share", "send", share], { may: any });
  await bench.pkm(["share", "send", share], { aheadMs: laterMs, may: any });
  if (bench.state(share) === "unknown") {
    tally.asked += 1;
    const delivery = bench.store.releases.ofShare(share)[0]?.deliveries[0]?.id ?? "";
    const word = (await far.received(share)) > 0 ? "--sent" : "--retry";
    await bench.pkm(["share", "resolve", delivery, word]);
    await bench.pkm(["share", "send", share], { aheadMs: laterMs, may: any });
  }
  await bench.pkm(["share", "send", share], { aheadMs: 2 * laterMs, may: any });
  const [state, count] = [bench.state(share), await far.received(share)];
  return (state === "sent" || state === "confirmed") && count === 1 ? null : `${state}, received ${count} times`;
}

async function hit(
  bench: FaultBench,
  far: FarEnd,
  { point, tally }: { point: Point; tally: Tally },
): Promise<string | null> {
  const share = await bench.stage(far.kind === "command" ? "program" : far.kind);
  const moment = point.wait(share);
  const child = bench.send(share, { delayMs: far.diskMs });
  await Promise.race([moment, ended(child)]);
  tally.points += 1;
  if (await killed(child)) tally.killed += 1;
  if (bench.state(share) === "sending") tally.doubted += 1;
  return recover(bench, far, { share, tally });
}

async function crash(open: (bench: FaultBench) => Promise<FarEnd>): Promise<void> {
  const bench = openFaultBench({ PKM_TEST_PASSWORD: "pw-me" });
  const far = await open(bench);
  const tally: Tally = { points: 0, killed: 0, asked: 0, doubted: 0 };
  const wrong: string[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const point of far.points(bench)) {
        const found = await hit(bench, far, { point, tally });
        if (found !== null) wrong.push(`${far.kind}, ${point.name}: ${found}`);
      }
    }
  } finally {
    await far.close();
    bench.close();
  }
  const told = `${far.kind}: ${tally.points} crash points, ${tally.killed} killed in time, ${tally.doubted} while it was being sent, ${tally.asked} asked of a person`;
  // Told beside the counts of the run, where somebody asked for the long form.
  if (isLong) process.stderr.write(`${told}\n`);
  assert.deepEqual(wrong, []);
  assert.ok(tally.points >= 5 * rounds && tally.killed * 2 >= tally.points, JSON.stringify(tally));
}

async function twoAtOnce(open: (bench: FaultBench) => Promise<FarEnd>): Promise<void> {
  const bench = openFaultBench({ PKM_TEST_PASSWORD: "pw-me" });
  const far = await open(bench);
  const tally: Tally = { points: 0, killed: 0, asked: 0, doubted: 0 };
  try {
    for (let pair = 0; pair < (isLong ? 12 : 1); pair += 1) {
      const share = await bench.stage(far.kind === "command" ? "program" : far.kind);
      const both = [bench.send(share), bench.send(share)];
      await Promise.all(both.map((child) => ended(child)));
      assert.equal(await recover(bench, far, { share, tally }), null, far.kind);
      assert.equal(tally.asked, 0, "nothing was killed, so nothing is in doubt");
    }
  } finally {
    await far.close();
    bench.close();
  }
}

/** What was left where the disk had no room for one more page of the store, carried to its end once there is room. */
async function fullDisk(open: (bench: FaultBench) => Promise<FarEnd>): Promise<void> {
  const bench = openFaultBench({ PKM_TEST_PASSWORD: "pw-me" });
  const far = await open(bench);
  const tally: Tally = { points: 0, killed: 0, asked: 0, doubted: 0 };
  let stopped = 0;
  try {
    for (const fileKb of [0, 8, 24, 40, 56, 72, 96, 400]) {
      const share = await bench.stage(far.kind);
      const child = bench.send(share, { fileKb });
      await ended(child);
      if (child.exitCode !== 0) stopped += 1;
      assert.equal(await recover(bench, far, { share, tally }), null, `${far.kind} with ${fileKb} KiB`);
    }
  } finally {
    await far.close();
    bench.close();
  }
  assert.ok(stopped >= 2, `only ${stopped} had no room`);
}

const ends: readonly [string, (bench: FaultBench) => Promise<FarEnd>, string | false][] = [
  ["mail over SMTP", plainMailEnd, false],
  ["mail over Postfix and Dovecot", postfixEnd, isLong ? (mailServersMissing() ?? false) : "only with ROUNDS set"],
  ["a site", (bench) => folderEnd(bench, "site"), false],
  ["a folder of files", (bench) => folderEnd(bench, "file"), false],
  ["a program", programEnd, false],
];

for (const [name, open, skip] of ends) {
  test(`${name}: killed at any moment, received once`, { skip }, () => crash(open));
  test(`${name}: two at once, received once`, { skip }, () => twoAtOnce(open));
}

test("a disk that fills up while it is sent loses nothing and sends nothing twice", () => fullDisk(plainMailEnd));
test("nor does one that fills up under a folder of files", () => fullDisk((bench) => folderEnd(bench, "file")));

// The outbox on disk: leases, owners, late answers, and what the ledger never lets go.
import { test } from "node:test";
import assert from "node:assert/strict";
import { notThere, type Settled } from "../../src/share/outbox.ts";
import type { Delivery } from "../../src/share/release.ts";
import { stage } from "../../src/share/stage.ts";
import { openBench, type Bench } from "../share/bench.ts";

const arrived: Settled = { state: "sent", retryAt: null, url: "https://far.example/1", uri: "1", error: null };
const nothing = (): void => {};

async function onBench(act: (bench: Bench, now: () => Delivery) => Promise<void> | void): Promise<void> {
  const bench = await openBench();
  try {
    const place = bench.community("Bench Circle");
    bench.member(place, "Ines");
    const note = bench.note("Half a minute", "First text.\n");
    const { share } = await stage(bench.desk, { note, place, questions: [], until: null, anyway: null });
    const now = (): Delivery =>
      bench.desk.releases.ofShare(share).flatMap(({ deliveries }) => deliveries)[0] ?? assert.fail();
    await act(bench, now);
  } finally {
    bench.close();
  }
}

test("a delivery is claimed once, and a guard that throws leaves it as it was", () =>
  onBench((bench, now) => {
    const { outbox } = bench.desk;
    const seen = now();
    assert.throws(() => outbox.claim(seen, () => assert.fail("no")), /no/);
    assert.deepEqual(now(), seen);
    assert.equal(outbox.claim(seen, nothing)?.attempt, 1);
    assert.equal(outbox.claim(seen, nothing), null);
    assert.equal(outbox.claim(now(), nothing), null, "what is being sent is not claimed");
    assert.equal(outbox.recover(seen.share), 0, "its owner lives");
  }));

test("a lease that ran out makes it unknown, and an answer that comes late is still the truth", () =>
  onBench((bench, now) => {
    const { outbox } = bench.desk;
    const claim = outbox.claim(now(), nothing) ?? assert.fail();
    bench.wait(300_000);
    assert.equal(outbox.recover(now().share), 1);
    assert.deepEqual([now().state, now().error?.code, now().lease], ["unknown", "interrupted", null]);
    assert.equal(outbox.settle(now().id, notThere, ["unknown"]), true);
    assert.equal(
      outbox.finish(claim, { ...arrived, state: "failed" }),
      false,
      "only an arrival overtakes the person's word",
    );
    assert.equal(outbox.finish(claim, arrived), true);
    assert.deepEqual([now().state, now().url], ["sent", "https://far.example/1"]);
  }));

test("an answer to an attempt that was made again since changes nothing", () =>
  onBench((bench, now) => {
    const { outbox } = bench.desk;
    const first = outbox.claim(now(), nothing) ?? assert.fail();
    bench.wait(300_000);
    outbox.recover(now().share);
    const second = outbox.claim(now(), nothing) ?? assert.fail();
    assert.equal(outbox.finish(first, notThere), false);
    assert.equal(now().state, "sending");
    assert.equal(outbox.finish(second, arrived), true);
    assert.equal(outbox.finish(second, notThere), false);
    assert.equal(now().state, "sent");
  }));

test("a release that came to nothing can be undone, one that may be out can not", () =>
  onBench((bench, now) => {
    const { outbox, releases } = bench.desk;
    const { share } = now();
    const sent = (): string | null => releases.ofShare(share)[0]?.sent ?? null;
    const { changes } = bench.store;
    const staged = changes.latest()?.no ?? assert.fail();
    const claim = outbox.claim(now(), nothing) ?? assert.fail();
    assert.notEqual(sent(), null);
    assert.throws(() => changes.undo(staged), /changed since/);
    assert.equal(changes.list(1)[0]?.staysBecause, "what it made was sent");
    assert.notEqual(changes.latest()?.no, staged);
    outbox.finish(claim, notThere);
    assert.equal(sent(), null);
    assert.equal(changes.latest()?.no, staged);
    changes.undo(staged);
    assert.equal(releases.ofShare(share).length, 0);
  }));

test("the store itself lets a version go through a channel once", () =>
  onBench((bench, now) => {
    const { desk } = bench;
    const { share, channel } = now();
    const [release] = desk.releases.ofShare(share);
    assert.ok(release !== undefined);
    const part = { part: 1, wireId: "w", to: "there", mediaType: "text/plain", bytes: Buffer.from("again") };
    const again = { ...release, id: desk.ids.take("round"), parts: [{ channel, part }] };
    assert.throws(() => desk.transact(() => desk.releases.add(again)), /UNIQUE/);
    desk.releases.cancel(release.id);
    desk.transact(() => desk.releases.add(again));
    assert.equal(desk.releases.ofShare(share).length, 2);
  }));

// One note carried from a round to a publication over a real store, and everything that must stop it on the way.
import { test } from "node:test";
import assert from "node:assert/strict";
import { PkmError } from "../../src/base/errors.ts";
import { openCase } from "../../src/share/desk.ts";
import { clearPublication, planPublication } from "../../src/share/publish.ts";
import type { Delivery, Release } from "../../src/share/release.ts";
import { addFeedback, closeRounds, decide } from "../../src/share/reply.ts";
import { revise } from "../../src/share/revise.ts";
import { openReleases, send, type Sent } from "../../src/share/send.ts";
import { stage } from "../../src/share/stage.ts";
import { stateOf } from "../../src/share/state.ts";
import { withdraw } from "../../src/share/withdraw.ts";
import { openBench, type Bench } from "./bench.ts";

const plain = { questions: ["where does it not hold?"], until: null, anyway: null };

/** Runs `act` on a bench with a community of two, and takes the bench down. */
async function onBench(
  act: (bench: Bench, set: { place: string; ines: string; note: string }) => Promise<void>,
): Promise<void> {
  const bench = await openBench();
  try {
    const place = bench.community("Bench Circle");
    const ines = bench.member(place, "Ines");
    bench.member(place, "Bo");
    await act(bench, { place, ines, note: bench.note("Half a minute", "First text.\n") });
  } finally {
    bench.close();
  }
}

function sendAll({ desk }: Bench, share: string): Promise<readonly Sent[]> {
  return send(
    desk,
    share,
    openReleases(desk.releases.ofShare(share)).map(({ id }) => id),
  );
}

function deliveries({ desk }: Bench, share: string): readonly Delivery[] {
  return desk.releases.ofShare(share).flatMap((release: Release) => release.deliveries);
}

async function refused(act: () => unknown, pattern: RegExp, kind = "not-yet"): Promise<void> {
  await assert.rejects(
    async () => act(),
    (thrown) => {
      assert.ok(thrown instanceof PkmError, String(thrown));
      assert.equal(thrown.kind, kind, thrown.message);
      assert.match(thrown.message, pattern);
      assert.ok(thrown.mend.length > 0, "a refusal names its mend");
      return true;
    },
  );
}

test("the bytes that are staged are the bytes that land, once", () =>
  onBench(async (bench, { place, note }) => {
    const { share } = await stage(bench.desk, { note, place, ...plain });
    const [staged] = deliveries(bench, share);
    assert.ok(staged !== undefined);
    const frozen = Buffer.from(bench.desk.releases.bytes(staged.id)).toString();
    bench.wait(3_600_000);
    await sendAll(bench, share);
    assert.deepEqual(
      bench.far.landed.map(({ bytes }) => bytes),
      [frozen],
    );
    assert.equal((await sendAll(bench, share)).length, 0);
    assert.equal(bench.far.landed.length, 1);
    assert.equal(deliveries(bench, share)[0]?.state, "confirmed");
    assert.equal(stateOf(openCase(bench.desk, share)), "in-round");
  }));

test("a round that was staged is undone whole, and one that left is not", () =>
  onBench(async (bench, { place, note }) => {
    const { share } = await stage(bench.desk, { note, place, ...plain });
    const undo = (): void => bench.store.changes.undo(bench.store.changes.latest()?.no ?? 0);
    undo();
    assert.equal(bench.desk.shares.list().length, 0);
    assert.throws(() => bench.desk.shares.facts(share), PkmError);
    const again = await stage(bench.desk, { note, place, ...plain });
    await sendAll(bench, again.share);
    assert.match(bench.store.changes.list(1)[0]?.staysBecause ?? "", /sent to Bench Circle/);
    assert.throws(undo, /changed since/);
    assert.equal(deliveries(bench, again.share).length, 1);
  }));

test("what is no longer true when it is sent stops it, and staging anew mends it", async () => {
  const breaks: readonly {
    name: string;
    pattern: RegExp;
    act: (bench: Bench, set: { place: string; ines: string; note: string }) => void;
  }[] = [
    {
      name: "the note was edited",
      pattern: /was edited since v1/,
      act: (bench, { note }) => bench.edit(note, "Another text.\n"),
    },
    {
      name: "somebody joined",
      pattern: /Dia would get it now/,
      act: (bench, { place }) => void bench.member(place, "Dia"),
    },
    {
      name: "somebody left",
      pattern: /Ines would not get it any more/,
      act: (bench, { place, ines }) => bench.store.communities.setMember(place, ines, "left"),
    },
  ];
  for (const { name, pattern, act } of breaks) {
    await onBench(async (bench, set) => {
      const { share } = await stage(bench.desk, { ...set, ...plain });
      act(bench, set);
      await refused(() => sendAll(bench, share), pattern);
      assert.equal(bench.far.landed.length, 0, name);
      await stage(bench.desk, { ...set, ...plain });
      await sendAll(bench, share);
      assert.equal(bench.far.landed.length, 1, name);
      assert.equal(deliveries(bench, share).filter(({ state }) => state === "cancelled").length, 1, name);
    });
  }
  assert.equal(breaks.length, 3);
});

test("a community that was left, a removed channel, a wider channel and a closing date that passed stop it", async () => {
  await onBench(async (bench, { place, note }) => {
    const { share } = await stage(bench.desk, { note, place, ...plain });
    bench.store.communities.leave(place);
    await refused(() => sendAll(bench, share), /you left Bench Circle/);
    await refused(() => stage(bench.desk, { note, place, ...plain }), /you left Bench Circle/);
    assert.equal(bench.far.landed.length, 0);
  });
  await onBench(async (bench, { place, note }) => {
    const { share } = await stage(bench.desk, { note, place, ...plain });
    const [old] = bench.store.communities.get(place).channels;
    bench.store.communities.removeChannel(old?.id ?? "");
    bench.store.communities.addChannel(place, { kind: "lookup", exposure: "members", settings: {}, isAgreed: false });
    await refused(() => sendAll(bench, share), /was removed/);
    assert.equal(bench.far.landed.length, 0);
  });
  await onBench(async (bench, { place, note }) => {
    const { share } = await stage(bench.desk, { note, place, ...plain, until: "2026-11-24T08:00:00.000Z" });
    bench.wait(2 * 86_400_000);
    await refused(() => sendAll(bench, share), /closing date/);
    assert.equal(bench.far.landed.length, 0);
  });
});

test("what the channel finds fatal is staged and shown, but not sent", () =>
  onBench(async (bench, { place }) => {
    const { share } = await stage(bench.desk, { note: bench.note("Long", "TOO-LONG"), place, ...plain });
    await refused(() => sendAll(bench, share), /part 1 is too long/);
    assert.equal(bench.far.landed.length, 0);
  }));

test("nobody to read it, no channel, or a network instead of a community: refused at once", () =>
  onBench(async (bench, { note }) => {
    const empty = bench.community("Empty");
    await refused(() => stage(bench.desk, { note, place: empty, ...plain }), /has no members/);
    const network = bench.network("garden");
    await refused(() => stage(bench.desk, { note, place: network, ...plain }), /is a network/, "usage");
    const mute = bench.store.communities.add({
      kind: "team",
      name: "Mute",
      domain: null,
      goals: [],
      norms: [],
      attribution: "none",
    });
    await refused(() => stage(bench.desk, { note, place: mute.id, ...plain }), /no channel leads/);
    assert.equal(bench.desk.shares.list().length, 0, "a refusal leaves nothing behind");
  }));

test("the chain: refused, answered, revised, published with the bytes that were previewed", () =>
  onBench(async (bench, { place, ines, note }) => {
    const { desk, far } = bench;
    const network = bench.network("garden");
    const { share } = await stage(desk, { note, place, ...plain });
    const publishing = { share, note, networks: [network], anyway: null };
    await refused(() => clearPublication(desk, publishing), /asked: no community/);
    await sendAll(bench, share);
    await refused(() => clearPublication(desk, publishing), /answered: nobody/);
    const reply = {
      share,
      person: ines,
      via: "coffee",
      text: "what about code?",
      about: null,
      consent: "private",
    } as const;
    const { feedback, isMember } = addFeedback(desk, reply);
    assert.equal(isMember, true);
    await refused(() => clearPublication(desk, publishing), /decided: /);
    decide(desk, { share, id: feedback.id, verdict: "accepted", why: null });
    await refused(() => clearPublication(desk, publishing), /addressed: /);
    const { version, addressed } = revise(desk, share, "Second text.\n");
    assert.deepEqual([version, addressed.map(({ id }) => id)], [2, [feedback.id]]);
    assert.equal(stateOf(openCase(desk, share)), "cleared");
    const planned = await planPublication(desk, share, network);
    const [preview] = desk.releases.ofShare(share).find(({ id }) => id === planned)?.deliveries ?? [];
    assert.equal((await sendAll(bench, share)).length, 0, "send carries no publication that was only previewed");
    bench.wait(60_000);
    const cleared = await clearPublication(desk, publishing);
    assert.deepEqual(cleared.releases, [planned]);
    await send(desk, share, cleared.releases);
    assert.equal(far.landed.length, 2);
    assert.equal(far.landed[1]?.bytes, Buffer.from(desk.releases.bytes(preview?.id ?? "")).toString());
    assert.match(far.landed[1]?.bytes ?? "", /Second text/);
    assert.doesNotMatch(far.landed[1]?.bytes ?? "", /code|Ines|where does it not hold|Bench Circle/);
    assert.equal(stateOf(openCase(desk, share)), "published");
    bench.edit(note, "Third text.\n");
    assert.equal(stateOf(openCase(desk, share)), "revising");
  }));

test("a reason lets it go, stands on record, and covers no more than it was given for", () =>
  onBench(async (bench, { place, ines, note }) => {
    const { desk } = bench;
    const network = bench.network("garden");
    const { share, releases } = await clearPublication(desk, {
      share: null,
      note,
      networks: [network],
      anyway: "it can not wait",
    });
    const [release] = desk.releases.ofShare(share);
    assert.deepEqual(
      release?.overrides.map(({ reason, conditions }) => ({ reason, conditions })),
      [{ reason: "it can not wait", conditions: ["asked", "answered"] }],
    );
    await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    addFeedback(desk, { share, person: ines, via: "call", text: "wait!", about: null, consent: "private" });
    await refused(() => send(desk, share, releases), /decided: /);
    assert.equal(bench.far.landed.filter(({ exposure }) => exposure === "world").length, 0);
  }));

test("an edited or withdrawn note goes nowhere for any reason", () =>
  onBench(async (bench, { place, note }) => {
    const { desk } = bench;
    const network = bench.network("garden");
    const { share } = await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    closeRounds(desk, share);
    bench.edit(note, "Nobody has seen this.\n");
    const publishing = { share, note, networks: [network], anyway: "because" };
    await refused(() => clearPublication(desk, publishing), /current: the note was edited/);
    await refused(() => planPublication(desk, share, network), /current: /);
    await withdraw(desk, share);
    await refused(() => clearPublication(desk, publishing), /standing: it was withdrawn/);
    assert.equal(bench.far.landed.length, 1);
  }));

test("a wider round has to pass the gate, a first closed one has not", () =>
  onBench(async (bench, { place, note }) => {
    const open = bench.community("Open", { exposure: "members" });
    const world = bench.community("Archive", { exposure: "world" });
    await refused(() => stage(bench.desk, { note, place: world, ...plain }), /not cleared to go wider/);
    const { share } = await stage(bench.desk, { note, place, ...plain });
    await sendAll(bench, share);
    await refused(() => stage(bench.desk, { note, place: open, ...plain }), /answered: /);
    await stage(bench.desk, { note, place: open, ...plain, anyway: "they asked for it" });
    await sendAll(bench, share);
    assert.deepEqual(
      bench.far.landed.map(({ exposure }) => exposure),
      ["closed", "members"],
    );
  }));

test("revising writes over no edit it has not seen, and needs a real change", () =>
  onBench(async (bench, { place, note }) => {
    const { desk } = bench;
    const { share } = await stage(desk, { note, place, ...plain });
    await refused(() => revise(desk, share, null), /nothing changed since v1/);
    await refused(() => revise(desk, share, "First text."), /nothing changed since v1/);
    bench.edit(note, "Written in my editor.\n");
    await refused(() => revise(desk, share, "Typed here."), /would write over it/, "failed");
    assert.equal(desk.note(note)?.body.trim(), "Written in my editor.");
    assert.equal(revise(desk, share, null).version, 2);
    assert.equal(openCase(desk, share).versions[1]?.body.trim(), "Written in my editor.");
  }));

test("an accepted point is not lost by staging an edit: revise says that it is taken up", () =>
  onBench(async (bench, { place, ines, note }) => {
    const { desk } = bench;
    const { share } = await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    const { feedback } = addFeedback(desk, {
      share,
      person: ines,
      via: "mail",
      text: "shorter",
      about: null,
      consent: "private",
    });
    decide(desk, { share, id: feedback.id, verdict: "accepted", why: null });
    bench.edit(note, "Short.\n");
    await refused(() => stage(desk, { note, place, ...plain }), /accepted/);
    revise(desk, share, null);
    await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    assert.equal(bench.far.landed.length, 2);
    await refused(() => decide(desk, { share, id: feedback.id, verdict: "declined", why: "no" }), /taken up in v2/);
  }));

test("a version goes through a channel once, also to the same community twice", () =>
  onBench(async (bench, { place, note }) => {
    const { share } = await stage(bench.desk, { note, place, ...plain });
    await sendAll(bench, share);
    await refused(() => stage(bench.desk, { note, place, ...plain }), /v1 has gone to Bench Circle already/);
    bench.store.communities.addChannel(place, { kind: "never", exposure: "closed", settings: {}, isAgreed: false });
    await stage(bench.desk, { note, place, ...plain });
    await sendAll(bench, share);
    assert.equal(new Set(bench.far.landed.map(({ channel }) => channel)).size, 2);
    assert.equal(bench.far.landed.length, 2);
  }));

test("withdrawing stops what waits, takes back what it can, and a new share begins anew", () =>
  onBench(async (bench, { place, note }) => {
    const { desk } = bench;
    const { share } = await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    bench.edit(note, "Second.\n");
    await stage(desk, { note, place, ...plain });
    const { stopped, retracted, stays } = await withdraw(desk, share);
    assert.deepEqual([stopped, retracted.length, stays.length], [1, 1, 0]);
    assert.equal(bench.far.retracted.length, 1);
    assert.deepEqual(
      deliveries(bench, share).map(({ state }) => state),
      ["retracted", "cancelled"],
    );
    assert.equal((await sendAll(bench, share)).length, 0);
    assert.equal(bench.far.landed.length, 1);
    const again = await stage(desk, { note, place, ...plain });
    assert.notEqual(again.share, share);
    assert.equal((await withdraw(desk, share)).retracted.length, 0);
  }));

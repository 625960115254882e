// A round over a real store: staged, sent once, and everything that must stop it on the way.
import { test } from "node:test";
import assert from "node:assert/strict";
import { PkmError } from "../../src/base/errors.ts";
import { openCase } from "../../src/share/desk.ts";
import { makeNote } from "../../src/sense/make-note.ts";
import { stage } from "../../src/share/stage.ts";
import { stateOf } from "../../src/share/state.ts";
import { withdraw } from "../../src/share/withdraw.ts";
import { openBench, type Bench } from "./bench.ts";
import { deliveries, onBench, plain, refused, sendAll } from "./circle.ts";

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
    assert.equal(bench.store.changes.latest(), null, "what made it is no change to take back any more");
    assert.equal(deliveries(bench, again.share).length, 1);
  }));

test("undo after sending takes no note away", () =>
  onBench(async ({ desk, store, vault, ...rest }, { place }) => {
    const bench = { desk, store, vault, ...rest };
    const work = { store, vault, clock: desk.clock };
    const text = { body: "Text.", kind: "idea", tags: [], contexts: [], sources: [], via: null, front: "" } as const;
    const made = store.changes.record("noted Tables", () => makeNote(work, { ...text, title: "Tables" }));
    const { share } = await stage(desk, { note: made.id ?? "", place, ...plain });
    assert.equal(store.changes.latest()?.summary, `staged ${made.id} for Bench Circle`);
    await sendAll(bench, share);
    assert.equal(store.changes.latest(), null);
    assert.deepEqual(
      store.changes.list(3).map(({ staysBecause }) => staysBecause),
      ["it was sent to Bench Circle", "what it made was sent", "the note it made was sent"],
    );
  }));

test("a round that was refused stays on record, and undo goes on to what was done before it", () =>
  onBench(async (bench, { place, note }) => {
    const { store, desk } = bench;
    store.changes.record("added Kai", () => store.people.add({ name: "Kai", mail: null, handles: [] }));
    const { share } = await stage(desk, { note, place, ...plain });
    bench.far.trouble = () => ({ kind: "rejected", message: "no such list" });
    await sendAll(bench, share);
    assert.equal(store.changes.list(1)[0]?.staysBecause, "what it made was sent and refused");
    assert.equal(store.changes.latest()?.summary, "added Kai");
  }));

test("undo goes past the place and the people that the ledger leans on", async () => {
  const bench = await openBench();
  try {
    const { desk, store } = bench;
    const { record } = store.changes;
    record("added Kai", () => store.people.add({ name: "Kai", mail: null, handles: [] }));
    const place = record("made Circle", () => bench.community("Circle"));
    const ines = record("added Ines", () => bench.member(place, "Ines"));
    const { share } = await stage(desk, { note: bench.note("Tables", "First text.\n"), place, ...plain });
    await sendAll(bench, share);
    const said = { share, release: desk.releases.ofShare(share)[0]?.id ?? "", version: 1, person: ines } as const;
    // As it is taken in when it comes back through a channel: no change of the person's.
    desk.feedback.add({ ...said, via: "mail", text: "shorter", about: null, consent: "private" });
    assert.deepEqual(
      store.changes.list(5).map(({ staysBecause }) => staysBecause),
      ["it was sent to Circle", "what it made was sent", "they have given feedback", "what was sent went there", null],
    );
    store.changes.undo(store.changes.latest()?.no ?? 0);
    assert.deepEqual(
      store.people.list().map(({ name }) => name),
      ["Ines"],
    );
  } finally {
    bench.close();
  }
});

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

test("a room that was made world-readable after staging gets nothing, and a post that went out wider says so", () =>
  onBench(async (bench, { place, note }) => {
    const { desk, far } = bench;
    const { share } = await stage(desk, { note, place, ...plain });
    for (const room of ["members", "world"] as const) {
      far.room = room;
      await refused(
        () => sendAll(bench, share),
        new RegExp(`can be read by ${room} now, and Bench Circle was to be closed`),
      );
    }
    assert.deepEqual([far.landed.length, deliveries(bench, share)[0]?.attempts], [0, 0]);
    far.room = null;
    far.post = "world";
    await sendAll(bench, share);
    const [sent] = deliveries(bench, share);
    assert.deepEqual([sent?.state, sent?.error?.code], ["confirmed", "wider"]);
    assert.match(sent?.error?.message ?? "", /readable by world/);
  }));

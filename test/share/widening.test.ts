// From a round to a publication over a real store: what the gate lets through, and what nothing does.
import { test } from "node:test";
import assert from "node:assert/strict";
import { openCase } from "../../src/share/desk.ts";
import { gateOf } from "../../src/share/gate.ts";
import { nextOf } from "../../src/share/pipeline.ts";
import { clearPublication, planPublication } from "../../src/share/publish.ts";
import { addFeedback, closeRounds, decide } from "../../src/share/reply.ts";
import { revise } from "../../src/share/revise.ts";
import { send } from "../../src/share/send.ts";
import { stage } from "../../src/share/stage.ts";
import { stateOf } from "../../src/share/state.ts";
import { withdraw } from "../../src/share/withdraw.ts";
import { onBench, plain, refused, sendAll } from "./circle.ts";

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
    const { version, addressed } = revise(desk, { share, body: "Second text.\n", takesUp: null });
    assert.deepEqual([version, addressed.map(({ id }) => id)], [2, [feedback.id]]);
    assert.equal(stateOf(openCase(desk, share)), "cleared");
    const planned = await planPublication(desk, { share, network });
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

test("a round that closed with no answer lets the note go on, and is never read as approval", () =>
  onBench(async (bench, { place, ines, note }) => {
    const { desk } = bench;
    const { share } = await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    closeRounds(desk, share);
    const now = openCase(desk, share);
    assert.deepEqual(
      [stateOf(now), nextOf(now).waiting],
      ["cleared", "you: closed with no answer, which is no approval"],
    );
    const answered = gateOf(now).conditions.find(({ name }) => name === "answered");
    assert.match(answered?.why ?? "", /no answer, which is no approval/);
    const reply = { share, person: ines, via: "mail", text: "late", about: null, consent: "private" } as const;
    const { feedback } = addFeedback(desk, reply);
    decide(desk, { share, id: feedback.id, verdict: "deferred", why: null });
    assert.equal(nextOf(openCase(desk, share)).waiting, "you: cleared to go wider");
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
    await refused(() => planPublication(desk, { share, network }), /current: /);
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
    await refused(() => revise(desk, { share, body: null, takesUp: null }), /nothing changed since v1/);
    await refused(() => revise(desk, { share, body: "First text.", takesUp: null }), /nothing changed since v1/);
    bench.edit(note, "Written in my editor.\n");
    await refused(() => revise(desk, { share, body: "Typed here.", takesUp: null }), /would write over it/, "failed");
    assert.equal(desk.note(note)?.body.trim(), "Written in my editor.");
    assert.equal(revise(desk, { share, body: null, takesUp: null }).version, 2);
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
    revise(desk, { share, body: null, takesUp: null });
    await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    assert.equal(bench.far.landed.length, 2);
    await refused(() => decide(desk, { share, id: feedback.id, verdict: "declined", why: "no" }), /taken up in v2/);
  }));

test("a version that has gone out is not undone", () =>
  onBench(async (bench, { place, note }) => {
    const { desk, store } = bench;
    const { share } = await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    closeRounds(desk, share);
    revise(desk, { share, body: "Second text.\n", takesUp: null });
    const revision = store.changes.latest();
    const publishing = { share, note, networks: [bench.network("garden")], anyway: null };
    await send(desk, share, (await clearPublication(desk, publishing)).releases);
    assert.match(revision?.summary ?? "", /to v2/);
    await refused(() => store.changes.undo(revision?.no ?? 0), /leans on it|changed since/, "failed");
    assert.equal(openCase(desk, share).versions.length, 2);
    assert.equal(bench.far.landed.length, 2);
  }));

// Correcting: the right version reaches all who had the wrong one and nobody else, edited where that can be, once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { answer } from "../../src/share/answering.ts";
import { planCorrection } from "../../src/share/correct.ts";
import { clearPublication } from "../../src/share/publish.ts";
import { revise } from "../../src/share/revise.ts";
import { send, type Sent } from "../../src/share/send.ts";
import { stage } from "../../src/share/stage.ts";
import { stateOf } from "../../src/share/state.ts";
import { openCase } from "../../src/share/desk.ts";
import { openBench, recordingChannel, type Bench, type Far } from "./bench.ts";
import { deliveries, plain, refused, sendAll } from "./circle.ts";

interface Wrong {
  bench: Bench;
  share: string;
  place: string;
  garden: string;
  edits: { was: string | null; now: string }[];
}

/** A note that went to a circle by a channel that can not edit, and to a garden by one that can. */
async function withWrong(act: (wrong: Wrong) => Promise<void>): Promise<void> {
  const far: Far = { landed: [], trouble: null, asked: 0, retracted: [] };
  const edits: Wrong["edits"] = [];
  const bench = await openBench({
    channel: (retry) => {
      const base = recordingChannel(far, retry);
      if (retry !== "idempotent") return base;
      return {
        ...base,
        capabilities: { ...base.capabilities, canEdit: true },
        edit: async ({ was, now }) => {
          const trouble = far.trouble?.(now) ?? null;
          if (trouble !== null && trouble !== "lost") return trouble;
          edits.push({ was: was.uri, now: now.wireId });
          const uri = was.uri ?? was.wireId;
          const at = "2026-11-23T08:00:00.000Z";
          return { kind: "sent", receipt: { url: was.url, uri, exposure: null, isConfirmed: true, at } };
        },
      };
    },
  });
  try {
    const place = bench.community("Bench Circle");
    bench.member(place, "Ines");
    const garden = bench.network("garden");
    const note = bench.note("Half a minute", "First text.\n");
    const { share } = await stage(bench.desk, { ...plain, note, place });
    await sendAll(bench, share);
    const { releases } = await clearPublication(bench.desk, { share, note, networks: [garden], anyway: "tonight" });
    await send(bench.desk, share, releases);
    await act({ bench: { ...bench, far }, share, place, garden, edits });
  } finally {
    bench.close();
  }
}

async function correct({ bench, share }: Wrong): Promise<{ sent: readonly Sent[]; unreachable: readonly string[] }> {
  const { releases, unreachable } = await planCorrection(bench.desk, share);
  return { sent: await send(bench.desk, share, releases), unreachable: unreachable.map(({ why }) => why) };
}

const states = ({ bench, share }: Wrong): readonly string[] =>
  deliveries(bench, share).map(({ version, state }) => `v${version} ${state}`);

test("edited where a channel can, followed up where it can not, and a second run touches nothing", () =>
  withWrong(async (wrong) => {
    const { bench, share, edits } = wrong;
    await refused(() => planCorrection(bench.desk, share), /nothing older than v1/);
    revise(bench.desk, { share, body: "The right text.", takesUp: null });
    const { sent, unreachable } = await correct(wrong);
    assert.deepEqual([sent.length, unreachable, edits.length], [2, [], 1]);
    assert.deepEqual(states(wrong), ["v1 confirmed", "v1 edited", "v2 confirmed", "v2 confirmed"]);
    const landed = bench.far.landed.length;
    await refused(() => planCorrection(bench.desk, share), /nothing older than v2/);
    assert.deepEqual([bench.far.landed.length, edits.length], [landed, 1]);
    assert.equal(stateOf(openCase(bench.desk, share)), "corrected");
  }));

test("what did not go goes at the next run, and only that", () =>
  withWrong(async (wrong) => {
    const { bench, share, edits } = wrong;
    revise(bench.desk, { share, body: "The right text.", takesUp: null });
    bench.far.trouble = () => ({ kind: "later", message: "not now", retryAt: null });
    await correct(wrong);
    assert.deepEqual(states(wrong).slice(2), ["v2 pending", "v2 pending"]);
    bench.far.trouble = null;
    await correct(wrong);
    assert.deepEqual(states(wrong), ["v1 confirmed", "v1 edited", "v2 confirmed", "v2 confirmed"]);
    assert.equal(edits.length, 1);
  }));

test("it reaches nobody who had not the wrong version, and says whom it can not reach", () =>
  withWrong(async (wrong) => {
    const { bench, share, place, garden } = wrong;
    bench.member(place, "Late");
    const [channel] = bench.desk.communities.get(garden).channels;
    bench.store.communities.removeChannel(channel?.id ?? "");
    revise(bench.desk, { share, body: "The right text.", takesUp: null });
    const landed = bench.far.landed.length;
    const { sent, unreachable } = await correct(wrong);
    assert.equal(sent.length, 0);
    assert.equal(bench.far.landed.length, landed);
    assert.equal(unreachable.length, 2);
    assert.match(unreachable.join("; "), /Late would get it now/);
    assert.match(unreachable.join("; "), /the channel was removed/);
    bench.store.communities.leave(place);
    assert.match((await correct(wrong)).unreachable.join("; "), /you left Bench Circle/);
  }));

test("somebody new is somebody new, whatever they call themselves", () =>
  withWrong(async (wrong) => {
    const { bench, share, place } = wrong;
    bench.member(place, "Ava, no more: at work");
    revise(bench.desk, { share, body: "The right text.", takesUp: null });
    const { unreachable } = await planCorrection(bench.desk, share);
    assert.match(
      unreachable[0]?.why ?? "",
      /it would go wider than what it corrects: Ava, no more: at work would get it now/,
    );
  }));

test("a text that has come to stand in a bounded context since is no correction without a word for it", () =>
  withWrong(async (wrong) => {
    const { bench, share, place, garden } = wrong;
    const { store, vault, desk } = bench;
    const { note } = store.shares.facts(share).share;
    store.contexts.bound("Family");
    const path = store.shares.notePath(note) ?? "";
    const file = vault.edit(path, [{ key: "context", add: ["family"], remove: [] }], vault.read(path).hash);
    store.notes.put(file, note);
    revise(desk, { share, body: "What my sister said of it.", takesUp: null });
    const landed = bench.far.landed.length;
    await refused(() => correct(wrong), /bounded: it would leave the context family/);
    assert.deepEqual([bench.far.landed.length, wrong.edits.length], [landed, 0]);
    for (const to of [place, garden])
      answer(desk, { share, check: "bounded", place: to, passage: null, word: "she wants it told" });
    assert.equal((await correct(wrong)).sent.length, 2);
  }));

test("planned and not sent, it can be undone", () =>
  withWrong(async (wrong) => {
    const { bench, share } = wrong;
    revise(bench.desk, { share, body: "The right text.", takesUp: null });
    const { releases } = await planCorrection(bench.desk, share);
    assert.equal(releases.length, 2);
    bench.store.changes.undo(bench.store.changes.latest()?.no ?? 0);
    assert.deepEqual(states(wrong), ["v1 confirmed", "v1 confirmed"]);
  }));

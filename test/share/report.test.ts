// Reports: each giver reads their own points with what became of them, others' only as they agreed, and nobody else reads it.
import { test } from "node:test";
import assert from "node:assert/strict";
import { openCase } from "../../src/share/desk.ts";
import type { Consent } from "../../src/share/feedback.ts";
import { stageReports } from "../../src/share/report.ts";
import { addFeedback, decide } from "../../src/share/reply.ts";
import { revise } from "../../src/share/revise.ts";
import { openReleases, send } from "../../src/share/send.ts";
import { stage } from "../../src/share/stage.ts";
import { stateOf } from "../../src/share/state.ts";
import type { Bench } from "./bench.ts";
import { onBench, plain, refused, sendAll } from "./circle.ts";

interface Point {
  person: string;
  text: string;
  consent?: Consent;
  about?: string;
}

function give({ desk }: Bench, share: string, { person, text, consent = "private", about }: Point): string {
  return addFeedback(desk, { share, person, via: "coffee", text, about: about ?? null, consent }).feedback.id;
}

/** What landed with the person as its one reader. */
function readBy({ far }: Bench, name: string): readonly string[] {
  return far.landed
    .map(({ bytes }) => bytes)
    .filter((bytes) => bytes.includes(`"recipients":[{"person":`) && readers(bytes).join() === name);
}

function readers(bytes: string): readonly string[] {
  const names = /"recipients":\[([^\]]*)\]/.exec(bytes)?.[1]?.matchAll(/"name":"([^"]*)"/g) ?? [];
  return Array.from(names, ([, name = ""]) => name);
}

test("staged, shown, sent: everybody reads their own points, and of others what these let out", () =>
  onBench(async (bench, { place, ines }) => {
    const { desk, far } = bench;
    const bo = bench.member(place, "Kai");
    const note = bench.note("Tables", "One is first.\n\nTwo is second.\n");
    const { share } = await stage(desk, { note, place, ...plain });
    await refused(() => stageReports(desk, { share, opening: "" }), /nobody has said anything/);
    await sendAll(bench, share);
    const taken = give(bench, share, { person: ines, text: "SECRET-INES say more of two", about: "Two is second." });
    const claimed = give(bench, share, { person: ines, text: "and of one", about: "One is first." });
    const no = give(bench, share, { person: bo, text: "SECRET-KAI too long", consent: "private" });
    give(bench, share, { person: bo, text: "OPEN-KAI a fine start", consent: "no-name" });
    for (const id of [taken, claimed]) decide(desk, { share, id, verdict: "accepted", why: null });
    decide(desk, { share, id: no, verdict: "declined", why: "it is short as it is" });
    revise(desk, { share, body: "One is first.\n\nTwo is third.", takesUp: null });
    const before = far.landed.length;
    const { releases, byHand } = await stageReports(desk, { share, opening: "Thank you both." });
    assert.deepEqual([releases.length, byHand.length, far.landed.length], [2, 0, before]);
    assert.deepEqual(openReleases(desk.releases.ofShare(share)), [], "a plain send carries no report");
    const frozen = releases.map(
      (id) => desk.releases.ofShare(share).find((each) => each.id === id)?.deliveries[0]?.id ?? "",
    );
    const shown = frozen.map((id) => Buffer.from(desk.releases.bytes(id)).toString());
    await send(desk, share, releases);
    assert.deepEqual(
      far.landed.slice(before).map(({ bytes }) => bytes),
      shown,
      "what was shown is what went",
    );
    assert.ok(far.landed.slice(before).every(({ exposure }) => exposure === "closed"));
    const [toInes = ""] = readBy(bench, "Ines");
    assert.match(toInes, /Thank you both\./);
    assert.match(
      toInes,
      /> SECRET-INES say more of two\\n\\nTaken up in version 2\.\\n\\n- Taken out: Two is second\.\\n- New: Two is third\./,
    );
    assert.match(toInes, /> and of one\\n\\nClaimed to be taken up in version 2, text unchanged\./);
    assert.match(toInes, /Others said:\\n\\n- somebody: “OPEN-KAI a fine start” Not decided yet\./);
    assert.doesNotMatch(toInes, /SECRET-KAI|Kai/);
    const [toKai = ""] = readBy(bench, "Kai");
    assert.match(toKai, /> SECRET-KAI too long\\n\\nDeclined: it is short as it is/);
    assert.doesNotMatch(toKai, /SECRET-INES|Ines|Others said/);
    const again = await stageReports(desk, { share, opening: "" });
    assert.deepEqual([again.releases, again.told], [[], ["Ines", "Kai"]]);
    assert.equal(stateOf(openCase(desk, share)), "revising", "to report is not to ask");
  }));

test("whom no channel reaches alone is told by hand, and is named with what to tell", () =>
  onBench(async (bench, { place, ines, note }) => {
    const { desk, store } = bench;
    const { share } = await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    give(bench, share, { person: ines, text: "a point" });
    const silent = store.people.add({ name: "Uma", mail: null, handles: ["@uma"] }).id;
    give(bench, share, { person: silent, text: "over coffee" });
    const [channel] = store.communities.get(place).channels;
    const first = await stageReports(desk, { share, opening: "" });
    assert.deepEqual(
      first.byHand.map(({ person, why }) => [person.name, why]),
      [["Uma", "no mail address is known"]],
    );
    assert.match(first.byHand[0]?.body ?? "", /> over coffee/);
    store.communities.removeChannel(channel?.id ?? "");
    store.communities.addChannel(place, { kind: "never", exposure: "closed", settings: {}, isAgreed: false });
    const { byHand, releases } = await stageReports(desk, { share, opening: "" });
    assert.deepEqual(
      [byHand.map(({ why }) => why).toSorted(), releases],
      [["no channel of Bench Circle reaches one person alone", "no mail address is known"], []],
    );
    assert.equal(
      desk.releases.ofShare(share).filter(({ kind, cancelled }) => kind === "report" && cancelled === null).length,
      0,
    );
  }));

test("a decision, a new address or a leaving after staging stops the report", () =>
  onBench(async (bench, { place, ines, note }) => {
    const { desk, store } = bench;
    const { share } = await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    const id = give(bench, share, { person: ines, text: "a point" });
    const sendReports = async (): Promise<unknown> =>
      send(desk, share, (await stageReports(desk, { share, opening: "" })).releases);
    const { releases } = await stageReports(desk, { share, opening: "" });
    decide(desk, { share, id, verdict: "declined", why: "no" });
    await refused(() => send(desk, share, releases), /would send something else/);
    store.communities.setMember(place, ines, "left");
    await refused(() => send(desk, share, releases), /left Bench Circle/);
    assert.deepEqual(
      (await stageReports(desk, { share, opening: "" })).byHand.map(({ why }) => why),
      ["left Bench Circle"],
    );
    store.communities.setMember(place, ines, "active");
    store.communities.leave(place);
    assert.deepEqual(
      (await stageReports(desk, { share, opening: "" })).byHand.map(({ why }) => why),
      ["you left Bench Circle"],
    );
    store.communities.join(place);
    await sendReports();
    assert.equal(readBy(bench, "Ines").length, 1);
  }));

test("staging a round calls no report off, and undo takes the staging away", () =>
  onBench(async (bench, { place, ines, note }) => {
    const { desk, store } = bench;
    const { share } = await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    give(bench, share, { person: ines, text: "a point" });
    await stageReports(desk, { share, opening: "" });
    store.changes.undo(store.changes.latest()?.no ?? 0);
    assert.equal(desk.releases.ofShare(share).length, 1);
    assert.deepEqual(store.communities.personal(place), []);
    const { releases } = await stageReports(desk, { share, opening: "" });
    bench.edit(note, "Another text.\n");
    await stage(desk, { note, place, ...plain });
    await send(desk, share, releases);
    assert.equal(readBy(bench, "Ines").length, 1, "the report on v1 goes, whatever is staged since");
    assert.equal(
      store.communities.get(place).channels.length,
      1,
      "a channel for one person is none of the place's own",
    );
  }));

test("somebody found to be another was told what that one was told, and is not told again", () =>
  onBench(async (bench, { place, ines, note }) => {
    const { desk, store } = bench;
    const alias = bench.member(place, "Ines-at-work");
    const { share } = await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    give(bench, share, { person: alias, text: "say more of two" });
    const { releases } = await stageReports(desk, { share, opening: "" });
    await send(desk, share, releases);
    store.changes.record("merged", () => store.people.merge(alias, ines));
    assert.deepEqual(await stageReports(desk, { share, opening: "" }), { releases: [], byHand: [], told: ["Ines"] });
  }));

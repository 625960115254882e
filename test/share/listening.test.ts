// Feedback that comes home: taken in once, from those who were asked, and told apart from all else that comes back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import type { Channel, FoundReply, Listening } from "../../src/share/channel.ts";
import { listen } from "../../src/share/listen.ts";
import { decide } from "../../src/share/reply.ts";
import { stage } from "../../src/share/stage.ts";
import { take } from "../../src/share/take.ts";
import { openBench, recordingChannel, type Bench, type Far } from "./bench.ts";
import { plain, refused, sendAll } from "./circle.ts";

interface Ear {
  bench: Bench;
  share: string;
  wireId: string;
  /** What the far end will tell at the next look. */
  said: FoundReply[];
  /** What was asked of it. */
  looks: Listening[];
  /** What it tells of lists that go on. */
  cut: string[];
  /** Thrown at the next look. */
  trouble: { error: Error | null };
}

async function withEar(act: (ear: Ear) => Promise<void>): Promise<void> {
  const said: FoundReply[] = [];
  const looks: Listening[] = [];
  const cut: string[] = [];
  const trouble: Ear["trouble"] = { error: null };
  const far: Far = { landed: [], trouble: null, asked: 0, retracted: [] };
  const channel = (retry: "idempotent" | "lookup" | "never"): Channel => {
    const base = recordingChannel(far, retry);
    return {
      ...base,
      capabilities: { ...base.capabilities, canReadReplies: true },
      fetchFeedback: async (listening) => {
        looks.push(listening);
        if (trouble.error !== null) throw trouble.error;
        return { replies: [...said], cursor: `after ${looks.length}`, cut };
      },
    };
  };
  const bench = await openBench({ channel });
  try {
    const place = bench.community("Bench Circle");
    bench.member(place, "Ines");
    bench.member(place, "Bo");
    const { share } = await stage(bench.desk, {
      ...plain,
      note: bench.note("Half a minute", "A first text of many words.\n"),
      place,
    });
    await sendAll(bench, share);
    const wireId = bench.desk.releases.ofShare(share)[0]?.deliveries[0]?.wireId ?? "";
    await act({ bench, share, wireId, said, looks, cut, trouble });
  } finally {
    bench.close();
  }
}

function reply(ear: Ear, more: Partial<FoundReply> = {}): FoundReply {
  const from = { name: "Ines", address: "ines@bench.example" };
  const at = "2026-11-23T08:00:00.000Z";
  return {
    remoteId: "<1@x>",
    answers: ear.wireId,
    kind: "reply",
    from,
    at,
    text: "And code?",
    isAutomatic: false,
    isOwn: false,
    ...more,
  };
}

const aparts = (ear: Ear): unknown =>
  ear.bench.desk.replies.ofShare(ear.share).map(({ remoteId, apart }) => `${remoteId} ${apart}`);
const points = (ear: Ear): unknown =>
  ear.bench.desk.feedback.ofShare(ear.share).map(({ personName, text, about }) => [personName, text, about]);

test("a member's answer becomes a point, without what it quotes, and pulling again adds nothing", () =>
  withEar(async (ear) => {
    ear.said.push(reply(ear, { text: "> A first text of many words.\n\nAnd code?\n-- \nIns" }));
    const first = await listen(ear.bench.desk, null);
    assert.equal(first.heard.length, 1);
    assert.deepEqual(points(ear), [["Ines", "And code?", "A first text of many words."]]);
    for (let again = 0; again < 3; again += 1) assert.equal((await listen(ear.bench.desk, ear.share)).heard.length, 0);
    assert.equal(ear.bench.desk.feedback.ofShare(ear.share).length, 1);
    assert.deepEqual(
      ear.looks.map(({ cursor }) => cursor),
      [null, "after 1", "after 2", "after 3"],
    );
    assert.deepEqual(ear.looks.at(-1)?.sent[0]?.heard, ["<1@x>"]);
  }));

test("a declined point is never asked again, also under another id", () =>
  withEar(async (ear) => {
    ear.said.push(reply(ear));
    await listen(ear.bench.desk, null);
    const [point] = ear.bench.desk.feedback.ofShare(ear.share);
    decide(ear.bench.desk, { share: ear.share, id: point?.id ?? "", verdict: "declined", why: "another note" });
    ear.said.push(reply(ear, { remoteId: "<again@x>" }));
    await listen(ear.bench.desk, null);
    assert.deepEqual(
      ear.bench.desk.feedback.ofShare(ear.share).map(({ state }) => state),
      ["declined"],
    );
    assert.deepEqual(aparts(ear), ["<1@x> null", "<again@x> repeated"]);
  }));

test("all that is not a member's word is kept apart, each with its reason", () =>
  withEar(async (ear) => {
    const cy = ear.bench.store.people.add({ name: "Cy", mail: "cy@bench.example", handles: ["@Cy@social.example"] });
    ear.said.push(
      reply(ear, { remoteId: "own", isOwn: true }),
      reply(ear, { remoteId: "auto", isAutomatic: true }),
      reply(ear, { remoteId: "bounce", kind: "bounce", isAutomatic: true }),
      reply(ear, { remoteId: "heart", kind: "reaction", text: "❤" }),
      reply(ear, { remoteId: "boost", kind: "boost", text: "" }),
      reply(ear, { remoteId: "empty", text: "> A first text of many words." }),
      reply(ear, { remoteId: "cy", from: { name: "", address: "https://social.example/@cy" } }),
      reply(ear, { remoteId: "eve", from: { name: "Eve\u001b[31m", address: "eve@far.example" } }),
      reply(ear, { remoteId: "quote", kind: "quote", text: "worth reading" }),
    );
    await listen(ear.bench.desk, null);
    assert.deepEqual(aparts(ear), [
      "own own",
      "auto automatic",
      "bounce bounce",
      "heart reaction",
      "boost boost",
      "empty empty",
      "cy outsider",
      "eve stranger",
      "quote null",
    ]);
    assert.deepEqual(points(ear), [["Ines", "worth reading", null]]);
    const replies = ear.bench.desk.replies.ofShare(ear.share);
    const idOf = (remoteId: string): string => replies.find((one) => one.remoteId === remoteId)?.id ?? "";
    const taken = await take(ear.bench.desk, { share: ear.share, id: idOf("cy"), person: null });
    assert.deepEqual([taken.id, taken.person], [idOf("cy"), cy.id]);
    const eve = await take(ear.bench.desk, { share: ear.share, id: idOf("eve"), person: null });
    assert.deepEqual([eve.personName, ear.bench.store.people.get(eve.person).step], ["Eve", "seen"]);
    await refused(() => take(ear.bench.desk, { share: ear.share, id: idOf("heart"), person: null }), /a reaction/);
    await refused(() => take(ear.bench.desk, { share: ear.share, id: idOf("cy"), person: null }), /feedback already/);
    ear.bench.store.changes.undo(ear.bench.store.changes.latest()?.no ?? 0);
    assert.equal(ear.bench.desk.feedback.ofShare(ear.share).length, 2);
    assert.ok(ear.bench.store.people.list().every(({ name }) => name !== "Eve"));
    assert.equal((await listen(ear.bench.desk, null)).heard.length, 0);
  }));

test("of two who take the same answer at once one has it, and the other is told that it is feedback already", () =>
  withEar(async (ear) => {
    ear.said.push(reply(ear, { from: { name: "Eve", address: "eve@elsewhere.example" } }));
    await listen(ear.bench.desk, ear.share);
    const { id = "" } = ear.bench.desk.replies.ofShare(ear.share)[0] ?? {};
    const first = take(ear.bench.desk, { share: ear.share, id, person: null });
    await refused(() => take(ear.bench.desk, { share: ear.share, id, person: null }), /feedback already/);
    assert.equal((await first).id, id);
    assert.deepEqual(points(ear), [["Eve", "And code?", null]]);
    assert.equal(ear.bench.store.people.list().filter(({ name }) => name === "Eve").length, 1);
  }));

test("an edited answer stays as it was said, with the edit beside it", () =>
  withEar(async (ear) => {
    ear.said.push(reply(ear));
    await listen(ear.bench.desk, null);
    ear.said.splice(0, 1, reply(ear, { text: "I never said that." }));
    await listen(ear.bench.desk, null);
    assert.deepEqual(points(ear), [["Ines", "And code?", null]]);
    assert.deepEqual(aparts(ear), ["<1@x> null", "<1@x> edited"]);
  }));

test("somebody who left is an outsider, and a wrong clock puts nothing into the future", () =>
  withEar(async (ear) => {
    const { community } = ear.bench.desk.communities.ofChannel(
      ear.bench.desk.releases.ofShare(ear.share)[0]?.deliveries[0]?.channel ?? "",
    );
    const bo = community.members.find(({ name }) => name === "Bo")?.person ?? "";
    ear.bench.store.communities.setMember(community.id, bo, "left");
    ear.said.push(
      reply(ear, { from: { name: "Bo", address: "bo@bench.example" } }),
      reply(ear, { remoteId: "2", at: "2099-01-01T00:00:00.000Z" }),
      reply(ear, { remoteId: "3", at: "never", text: "Three." }),
    );
    await listen(ear.bench.desk, null);
    assert.deepEqual(aparts(ear), ["<1@x> outsider", "2 null", "3 null"]);
    const received = ear.bench.desk.feedback.ofShare(ear.share).map((one) => one.received);
    assert.ok(
      received.every((at) => at <= "2026-11-23T08:00:00.000Z"),
      received.join(),
    );
  }));

test("a channel that can not be asked is told, and the others are heard", () =>
  withEar(async (ear) => {
    ear.trouble.error = new PkmError("credentials", "the token ran out");
    const listened = await listen(ear.bench.desk, null);
    assert.deepEqual([listened.asked, listened.failed[0]?.error.kind], [1, "credentials"]);
    ear.trouble.error = new TypeError("x is not a function");
    assert.equal((await listen(ear.bench.desk, null)).failed[0]?.error.kind, "try-later");
    ear.trouble.error = null;
    ear.said.push(reply(ear));
    assert.equal((await listen(ear.bench.desk, null)).heard.length, 1);
    assert.equal(ear.looks.at(-1)?.cursor, null, "what failed moved no cursor");
  }));

test("what was too much to be read whole is told with its channel, clean of controls", () =>
  withEar(async (ear) => {
    ear.cut.push("800 of many\u001b[31m");
    assert.deepEqual((await listen(ear.bench.desk, null)).cut, ["lookup of Bench Circle: 800 of many"]);
  }));

test("what was not looked for before is looked for from its beginning", () =>
  withEar(async (ear) => {
    await listen(ear.bench.desk, null);
    ear.bench.wait(31 * 86_400_000);
    ear.bench.store.releases.close(ear.bench.desk.releases.ofShare(ear.share)[0]?.id ?? "");
    await listen(ear.bench.desk, null);
    assert.equal(ear.looks.length, 2);
    ear.bench.wait(31 * 86_400_000);
    await listen(ear.bench.desk, null);
    assert.equal(ear.looks.length, 2, "a round that closed a month ago is not asked about");
    await listen(ear.bench.desk, ear.share);
    assert.equal(ear.looks.length, 3, "but by name it is");
  }));

// The contract suite over the Matrix channel, against a real Synapse; who can read a room there, and what comes back.
import assert from "node:assert/strict";
import { after, test, type TestContext } from "node:test";
import * as v from "valibot";
import { plainLine } from "../../src/base/plain.ts";
import { matrix } from "../../src/channels/matrix/matrix.ts";
import { openChannelHttp } from "../../src/net/channel-http.ts";
import type { ChannelAddress } from "../../src/people/community.ts";
import type { ChannelWorld, Letter, SentPart } from "../../src/share/channel.ts";
import { channelContract, type FarEnd } from "../contract/channel-contract.ts";
import { letterWith } from "../contract/letters.ts";
import { ask } from "./cache.ts";
import { startSynapse, synapseMissing, type Synapse } from "./synapse.ts";

const missing = synapseMissing();
const only = { skip: missing ?? false };
const http = openChannelHttp({ userAgent: "pkm/0.0.0-test" });
let started: Promise<Synapse> | null = null;
let accounts = 0;

after(async () => {
  await http.close();
  await (await started)?.stop();
});

if (missing === null)
  channelContract("matrix", {
    load: async () => matrix,
    open: openPlace,
    checkForm: checkMessage,
    threadSentences: 2_000,
  });
else test("synapse", only, () => {});

interface Place extends FarEnd {
  world: ChannelWorld;
  room: string;
  /** One call, "PUT /path", as the owner of the room or with the token of somebody else. */
  call(asked: string, json?: object, token?: string): Promise<unknown>;
  /** Another account, joined. */
  guest(): Promise<{ token: string; userId: string }>;
}

const roomShape = v.object({ room_id: v.string() });
const eventShape = v.object({ event_id: v.string() });
const pageShape = v.object({
  chunk: v.array(
    v.object({
      event_id: v.string(),
      type: v.string(),
      content: v.looseObject({
        "m.relates_to": v.exactOptional(
          v.object({ "m.in_reply_to": v.exactOptional(v.object({ event_id: v.string() })) }),
        ),
      }),
    }),
  ),
});

/** A room of its own on the one server, of an account of its own. */
async function openPlace(_t: TestContext): Promise<Place> {
  const synapse = await (started ??= startSynapse());
  const { token: own } = await synapse.account(`ann${(accounts += 1)}`);
  const call: Place["call"] = async (asked, json, token = own) => {
    const [method = "", path = ""] = asked.split(" ");
    const answer = await ask(`${synapse.origin}/_matrix/client/v3${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    return answer.json();
  };
  const { room_id: room } = v.parse(roomShape, await call("POST /createRoom", { preset: "private_chat" }));
  const settings = { homeserver: synapse.origin, room, secret: "env:TOKEN" };
  const address: ChannelAddress = { id: "h3x1", kind: "matrix", exposure: "closed", settings };
  const messages = async (): Promise<v.InferOutput<typeof pageShape>["chunk"]> => {
    const page = v.parse(pageShape, await call(`GET /rooms/${encodeURIComponent(room)}/messages?dir=b&limit=200`));
    return page.chunk.filter(({ type, content }) => type === "m.room.message" && "body" in content).toReversed();
  };
  return {
    address,
    room,
    call,
    world: {
      now: () => new Date(),
      secret: () => own,
      http: (each) => http.call(each),
      memory: { recall: () => null, keep: () => assert.fail("nothing is to be kept") },
    },
    async guest() {
      const made = await synapse.account(`bea${(accounts += 1)}`);
      await call(`POST /rooms/${encodeURIComponent(room)}/invite`, { user_id: made.userId });
      await call(`POST /rooms/${encodeURIComponent(room)}/join`, {}, made.token);
      return made;
    },
    standing: async () =>
      (await messages()).map(({ content: { "m.relates_to": _relation, ...content } }) => inOrder(content)),
    parents: async () => {
      const all = await messages();
      return all.map(({ content }) => {
        const parent = content["m.relates_to"]?.["m.in_reply_to"]?.event_id;
        return parent === undefined ? null : all.findIndex(({ event_id }) => event_id === parent);
      });
    },
  };
}

const order = ["msgtype", "body", "m.mentions", "format", "formatted_body"];

/** A server keeps the fields in an order of its own; the one in which they were written is put back. */
function inOrder(content: Record<string, unknown>): Uint8Array {
  const entries = Object.entries(content).toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return Buffer.from(JSON.stringify(Object.fromEntries(entries)), "utf8");
}

const contentShape = v.object({ body: v.string(), formatted_body: v.exactOptional(v.string()) });

function checkMessage(bytes: Uint8Array, letter: Letter): number {
  const { body, formatted_body: html = "" } = v.parse(contentShape, JSON.parse(Buffer.from(bytes).toString("utf8")));
  assert.doesNotMatch(body, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  assert.doesNotMatch(html, /<(?:script|iframe|svg|img|style|form|base)\b/i);
  assert.doesNotMatch(html, /<a [^>]*href="(?!https?:|mailto:)/i);
  return body.length > 0 || plainLine(letter.title) === "" ? 1 : 0;
}

test(
  "matrix: a room made readable by the world after it was set up is told before anything is sent",
  only,
  async (t) => {
    const far = await openPlace(t);
    assert.equal(await matrix.exposureNow?.(far.address, far.world), "closed");
    const state = (type: string, json: object): Promise<unknown> =>
      far.call(`PUT /rooms/${encodeURIComponent(far.room)}/state/${type}`, json);
    await state("m.room.join_rules", { join_rule: "public" });
    assert.equal(await matrix.exposureNow?.(far.address, far.world), "members");
    await state("m.room.history_visibility", { history_visibility: "world_readable" });
    assert.equal(await matrix.exposureNow?.(far.address, far.world), "world");
    const facts = await matrix.probe?.(far.address, far.world);
    assert.equal(facts?.exposure, "world");
    await state("m.room.encryption", { algorithm: "m.megolm.v1.aes-sha2" });
    await assert.rejects(
      async () => matrix.exposureNow?.(far.address, far.world),
      /encrypted, and pkm sends in the open/,
    );
    const may = { ...far.address, settings: { ...far.address.settings, unencrypted: true } };
    assert.equal(await matrix.exposureNow?.(may, far.world), "world");
  },
);

test(
  "matrix: replies, threads and reactions come back once each; other talk and our own parts do not",
  only,
  async (t) => {
    const far = await openPlace(t);
    const [part] = matrix.prepare(letterWith(), far.address);
    assert.ok(part && matrix.fetchFeedback);
    const outcome = await matrix.deliver(part, far.address, far.world);
    assert.ok(outcome.kind === "sent");
    const { uri } = outcome.receipt;
    const bea = await far.guest();
    let count = 0;
    const say = async (json: object, type = "m.room.message"): Promise<string> => {
      const path = `/rooms/${encodeURIComponent(far.room)}/send/${type}/t${(count += 1)}`;
      return v.parse(eventShape, await far.call(`PUT ${path}`, json, bea.token)).event_id;
    };
    const answering = (id: string): object => ({ "m.relates_to": { "m.in_reply_to": { event_id: id } } });
    const first = await say({ msgtype: "m.text", body: "What about code?", ...answering(uri) });
    await say({ msgtype: "m.text", body: "Lunch?" });
    await say({ "m.relates_to": { rel_type: "m.annotation", event_id: uri, key: "👍" } }, "m.reaction");
    await say({ msgtype: "m.text", body: "In the thread", "m.relates_to": { rel_type: "m.thread", event_id: uri } });
    const sent: SentPart = { part: 1, wireId: part.wireId, uri, url: null, at: outcome.receipt.at, heard: [] };
    const pull = await matrix.fetchFeedback({ sent: [sent], cursor: null }, far.address, far.world);
    assert.deepEqual(
      pull.replies.map(({ kind, text, answers }) => [kind, text, answers === part.wireId]),
      [
        ["reply", "What about code?", true],
        ["reaction", "👍", true],
        ["reply", "In the thread", true],
      ],
    );
    assert.deepEqual(pull.replies[0]?.from.address, bea.userId);
    await say({ msgtype: "m.text", body: "And tests?", ...answering(first) });
    const again = { sent: [{ ...sent, heard: pull.replies.map(({ remoteId }) => remoteId) }], cursor: pull.cursor };
    const more = await matrix.fetchFeedback(again, far.address, far.world);
    assert.deepEqual(
      more.replies.map(({ text, answers }) => [text, answers]),
      [["And tests?", part.wireId]],
    );
  },
);

test("matrix: the same transaction makes one message, and an edit stands in its place", only, async (t) => {
  const far = await openPlace(t);
  const [part] = matrix.prepare(letterWith(), far.address);
  assert.ok(part && matrix.edit);
  const first = await matrix.deliver(part, far.address, far.world);
  const second = await matrix.deliver(part, far.address, far.world);
  assert.ok(first.kind === "sent" && second.kind === "sent");
  assert.equal(first.receipt.uri, second.receipt.uri);
  const [now] = matrix.prepare(letterWith({ version: 2, body: "Other words." }), far.address);
  assert.ok(now);
  const was = { ...part, uri: first.receipt.uri, url: null };
  assert.equal((await matrix.edit({ was, now }, far.address, far.world)).kind, "sent");
  const path = `/rooms/${encodeURIComponent(far.room)}/relations/${encodeURIComponent(first.receipt.uri)}/m.replace`;
  const answer = await ask(
    `${String(far.address.settings["homeserver"])}/_matrix/client/v1${path.replace("/_matrix", "")}`,
    {
      headers: { authorization: `Bearer ${far.world.secret("")}` },
    },
  );
  assert.match(await answer.text(), /Other words\./);
});

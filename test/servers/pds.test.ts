// The contract suite over the Bluesky channel, against a real PDS; and what becomes of a log-in there.
import assert from "node:assert/strict";
import { after, test, type TestContext } from "node:test";
import * as v from "valibot";
import { plainLine } from "../../src/base/plain.ts";
import { bluesky } from "../../src/channels/bluesky/bluesky.ts";
import { openChannelHttp } from "../../src/net/channel-http.ts";
import type { ChannelAddress } from "../../src/people/community.ts";
import type { ChannelWorld, Letter } from "../../src/share/channel.ts";
import { channelContract, type FarEnd } from "../contract/channel-contract.ts";
import { letterWith } from "../contract/letters.ts";
import { ask } from "./cache.ts";
import { pdsMissing, startPds, type Pds } from "./pds.ts";

const missing = pdsMissing();
const only = { skip: missing ?? false };
const http = openChannelHttp({ userAgent: "pkm/0.0.0-test" });
let started: Promise<Pds> | null = null;
let accounts = 0;

after(async () => {
  await http.close();
  await (await started)?.stop();
});

if (missing === null) channelContract("bluesky", { load: async () => bluesky, open: openPlace, checkForm: checkPost });
else test("pds", only, () => {});

interface Place extends FarEnd {
  world: ChannelWorld;
  /** What is kept between runs, by key. */
  memory: Map<string, string>;
  /** Names of the methods that were called. */
  called: string[];
}

const recordsShape = v.object({
  records: v.array(
    v.object({
      uri: v.string(),
      value: v.looseObject({
        createdAt: v.string(),
        reply: v.exactOptional(v.object({ parent: v.object({ uri: v.string() }) })),
      }),
    }),
  ),
  cursor: v.exactOptional(v.string()),
});

/** An account of its own on the one server. */
async function openPlace(_t: TestContext): Promise<Place> {
  const pds = await (started ??= startPds());
  const { handle, password, did } = await pds.account(`ann${(accounts += 1)}`);
  const memory = new Map<string, string>();
  const called: string[] = [];
  const address: ChannelAddress = {
    id: "h3b1",
    kind: "bluesky",
    exposure: "world",
    settings: { service: pds.origin, handle, secret: "env:PASSWORD" },
  };
  const world: ChannelWorld = {
    now: () => new Date(),
    secret: () => password,
    http: (call) => {
      called.push(new URL(call.url).pathname.slice("/xrpc/".length));
      return http.call(call);
    },
    memory: { recall: (key) => memory.get(key) ?? null, keep: (key, text) => void memory.set(key, text) },
  };
  const records = async (): Promise<v.InferOutput<typeof recordsShape>["records"]> => {
    const all: v.InferOutput<typeof recordsShape>["records"] = [];
    for (let cursor: string | undefined = ""; cursor !== undefined;) {
      const query: string = `repo=${did}&collection=app.bsky.feed.post&limit=100&reverse=true${cursor === "" ? "" : `&cursor=${cursor}`}`;
      const answer = await ask(`${pds.origin}/xrpc/com.atproto.repo.listRecords?${query}`);
      const page = v.parse(recordsShape, await answer.json());
      all.push(...page.records);
      cursor = page.cursor;
    }
    return all.toSorted((a, b) => (a.uri < b.uri ? -1 : 1));
  };
  return {
    address,
    world,
    memory,
    called,
    standing: async () => (await records()).map(({ value: { reply: _reply, ...post } }) => recordBytes(post)),
    parents: async () => {
      const all = await records();
      return all.map(({ value: { reply } }) =>
        reply === undefined ? null : all.findIndex(({ uri }) => uri === reply.parent.uri),
      );
    },
  };
}

/** A repository keeps the fields of a record in an order of its own; the one in which they were written is put back. */
function recordBytes(post: Record<string, unknown>): Uint8Array {
  return Buffer.from(JSON.stringify(inOrder(post)), "utf8");
}

const order =
  "$type text createdAt langs facets embed index features byteStart byteEnd external uri title description".split(" ");

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}

const postShape = v.object({
  text: v.string(),
  facets: v.exactOptional(v.array(v.object({ index: v.object({ byteStart: v.number(), byteEnd: v.number() }) }))),
});

function checkPost(bytes: Uint8Array, letter: Letter): number {
  const { text, facets = [] } = v.parse(postShape, JSON.parse(Buffer.from(bytes).toString("utf8")));
  assert.doesNotMatch(text, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  const length = Buffer.byteLength(text);
  for (const { index } of facets) assert.ok(index.byteStart < index.byteEnd && index.byteEnd <= length);
  return text.length > 0 || plainLine(letter.title) === "" ? 1 : 0;
}

test(
  "bluesky: one log-in serves many posts and the next run, and one that has run out is renewed and kept first",
  only,
  async (t) => {
    const far = await openPlace(t);
    const parts = bluesky.prepare(letterWith(), far.address);
    const [part] = parts;
    assert.ok(part);
    for (let run = 0; run < 3; run += 1)
      assert.equal((await bluesky.deliver(part, far.address, far.world)).kind, "sent");
    assert.equal(far.called.filter((name) => name === "com.atproto.server.createSession").length, 1);
    const [[key, text] = ["", ""]] = [...far.memory];
    const session = v.parse(v.looseObject({ refreshJwt: v.string() }), JSON.parse(text));
    far.memory.set(key, JSON.stringify({ ...session, accessJwt: "run.out.token" }));
    assert.equal((await bluesky.deliver(part, far.address, far.world)).kind, "sent");
    assert.equal(far.called.filter((name) => name === "com.atproto.server.refreshSession").length, 1);
    assert.equal(far.called.filter((name) => name === "com.atproto.server.createSession").length, 1);
    assert.notEqual(
      v.parse(v.looseObject({ refreshJwt: v.string() }), JSON.parse(far.memory.get(key) ?? "")).refreshJwt,
      session.refreshJwt,
    );
    far.memory.set(key, JSON.stringify({ ...session, accessJwt: "run.out.token", refreshJwt: "run.out.too" }));
    assert.equal((await bluesky.deliver(part, far.address, far.world)).kind, "sent");
    assert.equal(far.called.filter((name) => name === "com.atproto.server.createSession").length, 2);
    assert.equal((await far.standing()).length, 1);
  },
);

test(
  "bluesky: a wrong password holds the text and says where to look; a right one says who we are",
  only,
  async (t) => {
    const far = await openPlace(t);
    const [part] = bluesky.prepare(letterWith(), far.address);
    assert.ok(part && bluesky.probe);
    const outcome = await bluesky.deliver(part, far.address, { ...far.world, secret: () => "wrong" });
    assert.ok(outcome.kind === "held", JSON.stringify(outcome));
    assert.doesNotMatch(outcome.message, /wrong/);
    const facts = await bluesky.probe(far.address, far.world);
    assert.match(facts.whoAmI ?? "", new RegExp(`^@${String(far.address.settings["handle"])} \\(did:plc:`));
    assert.equal(facts.exposure, "world");
  },
);

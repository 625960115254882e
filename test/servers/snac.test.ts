// The contract suite over the Mastodon channel, against a real snac; what a post of each visibility comes to there.
import assert from "node:assert/strict";
import { after, test, type TestContext } from "node:test";
import { plainLine } from "../../src/base/plain.ts";
import { mastodon } from "../../src/channels/mastodon/mastodon.ts";
import * as v from "valibot";
import { openChannelHttp } from "../../src/net/channel-http.ts";
import type { ChannelAddress, ChannelSettings, Exposure } from "../../src/people/community.ts";
import type { ChannelWorld, Letter } from "../../src/share/channel.ts";
import { channelContract, type FarEnd } from "../contract/channel-contract.ts";
import { letterWith } from "../contract/letters.ts";
import { ask } from "./cache.ts";
import { snacMissing, startSnac, type Snac } from "./snac.ts";

const missing = snacMissing();
const only = { skip: missing ?? false };
const http = openChannelHttp({ userAgent: "pkm/0.0.0-test" });
let started: Promise<Snac> | null = null;
let accounts = 0;

after(async () => {
  await http.close();
  await (await started)?.stop();
});

if (missing === null)
  channelContract("mastodon", { load: async () => mastodon, open: openPlace, checkForm: checkPost });
else test("snac", only, () => {});

interface Place extends FarEnd {
  world: ChannelWorld;
  /** The account's name, without the server. */
  name: string;
}

const statusesShape = v.array(
  v.object({
    id: v.string(),
    uri: v.string(),
    visibility: v.string(),
    in_reply_to_id: v.nullish(v.string(), null),
    content: v.string(),
    mentions: v.array(v.object({ acct: v.string() })),
  }),
);
const sourceShape = v.object({ text: v.string(), spoiler_text: v.string() });

/** An account of its own on the one server. */
async function openPlace(
  _t: TestContext,
  more: { exposure?: Exposure; settings?: ChannelSettings } = {},
): Promise<Place> {
  const snac = await (started ??= startSnac());
  const name = `ann${(accounts += 1)}`;
  const { token } = await snac.account(name);
  const settings = { instance: snac.origin, secret: "env:TOKEN", units: "5000", ...more.settings };
  const address: ChannelAddress = { id: "h3m1", kind: "mastodon", exposure: more.exposure ?? "world", settings };
  const world: ChannelWorld = {
    now: () => new Date(),
    secret: () => token,
    http: (call) => http.call(call),
    memory: { recall: () => null, keep: () => assert.fail("nothing is to be kept") },
  };
  const get = async (path: string): Promise<unknown> => {
    const answer = await ask(`${snac.origin}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return answer.json();
  };
  const statuses = async (): Promise<v.InferOutput<typeof statusesShape>> => {
    const all = v.parse(statusesShape, await get("/api/v1/timelines/home?limit=50"));
    return all.toSorted((a, b) => stamp(a.uri) - stamp(b.uri));
  };
  return {
    address,
    world,
    name,
    keeps: "snac before 2.96 has no DELETE",
    standing: async () => {
      const bytes: Uint8Array[] = [];
      for (const { id, visibility } of await statuses()) {
        const { text, spoiler_text } = v.parse(sourceShape, await get(`/api/v1/statuses/${id}/source`));
        const warning = spoiler_text === "" ? {} : { spoiler_text, sensitive: true };
        bytes.push(Buffer.from(JSON.stringify({ status: text, visibility, ...warning })));
      }
      return bytes;
    },
    parents: async () => {
      const all = await statuses();
      return all.map(({ in_reply_to_id: parent }) =>
        parent === null ? null : all.findIndex(({ id }) => id === parent),
      );
    },
  };
}

/** snac puts the moment of a post at the end of its address. */
function stamp(uri: string): number {
  return Number(uri.slice(uri.lastIndexOf("/") + 1));
}

const postShape = v.strictObject({ status: v.string(), visibility: v.literal("public") });

function checkPost(bytes: Uint8Array, letter: Letter): number {
  const { status } = v.parse(postShape, JSON.parse(Buffer.from(bytes).toString("utf8")));
  assert.doesNotMatch(status, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  const title = plainLine(letter.title).toWellFormed() || "Untitled";
  return status.length > 0 || title === "" ? 1 : 0;
}

test("mastodon: what the server makes of each visibility is read back, and said where it differs", only, async (t) => {
  const to = { to: ["@bea"] };
  for (const [exposure, settings, reads, remark] of [
    ["world", {}, "world", null],
    ["world", { visibility: "unlisted" }, "world", /sent as unlisted and reads back as public/],
    ["members", {}, "members", null],
    ["closed", to, "members", /sent as direct and reads back as private/],
  ] as const) {
    const far = await openPlace(t, { exposure, settings });
    mastodon.check(far.address.settings, exposure);
    const [part] = mastodon.prepare(letterWith(), far.address);
    assert.ok(part);
    const outcome = await mastodon.deliver(part, far.address, far.world);
    assert.ok(outcome.kind === "sent", JSON.stringify(outcome));
    assert.equal(outcome.receipt.exposure, reads);
    if (remark === null) assert.equal(outcome.receipt.remark, undefined);
    else assert.match(outcome.receipt.remark ?? "", remark);
  }
});

test("mastodon: the server says how long a post may be and who we are, and refuses a wrong token", only, async (t) => {
  const far = await openPlace(t);
  assert.ok(mastodon.probe);
  const facts = await mastodon.probe(far.address, far.world);
  assert.equal(facts.whoAmI, `@${far.name}@${new URL(String(far.address.settings["instance"])).host}`);
  assert.deepEqual(facts.settings, { units: "100000" });
  assert.deepEqual(facts.problems, []);
  const wrong = { ...far.world, secret: () => "wrong" };
  await assert.rejects(async () => mastodon.probe?.(far.address, wrong), /does not know the access token/);
  const [part] = mastodon.prepare(letterWith(), far.address);
  assert.ok(part);
  assert.equal((await mastodon.deliver(part, far.address, wrong)).kind, "held");
});

test(
  "mastodon: a name in a title tells nobody, and in a post for few neither does one in the text",
  only,
  async (t) => {
    const bea = await openPlace(t);
    const letter = letterWith({ title: `On @${bea.name}`, body: `Says @${bea.name} of it.` });
    for (const [exposure, told] of [
      ["members", 0],
      ["world", 1],
    ] as const) {
      const far = await openPlace(t, { exposure });
      const [part] = mastodon.prepare(letter, far.address);
      assert.ok(part);
      const outcome = await mastodon.deliver(part, far.address, far.world);
      assert.ok(outcome.kind === "sent", JSON.stringify(outcome));
      assert.equal(outcome.receipt.remark, undefined);
      const answer = await ask(`${String(far.address.settings["instance"])}/api/v1/statuses/${outcome.receipt.uri}`, {
        headers: { authorization: `Bearer ${far.world.secret("")}` },
      });
      const { mentions } = v.parse(v.object({ mentions: v.array(v.unknown()) }), await answer.json());
      assert.equal(mentions.length, told, exposure);
    }
  },
);

test("mastodon: a reply and a favourite come back once each, and our own thread does not", only, async (t) => {
  const [far, bea] = [await openPlace(t), await openPlace(t)];
  const origin = String(far.address.settings["instance"]);
  const parts = mastodon.prepare(letterWith({ body: "One sentence of many words here. ".repeat(300) }), far.address);
  const [first, second] = parts;
  assert.ok(first && second && mastodon.fetchFeedback);
  const one = await mastodon.deliver(first, far.address, far.world);
  assert.ok(one.kind === "sent");
  const thread = { root: one.receipt, parent: one.receipt };
  const two = await mastodon.deliver({ ...second, thread }, far.address, far.world);
  assert.ok(two.kind === "sent");
  const post = (path: string, json: object): Promise<Response> =>
    ask(`${origin}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${bea.world.secret("")}`, "content-type": "application/json" },
      body: JSON.stringify(json),
    });
  await post("/api/v1/statuses", {
    status: "What about *code*?",
    in_reply_to_id: two.receipt.uri,
    visibility: "public",
  });
  await post(`/api/v1/statuses/${one.receipt.uri}/favourite`, {});
  const sent = [one, two].map(({ receipt }, index) => ({
    part: index + 1,
    wireId: parts[index]?.wireId ?? "",
    heard: [],
    uri: receipt.uri,
    url: receipt.url,
    at: receipt.at,
  }));
  const pull = async (): Promise<readonly (readonly unknown[])[]> => {
    const { replies = [] } = (await mastodon.fetchFeedback?.({ sent, cursor: null }, far.address, far.world)) ?? {};
    return replies.map(({ kind, text, answers, isOwn, from, remoteId }) => [
      kind,
      text,
      answers,
      isOwn,
      from.address,
      remoteId,
    ]);
  };
  let found = await pull();
  // The server takes some seconds to hand its own mail round.
  for (let waited = 0; found.length < 2 && waited < 300; waited += 1) {
    await new Promise((done) => setTimeout(done, 200));
    found = await pull();
  }
  const who = `@${bea.name}@${new URL(origin).host}`;
  const told = found.map((reply) => reply.slice(0, 5)).sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
  assert.deepEqual(told, [
    ["reaction", "★", first.wireId, false, who],
    ["reply", `What about code?`, second.wireId, false, who],
  ]);
  assert.deepEqual(await pull(), found);
});

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
    const answer = await fetch(`${snac.origin}${path}`, { headers: { authorization: `Bearer ${token}` } });
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

// What comes back to Bluesky posts, by the whole network: a reply, a reply to it, a like, a repost and a quote.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { bluesky } from "../../src/channels/bluesky/bluesky.ts";
import { openChannelHttp } from "../../src/net/channel-http.ts";
import type { ChannelAddress } from "../../src/people/community.ts";
import type { ChannelWorld, FoundReply, SentPart } from "../../src/share/channel.ts";
import { letterWith } from "../contract/letters.ts";
import { ask } from "./cache.ts";
import { appviewMissing, startAppview } from "./appview.ts";
import type { Pds } from "./pds.ts";

const missing = appviewMissing();
const http = openChannelHttp({ userAgent: "pkm/0.0.0-test" });
let network: Pds | null = null;

after(async () => {
  await http.close();
  await network?.stop();
});

const sessionShape = v.object({ accessJwt: v.string(), did: v.string() });
const writtenShape = v.object({ uri: v.string(), cid: v.string() });

interface Actor {
  handle: string;
  write(collection: string, record: object): Promise<{ uri: string; cid: string }>;
}

async function actorOf({ origin, account }: Pds, name: string): Promise<Actor> {
  const { handle, password } = await account(name);
  const post = async (method: string, json: object, token: string | null): Promise<unknown> => {
    const headers = {
      "content-type": "application/json",
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
    const answer = await ask(`${origin}/xrpc/${method}`, { method: "POST", headers, body: JSON.stringify(json) });
    return answer.json();
  };
  const session = v.parse(
    sessionShape,
    await post("com.atproto.server.createSession", { identifier: handle, password }, null),
  );
  return {
    handle,
    write: async (collection, fields) => {
      const record = { $type: collection, createdAt: new Date().toISOString(), ...fields };
      const json = { repo: session.did, collection, record };
      return v.parse(writtenShape, await post("com.atproto.repo.createRecord", json, session.accessJwt));
    },
  };
}

/** All that somebody can do with a post: answer it, answer the answer, like it, pass it on and quote it. */
async function answer(
  origin: string,
  { handle, rkey, bea }: { handle: string; rkey: string; bea: Actor },
): Promise<void> {
  const record = await ask(
    `${origin}/xrpc/com.atproto.repo.getRecord?repo=${handle}&collection=app.bsky.feed.post&rkey=${rkey}`,
  );
  const subject = v.parse(writtenShape, await record.json());
  const strong = { uri: subject.uri, cid: subject.cid };
  const post = "app.bsky.feed.post";
  const reply = await bea.write(post, { text: "What about code?", reply: { root: strong, parent: strong } });
  const parent = { uri: reply.uri, cid: reply.cid };
  await bea.write(post, { text: "And tests?", reply: { root: strong, parent } });
  await bea.write("app.bsky.feed.like", { subject: strong });
  await bea.write("app.bsky.feed.repost", { subject: strong });
  await bea.write(post, { text: "Worth reading", embed: { $type: "app.bsky.embed.record", record: strong } });
}

test("bluesky: what comes back comes once each, and our own thread does not", { skip: missing ?? false }, async () => {
  network = await startAppview();
  const { handle, password } = await network.account("ann");
  const bea = await actorOf(network, "bea");
  const memory = new Map<string, string>();
  const world: ChannelWorld = {
    now: () => new Date(),
    secret: () => password,
    http: (call) => http.call(call),
    memory: { recall: (key) => memory.get(key) ?? null, keep: (key, text) => void memory.set(key, text) },
  };
  const settings = { service: network.origin, handle, secret: "env:PASSWORD" };
  const address: ChannelAddress = { id: "h3b1", kind: "bluesky", exposure: "world", settings };
  const letter = letterWith({
    body: "One sentence of many words here. ".repeat(15),
    createdAt: new Date().toISOString(),
  });
  const [first, second] = bluesky.prepare(letter, address);
  assert.ok(first && second);
  const one = await bluesky.deliver(first, address, world);
  assert.ok(one.kind === "sent", JSON.stringify(one));
  const two = await bluesky.deliver({ ...second, thread: { root: one.receipt, parent: one.receipt } }, address, world);
  assert.ok(two.kind === "sent", JSON.stringify(two));
  const sent: SentPart[] = [one, two].map(({ receipt }, index) => ({
    part: index + 1,
    wireId: (index === 0 ? first : second).wireId,
    heard: [],
    uri: receipt.uri,
    url: receipt.url,
    at: receipt.at,
  }));
  await answer(network.origin, { handle, rkey: first.wireId, bea });
  const pull = async (): Promise<readonly FoundReply[]> =>
    (await bluesky.fetchFeedback?.({ sent, cursor: null }, address, world))?.replies ?? [];
  let found = await pull();
  for (let waited = 0; found.length < 5 && waited < 150; waited += 1) {
    await sleep(200);
    found = await pull();
  }
  const told = found.map(({ kind, text, isOwn, from, answers }) => [kind, text, isOwn, from.address, answers]);
  assert.deepEqual(told.map(([kind, text]) => `${String(kind)} ${String(text)}`).sort(), [
    "boost ",
    "quote Worth reading",
    "reaction ♥",
    "reply And tests?",
    "reply What about code?",
  ]);
  for (const [, , isOwn, from, answers] of told)
    assert.deepEqual([isOwn, from, answers], [false, `@${bea.handle}`, first.wireId]);
  assert.deepEqual((await pull()).map(({ remoteId }) => remoteId).sort(), found.map(({ remoteId }) => remoteId).sort());
});

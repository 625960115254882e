// Looking for a part whose fate is not known: what a server does not tell is no "it is not there", or it is sent twice.
import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { test, type TestContext } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import { mastodon } from "../../src/channels/mastodon/mastodon.ts";
import { postOf } from "../../src/channels/mastodon/post.ts";
import { matrix } from "../../src/channels/matrix/matrix.ts";
import { openChannelHttp } from "../../src/net/channel-http.ts";
import type { ChannelSettings } from "../../src/people/community.ts";
import type { Channel, Receipt } from "../../src/share/channel.ts";
import { letterWith } from "../contract/letters.ts";
import { serve, userAgent } from "../net/loopback.ts";

const now = new Date("2026-11-23T08:00:00.000Z");

interface Search {
  channel: Channel;
  settings(origin: string): ChannelSettings;
  /** What the server says to a path and query; null for 404. */
  answer(url: string): object | null;
}

async function lookedUp(t: TestContext, { channel, settings, answer }: Search): Promise<Receipt | null> {
  const listener: RequestListener = (request, response) => {
    const said = answer(request.url ?? "");
    response.writeHead(said === null ? 404 : 200).end(JSON.stringify(said ?? {}));
  };
  const { origin } = await serve(t, listener);
  const http = openChannelHttp({ userAgent });
  t.after(() => http.close());
  const address = { id: "h3k1", kind: channel.kind, exposure: "world", settings: settings(origin) } as const;
  const [part] = channel.prepare(letterWith({ body: "Short." }), address);
  assert.ok(part && channel.lookup);
  return channel.lookup({ ...part, since: now.toISOString() }, address, {
    now: () => now,
    secret: () => "token",
    http: (call) => http.call(call),
    memory: { recall: () => null, keep: () => undefined },
  });
}

const account = { id: "1", username: "ann", acct: "ann" };
const status = {
  id: "7",
  visibility: "public",
  created_at: "2026-11-23T08:00:01.000Z",
  content: "<p>Short.</p>",
  account,
};

function mastodonWith(answers: readonly (readonly [RegExp, object])[]): Search {
  return {
    channel: mastodon,
    settings: (instance) => ({ instance, secret: "env:TOKEN", units: "9000" }),
    answer: (url) => answers.find(([path]) => path.test(url))?.[1] ?? null,
  };
}

test("mastodon: a server that does not hand out the source of a post can not tell", async (t) => {
  const search = mastodonWith([
    [/verify_credentials/, account],
    [/accounts\/1\/statuses/, [status]],
    [/statuses\/7$/, status],
  ]);
  await assert.rejects(
    lookedUp(t, search),
    (error: unknown) => error instanceof PkmError && error.kind === "try-later" && /source/.test(error.message),
  );
});

test("mastodon: a post that was deleted while it was looked at is not there", async (t) => {
  const search = mastodonWith([
    [/verify_credentials/, account],
    [/accounts\/1\/statuses\?.*max_id/, []],
    [/accounts\/1\/statuses/, [status]],
  ]);
  assert.equal(await lookedUp(t, search), null);
});

test("mastodon: one post of another with an old date is not the end, and a server that does not page tells only what a page holds", async (t) => {
  const other = { ...status, id: "6", created_at: "2020-01-01T00:00:00.000Z", account: { ...account, id: "2" } };
  const newer = { ...other, id: "8", created_at: "2026-11-23T08:00:02.000Z" };
  const source = { text: "" };
  const home = (...answers: readonly (readonly [RegExp, object])[]): Search => ({
    ...mastodonWith([
      [/verify_credentials/, account],
      [/accounts\/1\/statuses\?/, []],
      [/statuses\/7\/source/, source],
      ...answers,
    ]),
    channel: {
      ...mastodon,
      prepare: (letter, address) => {
        const parts = mastodon.prepare(letter, address);
        source.text = parts[0] === undefined ? "" : postOf(parts[0]).status;
        return parts;
      },
    },
    settings: (instance) => ({ instance, secret: "env:TOKEN", units: "9000", visibility: "private" }),
  });
  const paged = home([/timelines\/home.*max_id=6/, [status]], [/timelines\/home/, [newer, other]]);
  assert.equal((await lookedUp(t, paged))?.uri, "7");
  assert.equal(await lookedUp(t, home([/timelines\/home/, [newer, other]])), null, "that was all of it");
  const full = Array.from({ length: 40 }, (_, n) => ({ ...newer, id: String(100 - n) }));
  await assert.rejects(lookedUp(t, home([/timelines\/home/, full])), /more posts/);
});

test("matrix: neither a page without messages nor a server whose clock is wrong is the end of the room while the server says where it goes on", async (t) => {
  const ours = {
    event_id: "$ours",
    sender: "@ann:t",
    type: "m.room.message",
    origin_server_ts: now.getTime() + 1,
  };
  const theirs = { ...ours, event_id: "$theirs", sender: "@bo:t", content: { msgtype: "m.text", body: "hm" } };
  let body = "";
  const receipt = await lookedUp(t, {
    channel: {
      ...matrix,
      prepare: (letter, address) => {
        const parts = matrix.prepare(letter, address);
        body = parts[0] === undefined ? "" : (matrix.preview?.(parts[0]) ?? "");
        return parts;
      },
    },
    settings: (homeserver) => ({ homeserver, room: "!room:test", secret: "env:TOKEN" }),
    answer(url) {
      if (url.includes("whoami")) return { user_id: "@ann:t" };
      if (!url.includes("/messages")) return null;
      if (url.includes("from=later")) return { chunk: [theirs, { ...theirs, origin_server_ts: 0 }], end: "last" };
      return url.includes("from=last")
        ? { chunk: [{ ...ours, content: { msgtype: "m.text", body } }] }
        : { chunk: [], end: "later" };
    },
  });
  assert.equal(receipt?.uri, "$ours");
});

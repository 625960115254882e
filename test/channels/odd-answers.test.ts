// What one attempt over HTTP comes to when the far end refuses, stalls, lies or is not what it was taken for.
import assert from "node:assert/strict";
import type { RequestListener, ServerResponse } from "node:http";
import { test, type TestContext } from "node:test";
import { bluesky } from "../../src/channels/bluesky/bluesky.ts";
import { mastodon } from "../../src/channels/mastodon/mastodon.ts";
import { matrix } from "../../src/channels/matrix/matrix.ts";
import { openChannelHttp } from "../../src/net/channel-http.ts";
import type { ChannelSettings } from "../../src/people/community.ts";
import type { Channel, ChannelWorld, SendOutcome } from "../../src/share/channel.ts";
import { letterWith } from "../contract/letters.ts";
import { serve, serveRaw, userAgent } from "../net/loopback.ts";
import { closedPort } from "./mail/servers.ts";

const now = new Date("2026-11-23T08:00:00.000Z");
const token = "hush-hush-token";
const session = { did: "did:plc:ann", handle: "ann.test", accessJwt: token, refreshJwt: token };

interface Kind {
  channel: Channel;
  settings(origin: string): ChannelSettings;
}

const kinds: readonly Kind[] = [
  { channel: mastodon, settings: (instance) => ({ instance, secret: "env:TOKEN", units: "9000" }) },
  { channel: bluesky, settings: (service) => ({ service, handle: "ann.test", secret: "env:TOKEN" }) },
  { channel: matrix, settings: (homeserver) => ({ homeserver, room: "!room:test", secret: "env:TOKEN" }) },
];

async function attempt(t: TestContext, { channel, settings }: Kind, origin: string): Promise<SendOutcome> {
  const http = openChannelHttp({ userAgent });
  t.after(() => http.close());
  const memory = new Map<string, string>();
  const world: ChannelWorld = {
    now: () => now,
    secret: () => token,
    http: (call) => http.call({ ...call, timeoutMs: Math.min(call.timeoutMs, 1_500) }),
    memory: {
      recall: (key) => memory.get(key) ?? JSON.stringify(session),
      keep: (key, text) => void memory.set(key, text),
    },
  };
  const address = { id: "h3k1", kind: channel.kind, exposure: "world", settings: settings(origin) } as const;
  const [part] = channel.prepare(letterWith({ body: "Short." }), address);
  assert.ok(part);
  const outcome = await channel.deliver(part, address, world);
  assert.ok(!JSON.stringify(outcome).includes(token), "a secret is never told");
  return outcome;
}

function answering(status: number, headers: Record<string, string>, body: string): RequestListener {
  return (_request, response) => void response.writeHead(status, headers).end(body);
}

const pushForever = (_request: unknown, response: ServerResponse): void => {
  const chunk = Buffer.alloc(1024 * 1024, 0x5b);
  response.writeHead(200);
  const push = (): void => {
    while (!response.destroyed && response.write(chunk));
    response.once("drain", push);
  };
  push();
};

const cases: readonly (readonly [string, RequestListener, SendOutcome["kind"], RegExp])[] = [
  ["401", answering(401, {}, '{"error":"ExpiredToken"}'), "held", /does not let pkm in/],
  ["403", answering(403, {}, ""), "held", /answered 403/],
  ["429 with Retry-After", answering(429, { "retry-after": "120" }, "{}"), "later", /too often/],
  ["400 with words", answering(400, {}, '{"error":"Text is\\u001b[31m too long"}'), "rejected", /Text is too long/],
  ["a redirect", answering(307, { location: "/elsewhere" }, ""), "rejected", /sends elsewhere/],
  ["500", answering(500, {}, "oops"), "unknown", /answered 500/],
  [
    "a page where JSON was to be",
    answering(200, {}, "<html>log in</html>"),
    "unknown",
    /something else than its receipt/,
  ],
  ["JSON of other types", answering(200, {}, '{"id":7,"uri":[],"event_id":null}'), "unknown", /something else/],
  ["no body", answering(200, {}, ""), "unknown", /something else/],
  ["an endless answer", pushForever, "unknown", /more than 8 MB|did not answer/],
  ["silence", () => {}, "unknown", /did not answer/],
];

for (const kind of kinds) {
  for (const [name, listener, outcome, words] of cases) {
    test(`${kind.channel.kind}: ${name} is ${outcome}`, async (t) => {
      let asked = 0;
      const { origin } = await serve(t, (request, response) => {
        asked += 1;
        listener(request, response);
      });
      const result = await attempt(t, kind, origin);
      // What a log-in can not be renewed by a silent or broken server comes before anything was sent.
      assert.equal(result.kind, outcome, JSON.stringify(result));
      assert.ok(result.kind !== "sent");
      assert.match(result.message, words);
      assert.doesNotMatch(result.message, /[\u0000-\u001f]/);
      if (result.kind === "later") assert.equal(result.retryAt, "2026-11-23T08:02:00.000Z");
      assert.ok(asked > 0);
    });
  }

  test(`${kind.channel.kind}: nobody at the port is later, a line cut is unknown`, async (t) => {
    const nobody = await attempt(t, kind, `http://127.0.0.1:${await closedPort()}`);
    assert.equal(nobody.kind, "later");
    const { origin } = await serveRaw(t, (socket) => socket.destroy());
    assert.equal((await attempt(t, kind, origin)).kind, "unknown");
  });
}

test("half a character that an answer spells is none: what is asked next has an address", async (t) => {
  const asked: string[] = [];
  const { origin } = await serve(t, (request, response) => {
    const url = request.url ?? "";
    asked.push(url);
    const event = `{"event_id":"$1","sender":"@b\\ud800:t","type":"m.room.message","origin_server_ts":1,"content":{"body":"a","m.relates_to":{"m.in_reply_to":{"event_id":"$part"}}}}`;
    const answers: readonly (readonly [RegExp, string])[] = [
      [/whoami/, '{"user_id":"@ann:t"}'],
      [/context/, '{"end":"s"}'],
      [/messages/, `{"chunk":[${event}]}`],
    ];
    response.end(answers.find(([path]) => path.test(url))?.[1] ?? "{}");
  });
  const http = openChannelHttp({ userAgent });
  t.after(() => http.close());
  const world: ChannelWorld = {
    now: () => now,
    secret: () => token,
    http: (call) => http.call(call),
    memory: { recall: () => null, keep: () => undefined },
  };
  const settings = { homeserver: origin, room: "!room:test", secret: "env:TOKEN" };
  const part = { part: 1, wireId: "w", uri: "$part", url: null, at: now.toISOString(), heard: [] };
  const listening = { sent: [part], cursor: null };
  const pull = await matrix.fetchFeedback?.(
    listening,
    { id: "h1k1", kind: "matrix", exposure: "closed", settings },
    world,
  );
  assert.deepEqual(
    pull?.replies.map(({ from }) => from.address),
    ["@b\ufffd:t"],
  );
  assert.ok(
    asked.some((url) => url.includes("%40b%EF%BF%BD%3At")),
    asked.join("\n"),
  );
});

test("matrix: how long to wait stands in the body too", async (t) => {
  const { origin } = await serve(t, answering(429, {}, '{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":90000}'));
  const [, , kind] = kinds;
  assert.ok(kind);
  const outcome = await attempt(t, kind, origin);
  assert.ok(outcome.kind === "later");
  assert.equal(outcome.retryAt, "2026-11-23T08:01:30.000Z");
});

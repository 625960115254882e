// Marks beyond the first page: who favoured, boosted or liked a post is read to the end, or as far as is worth while.
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { bluesky } from "../../src/channels/bluesky/bluesky.ts";
import { mastodon } from "../../src/channels/mastodon/mastodon.ts";
import { openChannelHttp } from "../../src/net/channel-http.ts";
import type { Channel, ChannelWorld, Pull } from "../../src/share/channel.ts";
import { serve, userAgent } from "../net/loopback.ts";

const session = { did: "did:plc:ann", handle: "ann.test", accessJwt: "token", refreshJwt: "token" };
const me = { id: "1", username: "ann", acct: "ann" };

interface Crowd {
  /** How many marked the post in each of the ways there are. */
  marks: number;
  /** Hands out the first page for ever. */
  isCircle?: boolean;
}

/** Serves the lists of both APIs in pages, as their documentation says; hands back what was asked. */
async function openCrowd(
  t: TestContext,
  { marks, isCircle = false }: Crowd,
): Promise<{ origin: string; asked: string[] }> {
  const asked: string[] = [];
  const { origin } = await serve(t, (request, response) => {
    const url = new URL(request.url ?? "/", "http://far.example");
    const list = url.pathname.split(/[/.]/).at(-1) ?? "";
    const query = url.searchParams;
    asked.push(`${list} ${query.get("max_id") ?? query.get("cursor") ?? "first"}`);
    const limit = Number(query.get("limit"));
    const start = isCircle ? 0 : Number(query.get("max_id") ?? query.get("cursor") ?? 0);
    const end = Math.min(marks, start + limit);
    const numbers = Array.from({ length: Math.max(0, end - start) }, (_, at) => start + at + 2);
    const next = end < marks ? String(end) : null;
    const people = numbers.map((n) => ({ id: String(n), username: `p${n}`, acct: `p${n}@far.example` }));
    const actors = numbers.map((n) => ({ did: `did:plc:${n}`, handle: `p${n}.test` }));
    // None, null and an empty one all say that it ends.
    const cursor = next === null ? [{}, { cursor: null }, { cursor: "" }][asked.length % 3] : { cursor: next };
    const answers: Readonly<Record<string, unknown>> = {
      verify_credentials: me,
      context: { descendants: [] },
      favourited_by: people,
      reblogged_by: people,
      getPostThread: { thread: {} },
      getLikes: { ...cursor, likes: actors.map((actor) => ({ actor, createdAt: "2026-11-23T08:00:00Z" })) },
      getRepostedBy: { ...cursor, repostedBy: actors },
      getQuotes: { posts: [] },
    };
    // Another host's address is asked nothing: only what it asks for counts.
    const link = `<https://elsewhere.example/other?max_id=${next}>; rel="next", <https://x.example/?since_id=9>; rel="prev"`;
    response.writeHead(200, next === null ? {} : { link }).end(JSON.stringify(answers[list] ?? null));
  });
  return { origin, asked };
}

async function pull(t: TestContext, channel: Channel, settings: Record<string, string>): Promise<Pull> {
  const http = openChannelHttp({ userAgent });
  t.after(() => http.close());
  const world: ChannelWorld = {
    now: () => new Date("2026-11-23T09:00:00.000Z"),
    secret: () => "token",
    http: http.call,
    memory: { recall: () => JSON.stringify(session), keep: () => undefined },
  };
  const address = { id: "h3k1", kind: channel.kind, exposure: "world", settings } as const;
  const sent = [
    { part: 1, wireId: "w1", uri: "77", url: "https://far.example/77", at: "2026-11-23T08:00:00.000Z", heard: [] },
  ];
  return (await channel.fetchFeedback?.({ sent, cursor: null }, address, world)) ?? { replies: [], cursor: null };
}

const kinds = [
  { channel: mastodon, page: 80, settings: (instance: string) => ({ instance, secret: "env:TOKEN" }) },
  {
    channel: bluesky,
    page: 100,
    settings: (service: string) => ({ service, handle: "ann.test", secret: "env:TOKEN" }),
  },
];

for (const { channel, page, settings } of kinds) {
  const countOf = ({ replies }: Pull, kind: string): number => replies.filter((reply) => reply.kind === kind).length;

  test(`${channel.kind}: marks are read over all pages, each once`, async (t) => {
    const { origin } = await openCrowd(t, { marks: 2 * page + 5 });
    const pulled = await pull(t, channel, settings(origin));
    assert.deepEqual([countOf(pulled, "reaction"), countOf(pulled, "boost")], [2 * page + 5, 2 * page + 5]);
    assert.deepEqual(pulled.cut, []);
  });

  test(`${channel.kind}: a crowd is read so far, and that is told`, async (t) => {
    const { origin, asked } = await openCrowd(t, { marks: 100 * page });
    const pulled = await pull(t, channel, settings(origin));
    assert.deepEqual([countOf(pulled, "reaction"), countOf(pulled, "boost")], [10 * page, 10 * page]);
    assert.equal(pulled.cut?.length, 2);
    for (const line of pulled.cut ?? [])
      assert.match(line, new RegExp(`^${10 * page} .*https://far.example/77 were read`));
    assert.ok(asked.length < 30, asked.join("\n"));
  });

  test(`${channel.kind}: a list that goes round in a circle ends`, async (t) => {
    const { origin, asked } = await openCrowd(t, { marks: page + 1, isCircle: true });
    const pulled = await pull(t, channel, settings(origin));
    assert.deepEqual([countOf(pulled, "reaction"), countOf(pulled, "boost")], [page, page]);
    assert.ok(asked.length < 10, asked.join("\n"));
  });
}

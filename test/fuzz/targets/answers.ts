// What Mastodon, Bluesky and Matrix servers answer: a receipt, feedback, or an error in words; never a wrong end.
import { createServer, type Server } from "node:http";
import { PkmError } from "../../../src/base/errors.ts";
import { bluesky } from "../../../src/channels/bluesky/bluesky.ts";
import { mastodon } from "../../../src/channels/mastodon/mastodon.ts";
import { matrix } from "../../../src/channels/matrix/matrix.ts";
import { openChannelHttp } from "../../../src/net/channel-http.ts";
import type { ChannelAddress, ChannelSettings } from "../../../src/people/community.ts";
import type { Channel, ChannelWorld, FoundReply } from "../../../src/share/channel.ts";
import { letterWith } from "../../contract/letters.ts";
import { userAgent } from "../../net/loopback.ts";
import { jsonWords } from "../dictionary.ts";
import { lineComplaints, dateComplaints } from "../sound.ts";
import { honest, type Route } from "./honest-answers.ts";
import type { Target } from "../target.ts";

const token = "hush-hush-token";
const sentAt = "2026-11-22T08:00:00.000Z";
const now = new Date("2026-11-23T08:00:00.000Z");

interface Kind {
  channel: Channel;
  settings(origin: string): ChannelSettings;
  /** The far end's id of the part that feedback is asked for. */
  uri: string;
}

const kinds: readonly Kind[] = [
  { channel: mastodon, settings: (instance) => ({ instance, secret: "env:TOKEN", units: "9000" }), uri: "110" },
  {
    channel: bluesky,
    settings: (service) => ({ service, handle: "ann.test", secret: "env:TOKEN" }),
    uri: "at://did:plc:ann/app.bsky.feed.post/3k",
  },
  {
    channel: matrix,
    settings: (homeserver) => ({ homeserver, room: "!room:test", secret: "env:TOKEN" }),
    uri: "$part",
  },
];

export const answers: Target = {
  name: "answers",
  dictionary: jsonWords,
  budgetMs: (bytes) => 1000 + bytes / 100,
  shortRuns: 60,
  reaches: { outcome: "heard", share: 0.1 },
  async open() {
    const state: { route: Route | null; bytes: Buffer } = { route: null, bytes: Buffer.alloc(0) };
    const server = createServer((request, response) => {
      const url = request.url ?? "";
      const found = honest.find(({ path }) => path.test(url));
      request.resume();
      const body = found === undefined ? "{}" : found === state.route ? state.bytes : JSON.stringify(found.answer);
      response.writeHead(found === undefined ? 404 : 200, { "content-type": "application/json" }).end(body);
    });
    const origin = await listening(server);
    const http = openChannelHttp({ userAgent });
    return {
      seeds: honest.map(({ name, answer }) => ({ name, bytes: Buffer.from(JSON.stringify(answer)) })),
      async close() {
        await http.close();
        server.close();
        server.closeAllConnections();
      },
      async examine(bytes, { seedName, chance }) {
        const route = honest.find(({ name }) => name === seedName) ?? null;
        Object.assign(state, { route, bytes });
        const kind = kinds.find(({ channel }) => seedName.startsWith(channel.kind));
        if (kind === undefined) throw new Error(`${seedName} is of no channel`);
        const memory = new Map<string, string>();
        const world: ChannelWorld = {
          now: () => now,
          secret: () => token,
          http: (call) => http.call({ ...call, timeoutMs: 5_000 }),
          memory: { recall: (key) => memory.get(key) ?? null, keep: (key, text) => void memory.set(key, text) },
        };
        const address: ChannelAddress = {
          id: "h3k1",
          kind: kind.channel.kind,
          exposure: "world",
          settings: kind.settings(origin),
        };
        const asks = [heard, heard, delivered, probed];
        return told(await chance.of(asks)(kind, address, world), bytes);
      },
    };
  },
};

interface Told {
  outcome: string;
  /** Everything that the program would go on with. */
  value: unknown;
  complaints: readonly string[];
}

function told({ outcome, value, complaints }: Told, bytes: Buffer): { outcome: string; complaints: readonly string[] } {
  // What the far end itself sent is its own to tell.
  const isLeak = !bytes.includes(token) && JSON.stringify(value ?? null).includes(token);
  return { outcome, complaints: [...complaints, ...(isLeak ? ["tells a secret"] : [])] };
}

type Ask = (kind: Kind, address: ChannelAddress, world: ChannelWorld) => Promise<Told>;

const heard: Ask = ({ channel, uri }, address, world) =>
  foreseen(async () => {
    const sent = [{ part: 1, wireId: "wire-1", uri, url: null, at: sentAt, heard: [] }];
    const pull = await channel.fetchFeedback?.({ sent, cursor: null }, address, world);
    const replies = pull?.replies ?? [];
    return {
      outcome: replies.length === 0 ? "nothing heard" : "heard",
      value: pull,
      complaints: replies.flatMap((reply) => [...replyComplaints(reply)]),
    };
  });

const delivered: Ask = ({ channel }, address, world) =>
  foreseen(async () => {
    const [part] = channel.prepare(letterWith({ body: "Short." }), address);
    if (part === undefined) throw new Error("a letter has no part");
    const outcome = await channel.deliver(part, address, world);
    const words = outcome.kind === "sent" ? (outcome.receipt.remark ?? null) : outcome.message;
    const dates = outcome.kind === "sent" ? [outcome.receipt.at] : outcome.kind === "later" ? [outcome.retryAt] : [];
    return {
      outcome: outcome.kind,
      value: outcome,
      complaints: [...dates.flatMap((date) => [...dateComplaints(date)]), ...lineComplaints("message", words)],
    };
  });

const probed: Ask = ({ channel }, address, world) =>
  foreseen(async () => ({ outcome: "probed", value: await channel.probe?.(address, world), complaints: [] }));

async function foreseen(ask: () => Promise<Told>): Promise<Told> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof PkmError)) throw error;
    return {
      outcome: `refused as ${error.kind}`,
      value: [error.message, error.mend],
      complaints: [...lineComplaints("message", error.message)],
    };
  }
}

function* replyComplaints({ at, remoteId, from, text }: FoundReply): Generator<string> {
  yield* dateComplaints(at);
  if (typeof remoteId !== "string" || typeof text !== "string" || typeof from.address !== "string")
    yield "a reply is not of texts";
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return `http://127.0.0.1:${address.port}`;
}

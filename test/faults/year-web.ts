// A web of feeds whose content depends on the day alone: what each has published by then, whoever asks.
import { createServer, type Server } from "node:http";
import { sha256 } from "../../src/base/hash.ts";

export interface YearWeb {
  /** Addresses of the feeds. */
  feeds: readonly string[];
  /** Items whose feed was handed out whole since they were published. */
  offered: ReadonlySet<string>;
  close(): Promise<void>;
}

const dayMs = 86_400_000;
/** Feeds show so many of their newest items, as most generators do. */
const shownMax = 20;

/** Serves `count` feeds, which together publish about `perDay` items a day from `beganMs` on; `now` is the day it is. */
export async function serveYear(options: {
  count: number;
  perDay: number;
  beganMs: number;
  now: () => Date;
}): Promise<YearWeb> {
  const offered = new Set<string>();
  const server = createServer((request, response) => {
    const feed = Number(/^\/feed\/(\d+)$/.exec(request.url ?? "")?.[1] ?? -1);
    if (feed < 0 || feed >= options.count) {
      response.writeHead(404).end();
      return;
    }
    const today = Math.floor((options.now().getTime() - options.beganMs) / dayMs);
    const items = publishedBy(feed, today, options).slice(-shownMax);
    const body = feedText({ feed, items, origin: originOf(server), beganMs: options.beganMs });
    const etag = `"${sha256(body).slice(0, 16)}"`;
    if (request.headers["if-none-match"] === etag) {
      response.writeHead(304, { etag }).end();
      return;
    }
    for (const { guid } of items) offered.add(guid);
    response.writeHead(200, { "content-type": "application/rss+xml", etag }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    feeds: Array.from({ length: options.count }, (_, feed) => `${originOf(server)}/feed/${feed}`),
    offered,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

interface Published {
  guid: string;
  day: number;
}

/** A few feeds are loud and most are quiet: the first tenth publishes half of everything. */
function publishedBy(feed: number, today: number, { count, perDay }: { count: number; perDay: number }): Published[] {
  const loud = Math.max(1, Math.round(count / 10));
  const share = feed < loud ? perDay / 2 / loud : perDay / 2 / (count - loud);
  const items: Published[] = [];
  for (let day = 0; day <= today; day += 1) {
    const chance = fraction(`${feed} ${day}`);
    const howMany = Math.floor(share) + (chance < share % 1 ? 1 : 0);
    for (let n = 0; n < howMany; n += 1) items.push({ guid: `item-${feed}-${day}-${n}`, day });
  }
  return items;
}

/** A number from 0 to 1 that is always the same for the same words. */
export function fraction(seed: string): number {
  return Number.parseInt(sha256(seed).slice(0, 8), 16) / 2 ** 32;
}

const nouns = ["bench", "ledger", "garden", "harbour", "kiln", "orchard", "loom", "ferry", "quarry", "archive"];

function feedText({
  feed,
  items,
  origin,
  beganMs,
}: {
  feed: number;
  items: readonly Published[];
  origin: string;
  beganMs: number;
}): string {
  const entries = items.map(({ guid, day }) => {
    const noun = nouns[Math.floor(fraction(guid) * nouns.length)] ?? "bench";
    const words = Array.from(
      { length: 80 },
      (_, at) => `${nouns[Math.floor(fraction(`${guid} ${at}`) * nouns.length)]}${at}`,
    );
    const isPromo = fraction(`${guid} promo`) < 0.1;
    return `<item><title>${isPromo ? "Promotion: " : ""}The ${noun} ${guid}</title><link>${origin}/page/${guid}</link>
<guid isPermaLink="false">${guid}</guid><pubDate>${new Date(beganMs + day * dayMs + 3_600_000).toUTCString()}</pubDate>
<description>&lt;p&gt;${words.join(" ")}&lt;/p&gt;</description></item>`;
  });
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Feed ${feed}</title><link>${origin}/</link>${entries.join("\n")}</channel></rss>`;
}

function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return `http://127.0.0.1:${address.port}`;
}

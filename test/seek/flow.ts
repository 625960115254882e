// A refresh with nothing made up but the clock: a store in a file, the real web, real readers, a server on loopback.
import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Clock } from "../../src/base/clock.ts";
import { readFeed } from "../../src/formats/read-feed.ts";
import { chooseSources } from "../../src/seek/choose.ts";
import { refresh, type RefreshOptions, type Refreshed } from "../../src/seek/refresh.ts";
import { subscribe, type Subscribed } from "../../src/seek/subscribe.ts";
import type { Web } from "../../src/seek/fetch.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { serve, testWeb } from "../net/loopback.ts";

/** A clock that is moved by hand. */
export interface HandClock extends Clock {
  pass(minutes: number): void;
}

export function handClock(start = "2026-11-23T12:00:00.000Z"): HandClock {
  let nowMs = Date.parse(start);
  return {
    now: () => new Date(nowMs),
    pass(minutes) {
      nowMs += minutes * 60_000;
    },
  };
}

/** What a path answers; a text is an RSS document. */
export type Route = string | ((request: IncomingMessage, response: ServerResponse) => unknown);

export interface Flow {
  store: Store;
  storeFile: string;
  web: Web;
  clock: HandClock;
  origin: string;
  routes: Map<string, Route>;
  /** Paths asked so far, in order. */
  asked: string[];
  /** Adds what the server has at a path. */
  add(path: string, takeMax?: number | null): Promise<Subscribed>;
  /** Adds what a person typed. */
  addTyped(typed: string): Promise<Subscribed>;
  /** One `pkm seek`: of what is due, of the named sources, or of all by force. */
  seek(options?: RefreshOptions & { ids?: readonly string[]; isForced?: boolean }): Promise<Refreshed>;
}

export async function openFlow(t: TestContext): Promise<Flow> {
  const folder = mkdtempSync(join(tmpdir(), "pkm-seek-"));
  const storeFile = join(folder, "pkm.db");
  const clock = handClock();
  const store = openStore(storeFile, clock);
  t.after(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });
  const routes = new Map<string, Route>();
  const asked: string[] = [];
  const { origin } = await serve(t, (request, response) => {
    const path = request.url ?? "/";
    asked.push(path);
    answer(routes.get(path), request, response);
  });
  const web = testWeb(t, { clock });
  const ports = { web, readFeed, reader: () => Promise.resolve(readFeed), store, clock };
  const wish = { filter: "naive", person: null, tags: [], contexts: [] } as const;
  return {
    store,
    storeFile,
    web,
    clock,
    origin,
    routes,
    asked,
    add: (path, takeMax = null) => subscribe({ ...wish, typed: `${origin}${path}`, takeMax }, ports),
    addTyped: (typed) => subscribe({ ...wish, typed, takeMax: null }, ports),
    async seek({ ids = [], isForced = false, ...options } = {}) {
      const { polls } = chooseSources({ ids, isForced, now: clock.now() }, store.sources);
      return refresh(polls, ports, options);
    },
  };
}

function answer(route: Route | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (typeof route === "function") {
    route(request, response);
    return;
  }
  if (route === undefined) response.writeHead(404);
  else response.setHeader("content-type", "application/rss+xml");
  response.end(route ?? "nothing here");
}

/** A route that knows its validator: 304 to whoever has it. */
export function withEtag(text: string, etag = '"1"'): Route {
  return (request, response) => {
    response.setHeader("etag", etag);
    if (request.headers["if-none-match"] === etag) response.writeHead(304).end();
    else response.end(text);
  };
}

export function status(code: number, headers: Record<string, string> = {}): Route {
  return (_request, response) => {
    response.writeHead(code, headers).end("<html><body>sorry</body></html>");
  };
}

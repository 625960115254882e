// One place on a trip: a turn at its host, the request that it may see, and its answer.
import type { ClientRequest } from "node:http";
import type { FetchRequest } from "../seek/fetch.ts";
import { canonicalHost, isPrivateHost, isPublicAddress } from "./address.ts";
import type { Agents } from "./agents.ts";
import type { BodyLimits } from "./body.ts";
import { FetchFailure, failureOf, stopped } from "./failure.ts";
import type { HopAnswer } from "./hop.ts";
import { ask } from "./hop.ts";
import type { Target } from "./redirect.ts";
import type { Settings } from "./settings.ts";
import type { Release, Slots } from "./slots.ts";
import type { Asked } from "./url.ts";

/** What all fetches of one web have in common. */
export interface Shared {
  settings: Settings;
  agents: Agents;
  slots: Slots;
  /** Hosts at which a typed address, or one found on the same host, came out at a private place. */
  privateHosts: Set<string>;
  /** Requests that were sent and are not over. */
  underway: Set<ClientRequest>;
  isClosed: boolean;
}

/** One fetch on its way through its redirects. */
export interface Trip {
  request: FetchRequest;
  asked: Asked;
  /** Those that go to every host; never credentials. */
  headers: Record<string, string>;
  isConditional: boolean;
  timeoutMs: number;
  /** Time left for asking and for waiting: two budgets, so that a busy host is not taken for a slow one. */
  leftMs: number;
  turnLeftMs: number;
  /** Resolves when there is room in memory for a large body. */
  grow: () => Promise<void>;
}

/** Asks the place. Throws a FetchFailure that names its host. */
export async function visit(shared: Shared, trip: Trip, { url, mayBePrivate }: Target): Promise<HopAnswer> {
  const { settings, agents, underway } = shared;
  const { connectTimeoutMs, headerBytesMax } = settings.limits;
  const release = await takeHostTurn(shared, trip, url);
  try {
    const answer = await ask({
      ...bodyLimits(settings, trip, url),
      url,
      headers: headersFor(trip, url),
      agent: await agents.of(url, mayBePrivate ? "anywhere" : "public-only"),
      connectTimeoutMs,
      timeoutMs: trip.leftMs,
      timeoutShownMs: trip.timeoutMs,
      headerBytesMax,
      underway,
    });
    trip.leftMs -= answer.listenedMs;
    if (mayBePrivate && !agents.useProxy && cameOutPrivate(answer))
      shared.privateHosts.add(canonicalHost(url.hostname));
    return answer;
  } catch (error) {
    throw failureOf(error, url.host);
  } finally {
    release();
  }
}

/** Credentials go to the origin they were typed for, and to no other. */
function headersFor({ headers, asked, request }: Trip, url: URL): Record<string, string> {
  const authorization = request.authorization ?? asked.authorization;
  const isHome = url.origin === asked.url.origin;
  return isHome && authorization !== null ? { ...headers, authorization } : headers;
}

async function takeHostTurn(shared: Shared, trip: Trip, url: URL): Promise<Release> {
  const { perHostMax, perPrivateHostMax } = shared.settings.limits;
  const key = canonicalHost(url.hostname);
  const isPrivate = isPrivateHost(key) || shared.privateHosts.has(key);
  const startedMs = performance.now();
  try {
    return await takeTurn(shared, {
      key,
      host: url.host,
      max: isPrivate ? perPrivateHostMax : perHostMax,
      waitMs: trip.turnLeftMs,
    });
  } finally {
    trip.turnLeftMs -= performance.now() - startedMs;
  }
}

export interface Turn {
  key: string;
  host: string;
  max: number;
  /** Left out: as long as anyone waits. */
  waitMs?: number;
}

/** Waits for a slot. Throws a FetchFailure when none comes free in time, or the web is closed. */
export async function takeTurn(shared: Shared, turn: Turn): Promise<Release> {
  const { key, host, max, waitMs = shared.settings.limits.turnTimeoutMs } = turn;
  const release = await shared.slots.take(key, { max, waitMs: Math.max(0, waitMs) });
  if (release !== null && !shared.isClosed) return release;
  release?.();
  if (shared.isClosed) throw stopped(host);
  throw new FetchFailure("timeout", `the fetch from ${host} got no turn among the others`);
}

/** The limits of a body from `host`, for reading as for decoding. */
export function bodyLimits({ limits }: Settings, { grow }: Trip, { host }: URL): BodyLimits {
  return { host, bytesMax: limits.bodyBytesMax, grow };
}

/** Whether the connection led to a private address. */
export function cameOutPrivate({ connectedTo }: HopAnswer): boolean {
  return connectedTo !== null && !isPublicAddress(connectedTo);
}

// One fetch from the address that is asked, through its redirects, to its outcome.
import type { ClientRequest } from "node:http";
import type { FetchOutcome, FetchRequest } from "../seek/fetch.ts";
import { canonicalHost, isPrivateHost, isPublicAddress } from "./address.ts";
import type { Agents } from "./agents.ts";
import { failed, outcomeOf } from "./answer.ts";
import type { BodyLimits } from "./body.ts";
import { decodeBody } from "./body.ts";
import { FetchFailure, failureOf, stopped } from "./failure.ts";
import { isHeaderValue } from "./header-value.ts";
import type { HopAnswer } from "./hop.ts";
import { ask } from "./hop.ts";
import type { Target } from "./redirect.ts";
import { isPermanent, isRedirect, privateAddress, redirectTarget } from "./redirect.ts";
import type { Settings } from "./settings.ts";
import type { Release, Slots } from "./slots.ts";
import type { Asked } from "./url.ts";
import { askedUrl, withUserinfo } from "./url.ts";

/** What all fetches of one web have in common. */
export interface Shared {
  settings: Settings;
  agents: Agents;
  slots: Slots;
  /** Hosts at which a typed address, or one found on the same host, came out at a private place. */
  privateHosts: Set<string>;
  underway: Set<ClientRequest>;
  isClosed: boolean;
}

interface Trip {
  request: FetchRequest;
  asked: Asked;
  /** Those that go to every host; never credentials. */
  headers: Record<string, string>;
  isConditional: boolean;
  timeoutMs: number;
  /** Time left for asking and for waiting: two budgets, so that a busy host is not taken for a slow one. */
  leftMs: number;
  turnLeftMs: number;
  grow: () => Promise<void>;
}

/** A key that is no host, so it cannot meet one. */
const largeBodies = "large bodies";

const accept =
  "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.8, */*;q=0.5";

/** Fetches `request`; all that a server or the network does becomes an outcome. */
export async function fetchWith(shared: Shared, request: FetchRequest): Promise<FetchOutcome> {
  const room: { release: Release | null } = { release: null };
  try {
    const asked = askedUrl(request.url);
    const grow = async (): Promise<void> => {
      room.release ??= await takeTurn(shared, {
        key: largeBodies,
        host: asked.url.host,
        max: shared.settings.limits.largeBodiesMax,
      });
    };
    return await travel(shared, tripOf(shared.settings, { request, asked, grow }));
  } catch (error) {
    if (error instanceof FetchFailure) return failed(error);
    throw error;
  } finally {
    room.release?.();
  }
}

function tripOf({ userAgent, limits }: Settings, start: Pick<Trip, "request" | "asked" | "grow">): Trip {
  const { etag, lastModified, timeoutMs = limits.timeoutMs } = start.request;
  const validators = {
    ...(isSendable(etag) ? { "if-none-match": etag } : {}),
    ...(isSendable(lastModified) ? { "if-modified-since": lastModified } : {}),
  };
  return {
    ...start,
    headers: { "user-agent": userAgent, accept, "accept-encoding": "gzip, deflate, br", ...validators },
    isConditional: Object.keys(validators).length > 0,
    timeoutMs,
    leftMs: timeoutMs,
    turnLeftMs: limits.turnTimeoutMs,
  };
}

/** A validator out of the store that cannot stand in a header is as good as none. */
function isSendable(validator: string | null): validator is string {
  return validator !== null && validator !== "" && isHeaderValue(validator);
}

async function travel(shared: Shared, trip: Trip): Promise<FetchOutcome> {
  const { redirectsMax } = shared.settings.limits;
  const visited = new Set<string>();
  let target = firstTarget(shared, trip);
  let isMovedForGood = true;
  for (;;) {
    visited.add(target.url.href);
    const answer = await visit(shared, trip, target);
    if (!isRedirect(answer.status)) {
      const movedTo = visited.size > 1 && isMovedForGood ? storedUrl(trip.asked, target.url) : null;
      return conclude(shared, trip, { answer, url: target.url, movedTo });
    }
    isMovedForGood &&= isPermanent(answer.status);
    const from = { url: target.url, isPrivate: cameOutPrivate(answer) };
    target = redirectTarget(from, answer.headers.location);
    const { host } = trip.asked.url;
    // No cookies are sent, so asking the same address again cannot end otherwise.
    if (visited.has(target.url.href))
      throw new FetchFailure("too-many-redirects", `${host} redirects in a circle`, answer.status);
    if (visited.size > redirectsMax)
      throw new FetchFailure("too-many-redirects", `${host} redirects more than ${redirectsMax} times`, answer.status);
  }
}

async function conclude(
  { settings }: Shared,
  trip: Trip,
  last: { answer: HopAnswer; url: URL; movedTo: string | null },
): Promise<FetchOutcome> {
  const { status, headers, body: encoded } = last.answer;
  const limits = bodyLimits(settings, trip, last.url);
  const body = await decodeBody(encoded, headers["content-encoding"], limits);
  const { request, isConditional } = trip;
  return outcomeOf(
    { request, isConditional, url: last.url, movedTo: last.movedTo, status, headers, body },
    settings.clock,
  );
}

/** A typed address may be private; one that another document named only on that document's own private host. */
function firstTarget({ privateHosts }: Shared, { asked: { url }, request: { foundAt } }: Trip): Target {
  if (foundAt === undefined) return { url, mayBePrivate: true };
  const finder = URL.parse(foundAt);
  const host = canonicalHost(url.hostname);
  const isSameHost = finder !== null && canonicalHost(finder.hostname) === host;
  const mayBePrivate = isSameHost && (isPrivateHost(host) || privateHosts.has(host));
  if (!mayBePrivate && isPrivateHost(host)) throw privateAddress(url.host, finder?.host ?? null);
  return { url, mayBePrivate };
}

async function visit(shared: Shared, trip: Trip, { url, mayBePrivate }: Target): Promise<HopAnswer> {
  const { settings, agents, underway } = shared;
  const { connectTimeoutMs, headerBytesMax } = settings.limits;
  const release = await takeHostTurn(shared, trip, url);
  const startedMs = performance.now();
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
    if (mayBePrivate && !agents.useProxy && cameOutPrivate(answer))
      shared.privateHosts.add(canonicalHost(url.hostname));
    return answer;
  } catch (error) {
    throw failureOf(error, url.host);
  } finally {
    trip.leftMs -= performance.now() - startedMs;
    release();
  }
}

/** Credentials go to the origin they were typed for, and to no other. */
function headersFor({ headers, asked }: Trip, url: URL): Record<string, string> {
  const isHome = url.origin === asked.url.origin;
  return isHome && asked.authorization !== null ? { ...headers, authorization: asked.authorization } : headers;
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

interface Turn {
  key: string;
  host: string;
  max: number;
  waitMs?: number;
}

async function takeTurn(shared: Shared, turn: Turn): Promise<Release> {
  const { key, host, max, waitMs = shared.settings.limits.turnTimeoutMs } = turn;
  const release = await shared.slots.take(key, { max, waitMs: Math.max(0, waitMs) });
  if (release !== null && !shared.isClosed) return release;
  release?.();
  if (shared.isClosed) throw stopped(host);
  throw new FetchFailure("timeout", `the fetch from ${host} got no turn among the others`);
}

function bodyLimits({ limits }: Settings, { grow }: Trip, { host }: URL): BodyLimits {
  return { host, bytesMax: limits.bodyBytesMax, grow };
}

function cameOutPrivate({ connectedTo }: HopAnswer): boolean {
  return connectedTo !== null && !isPublicAddress(connectedTo);
}

/** The new address keeps the typed credentials where they still belong. */
function storedUrl(asked: Asked, url: URL): string {
  return url.origin === asked.url.origin ? withUserinfo(url, asked.userinfo) : url.href;
}

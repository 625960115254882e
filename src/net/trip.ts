// One fetch from the address that is asked, through its redirects, to its outcome.
import type { FetchOutcome, FetchRequest } from "../seek/fetch.ts";
import { canonicalHost, isPrivateHost } from "./address.ts";
import { failed, outcomeOf } from "./answer.ts";
import { decodeBody } from "./body.ts";
import { FetchFailure } from "./failure.ts";
import { isHeaderValue } from "./header-value.ts";
import type { HopAnswer } from "./hop.ts";
import type { Target } from "./redirect.ts";
import { isPermanent, isRedirect, privateAddress, redirectTarget } from "./redirect.ts";
import type { Settings } from "./settings.ts";
import type { Release } from "./slots.ts";
import type { Asked } from "./url.ts";
import { askedUrl, withUserinfo } from "./url.ts";
import type { Shared, Trip } from "./visit.ts";
import { bodyLimits, cameOutPrivate, takeTurn, visit } from "./visit.ts";

/** A key that is no host, so it cannot meet one. */
const largeBodies = "large bodies";

const accept =
  "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.8, */*;q=0.5";

/** Fetches `request`; all that a server or the network does becomes an outcome. */
export async function fetchWith(shared: Shared, request: FetchRequest): Promise<FetchOutcome> {
  const room = openRoom(shared);
  try {
    const asked = askedUrl(request.url);
    const grow = (): Promise<void> => room.grow(asked.url.host);
    return await travel(shared, tripOf(shared.settings, { request, asked, grow }));
  } catch (error) {
    if (error instanceof FetchFailure) return failed(error);
    throw error;
  } finally {
    room.leave();
  }
}

interface Room {
  grow(host: string): Promise<void>;
  leave(): void;
}

/** Room in memory for one large body; taken at most once a fetch, and given back when the fetch is over. */
function openRoom(shared: Shared): Room {
  let release: Release | null = null;
  let isOver = false;
  return {
    async grow(host) {
      if (release !== null) return;
      const max = shared.settings.limits.largeBodiesMax;
      release = await takeTurn(shared, { key: largeBodies, host, max });
      // The fetch may have run out of time while it waited: nobody else would give this back.
      if (isOver) release();
    },
    leave() {
      isOver = true;
      release?.();
    },
  };
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
  if (!mayBePrivate && isPrivateHost(host)) throw privateAddress(url.host, finder?.host || null);
  return { url, mayBePrivate };
}

/** The new address keeps the typed credentials where they still belong. */
function storedUrl(asked: Asked, url: URL): string {
  return url.origin === asked.url.origin ? withUserinfo(url, asked.userinfo) : url.href;
}

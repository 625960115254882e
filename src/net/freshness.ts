// How long an answer stays fresh by its own account.
import type { IncomingHttpHeaders } from "node:http";
import type { Clock } from "../base/clock.ts";
import { httpDate } from "./http-date.ts";

/** RFC 9111, section 1.2.2: a greater number of seconds counts as this one. */
const secondsMax = 2 ** 31;

/**
 * Seconds for which the answer stays fresh from now on (RFC 9111, section 4.2: max-age, else
 * Expires; less its Age). 0 when it says it must be asked for each time; null when it says nothing.
 */
export function maxAgeSeconds(headers: IncomingHttpHeaders, clock: Clock): number | null {
  const lifetime = lifetimeOf(headers, clock);
  if (lifetime === null) return null;
  const age = secondsOf(headers.age) ?? 0;
  return Math.max(0, lifetime - age);
}

function lifetimeOf(headers: IncomingHttpHeaders, clock: Clock): number | null {
  const control = headers["cache-control"]?.toLowerCase() ?? "";
  if (/(?:^|[\s,])no-(?:store|cache)(?:$|[\s,])/.test(control)) return 0;
  const stated = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/.exec(control)?.[1];
  if (stated !== undefined) return secondsOf(stated);
  if (headers.expires === undefined) return null;
  // An Expires that cannot be read, "0" above all, means already stale (RFC 9111, section 5.3).
  const expires = httpDate(headers.expires);
  if (expires === null) return 0;
  const sent = (headers.date === undefined ? null : httpDate(headers.date)) ?? clock.now();
  const seconds = Math.round((expires.getTime() - sent.getTime()) / 1000);
  return Math.min(Math.max(0, seconds), secondsMax);
}

function secondsOf(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Math.min(Number(text), secondsMax) : null;
}

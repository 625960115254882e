// When a source is asked again: what feed and server ask for, never sooner than the floor, and less and less while it fails.
import { dayMs, type Instant } from "../base/clock.ts";
import type { FeedFacts } from "./source.ts";

const minuteMs = 60_000;
/** Nobody is asked more often than this, but for --force. */
export const floorMs: number = 15 * minuteMs;
/** For feeds that ask for nothing: under an hour, so that an hourly cron line finds each one due. */
const usualMs = 30 * minuteMs;
const ceilingMs = dayMs;
/** A Retry-After further off than this is taken as this. */
export const retryAfterMsMax: number = 30 * dayMs;

/** When to ask again after an answer: the longer of ttl and max-age, at least 15 minutes and at most a day from `now`. */
export function dueAfterAnswer(asked: { ttlMinutes: number | null; maxAgeSeconds: number | null }, now: Date): Instant {
  const ttlMs = (asked.ttlMinutes ?? 0) * minuteMs;
  const freshMs = (asked.maxAgeSeconds ?? 0) * 1000;
  const waitMs = Math.max(ttlMs, freshMs);
  return later(now, waitMs === 0 ? usualMs : Math.min(Math.max(waitMs, floorMs), ceilingMs));
}

/** When to ask again after `failures` in a row: 15 minutes, doubling up to a day, and not before `retryAt`. */
export function dueAfterFailure(given: { failures: number; retryAt: Instant | null }, now: Date): Instant {
  const doublings = Math.min(Math.max(given.failures - 1, 0), 10);
  const backOff = later(now, Math.min(floorMs * 2 ** doublings, ceilingMs));
  const asked = boundedRetry(given.retryAt, now);
  return asked !== null && asked > backOff ? asked : backOff;
}

/** The server's Retry-After, at most 30 days off; null when it names none or one that has passed. */
export function boundedRetry(retryAt: Instant | null, now: Date): Instant | null {
  if (retryAt === null || !(Date.parse(retryAt) > now.getTime())) return null;
  const furthest = later(now, retryAfterMsMax);
  return retryAt < furthest ? new Date(retryAt).toISOString() : furthest;
}

/** Whether a source that the person named may be asked now though it may not be due; `isForced` passes by the floor, never by the server's word. */
export function mayAsk(
  facts: Pick<FeedFacts, "asked" | "notBefore" | "gone">,
  when: { now: Date; isForced: boolean },
): boolean {
  const nowMs = when.now.getTime();
  if (facts.notBefore !== null && isAhead(facts.notBefore, nowMs, retryAfterMsMax)) return false;
  if (when.isForced) return true;
  if (facts.gone !== null) return false;
  const sinceMs = facts.asked === null ? Number.POSITIVE_INFINITY : nowMs - Date.parse(facts.asked);
  // A time ahead of the clock tells that the clock was set back, not that it was asked just now.
  return sinceMs >= floorMs || sinceMs < 0;
}

function isAhead(instant: Instant, nowMs: number, mostMs: number): boolean {
  const aheadMs = Date.parse(instant) - nowMs;
  return aheadMs > 0 && aheadMs <= mostMs;
}

function later(now: Date, byMs: number): Instant {
  return new Date(now.getTime() + byMs).toISOString();
}

// When a source is asked again: its own rhythm, what feed and server ask for, and less and less while it fails.
import { dayMs, type Instant } from "../base/clock.ts";
import type { FeedFacts } from "./source.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Nobody is asked more often than this, but for --force. */
export const floorMs: number = 15 * minuteMs;
/** The shortest wait of a feed's own rhythm: under an hour, so that an hourly cron line finds the source due. */
const rhythmMsMin = 30 * minuteMs;
/** With its spread under a day, so that a daily cron line finds every source due. */
const rhythmMsMax = 21 * hourMs;
const ceilingMs = dayMs;
/** A Retry-After further off than this is taken as this. */
export const retryAfterMsMax: number = 30 * dayMs;

/** What a feed has shown of its rhythm and asks for. */
export interface Rhythm {
  /** Id of the source: sources of one rhythm are spread by it. */
  source: string;
  /** The usual time between two of its items; null while fewer than three dated ones are known. */
  gapMinutes: number | null;
  /** When its newest item came; null while it has brought none. */
  lastSign: Instant | null;
  ttlMinutes: number | null;
  maxAgeSeconds: number | null;
  /** Bits of the hours, and of the days of the week, in which it asks not to be asked; 0 is none. UTC. */
  skipHours: number;
  skipDays: number;
}

/**
 * When to ask again after an answer: half the usual gap between items, more as the silence grows, 30 minutes to 21
 * hours, and up to a tenth longer so that sources of one rhythm spread; never sooner than ttl and max-age ask (a day at most), and never in hours and days the feed wants to be left
 * alone. All is told in elapsed time and UTC, so that no zone and no change of the clocks moves it.
 */
export function dueAfterAnswer(rhythm: Rhythm, now: Date): Instant {
  const { ttlMinutes, maxAgeSeconds, skipHours, skipDays } = rhythm;
  const askedMs = Math.max((ttlMinutes ?? 0) * minuteMs, (maxAgeSeconds ?? 0) * 1000);
  const waitMs = Math.max(rhythmMs(rhythm, now), Math.min(askedMs, ceilingMs));
  return allowedFrom(new Date(now.getTime() + waitMs), { skipHours, skipDays }).toISOString();
}

function rhythmMs({ source, gapMinutes, lastSign }: Rhythm, now: Date): number {
  const silenceMs = lastSign === null ? 0 : Math.max(0, now.getTime() - Date.parse(lastSign));
  // A feed that is silent for four times its gap has another rhythm now.
  const expectedMs = Math.max((gapMinutes ?? 0) * minuteMs, silenceMs / 4);
  return Math.min(Math.max(expectedMs / 2, rhythmMsMin), rhythmMsMax) * (1 + spreadOf(source) / 10);
}

/** 0 to 1, the same for a source each time. */
function spreadOf(source: string): number {
  let hash = 0;
  for (const letter of source) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) >>> 0;
  return (Math.imul(hash, 2_654_435_761) >>> 0) / 2 ** 32;
}

/** The first moment from `due` on in an hour and a day that are not skipped; `due` itself where all of them are. */
function allowedFrom(due: Date, { skipHours, skipDays }: Pick<Rhythm, "skipHours" | "skipDays">): Date {
  const isSkipped = (at: Date): boolean =>
    ((skipHours >> at.getUTCHours()) & 1) + ((skipDays >> at.getUTCDay()) & 1) > 0;
  let at = due;
  for (let hours = 0; hours <= 7 * 24; hours += 1) {
    if (!isSkipped(at)) return at;
    at = new Date((Math.floor(at.getTime() / hourMs) + 1) * hourMs);
  }
  return due;
}

/** The numbers (0 to 30) as bits of one number; 0 for none. */
export function bitsOf(numbers: readonly number[]): number {
  return numbers.reduce((bits, number) => bits | (1 << number), 0);
}

const datesMax = 20;

/** The middle of the gaps between the newest 20 dates, in minutes; null for fewer than three dates. The future counts not. */
export function gapMinutesOf(published: readonly (Instant | null)[], now: Date): number | null {
  const times = published
    .flatMap((instant) => (instant === null ? [] : [Date.parse(instant)]))
    .filter((time) => time <= now.getTime());
  const newest = [...new Set(times)].toSorted((a, b) => b - a).slice(0, datesMax);
  if (newest.length < 3) return null;
  const gaps = newest.slice(1).map((time, at) => (newest[at] ?? time) - time);
  const middle = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  return Math.round(middle / minuteMs);
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

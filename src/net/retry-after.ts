// When a server that turned us away will have us back.
import type { Clock, Instant } from "../base/clock.ts";
import { dayMs } from "../base/clock.ts";
import { httpDate } from "./http-date.ts";

/** No server keeps us away for longer than this, whatever it says. */
const waitMaxMs: number = 30 * dayMs;

/**
 * The instant a Retry-After header names (RFC 9110, section 10.2.3: seconds or a date), at most
 * 30 days ahead. Null when there is no header, it cannot be read, or the instant has passed.
 */
export function retryAt(header: string | undefined, clock: Clock): Instant | null {
  if (header === undefined) return null;
  const nowMs = clock.now().getTime();
  const waitMs = waitOf(header.trim(), nowMs);
  if (waitMs === null || waitMs <= 0) return null;
  return new Date(nowMs + Math.min(waitMs, waitMaxMs)).toISOString();
}

function waitOf(text: string, nowMs: number): number | null {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = httpDate(text);
  return date === null ? null : date.getTime() - nowMs;
}

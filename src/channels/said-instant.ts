// When something happened, by the word of a far end.
import type { Instant } from "../base/clock.ts";

/**
 * The instant in `said` (a date, or milliseconds since 1970); `now` where it is none, or lies ahead. What a client or a
 * server writes there is anything, and a year beyond those of four digits is none here.
 */
export function saidInstant(said: string | number, now: Instant): Instant {
  const at = new Date(said);
  if (Number.isNaN(at.getTime())) return now;
  const instant = at.toISOString();
  return /^\d/.test(instant) && instant <= now ? instant : now;
}

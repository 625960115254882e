// How often and at what hours a community may be asked: its rhythm and its quiet hours.
import { dayMs, type Instant } from "../base/clock.ts";
import { PkmError } from "../base/errors.ts";

/** Hours of the day in which nothing is sent, local time, as "22:00-07:00". */
export type QuietHours = string;

/** What a community asks of those who send something there. */
export interface Rhythm {
  /** At most so many rounds in seven days; null is as many as one likes. */
  perWeek: number | null;
  quiet: QuietHours | null;
}

/** Why nothing should be sent, and from when on it may. */
export interface Rest {
  why: string;
  until: Instant;
}

const weekMs = 7 * dayMs;

/** The hours as they are kept; throws PkmError("usage") for anything but two different times of the day. */
export function quietHours(text: string): QuietHours {
  const [, from = "", until = ""] =
    /^\s*(\d{1,2}(?::\d\d)?)\s*(?:-|to|\u2013)\s*(\d{1,2}(?::\d\d)?)\s*$/.exec(text) ?? [];
  const [start, end] = [minutesOf(from), minutesOf(until)];
  if (start !== null && end !== null && start !== end) return `${clockText(start)}-${clockText(end)}`;
  throw new PkmError("usage", `--quiet-hours takes two times of the day, not ${text}`, {
    hint: "--quiet-hours 22:00-07:00",
  });
}

/**
 * Why nothing should be sent at `now`, and from when on it may; null where it may now. `sent` are the moments at which
 * rounds began to leave for the place.
 */
export function restUntil({ perWeek, quiet }: Rhythm, sent: readonly Instant[], now: Date): Rest | null {
  const recent = sent.filter((at) => Date.parse(at) > now.getTime() - weekMs).toSorted();
  if (perWeek !== null && recent.length >= perWeek) {
    // So many must have become older than a week that one more fits.
    const oldest = recent[recent.length - perWeek] ?? now.toISOString();
    const until = new Date(Date.parse(oldest) + weekMs).toISOString();
    return { why: `it was asked ${times(recent.length)} in seven days, and ${perWeek} is its rhythm`, until };
  }
  const end = quiet === null ? null : quietEnd(quiet, now);
  return end === null ? null : { why: `its quiet hours are ${quiet ?? ""}`, until: end.toISOString() };
}

/** The end of the quiet hours that `now` falls into, by the local clock; null when it falls into none. */
function quietEnd(quiet: QuietHours, now: Date): Date | null {
  const [from = null, until = null] = quiet.split("-").map(minutesOf);
  if (from === null || until === null) return null;
  const minute = now.getHours() * 60 + now.getMinutes();
  const isQuiet = from < until ? minute >= from && minute < until : minute >= from || minute < until;
  if (!isQuiet) return null;
  // Made from the parts of the local date, so that a change of the clock in between is the calendar's to count.
  const days = from > until && minute >= from ? 1 : 0;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, Math.floor(until / 60), until % 60);
}

function minutesOf(text: string): number | null {
  const [, hours = "", minutes = "00"] = /^(\d{1,2})(?::(\d\d))?$/.exec(text) ?? [];
  if (hours === "" || Number(hours) > 23 || Number(minutes) > 59) return null;
  return Number(hours) * 60 + Number(minutes);
}

function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

function times(count: number): string {
  return count === 1 ? "once" : count === 2 ? "twice" : `${count} times`;
}

// Times of departure as people type them, by the clock on the wall: never earlier than what that clock was promised to show.
import { PkmError } from "../base/errors.ts";
import type { Instant } from "../base/clock.ts";
import { type Day, dayAhead, dayNamed } from "./day-named.ts";

const minuteMs = 60_000;
/** Clocks are put back by two hours at most, and that at one place alone. */
const shiftMsMax = 180 * minuteMs;

/**
 * The instant that `text` names, in the local zone: "2026-12-01 09:00", "fri 9:00" (the next one), "tomorrow 9:00",
 * "9:00" (the next time it is), "+2h", or with a zone "2026-12-01T09:00Z". Where the clock is put forward over it, the
 * moment it has been passed; where it is put back over it, the second time. Throws PkmError("usage") for all else and
 * for what has passed.
 */
export function atInstant(text: string, now: Date): Instant {
  const at = named(text.trim().toLowerCase(), now);
  if (at === null) {
    throw new PkmError("usage", `--at takes a day and a time, not ${text}`, {
      hint: ['--at "2026-12-01 09:00"', '--at "fri 9:00"', "--at +2h"],
    });
  }
  if (at.getTime() > now.getTime()) return at.toISOString();
  throw new PkmError("usage", `--at ${text} has passed`, { hint: "--at +2h" });
}

function named(text: string, now: Date): Date | null {
  const ahead = /^\+(\d{1,4})(m|h|d)$/.exec(text);
  if (ahead !== null) {
    const [, count = "", unit = ""] = ahead;
    return new Date(now.getTime() + Number(count) * minuteMs * ({ m: 1, h: 60, d: 1440 }[unit] ?? 1));
  }
  if (/^\d{4}-\d\d-\d\dt\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)$/.test(text)) {
    const at = new Date(text.toUpperCase());
    return Number.isNaN(at.getTime()) ? null : at;
  }
  const [, iso = "", word = "", hour = "", minute = ""] =
    /^(?:(\d{4}-\d\d-\d\d)[ t]+|([a-z]+),? +)?(\d{1,2}):(\d\d)$/.exec(text) ?? [];
  if (hour === "" || Number(hour) > 23 || Number(minute) > 59) return null;
  const time = { hour: Number(hour), minute: Number(minute) };
  if (iso + word !== "") {
    const date = dayNamed(iso + word, now);
    return date === null ? null : wallInstant({ ...date, ...time });
  }
  const today = wallInstant({ ...dayAhead(now, 0), ...time });
  return today.getTime() > now.getTime() ? today : wallInstant({ ...dayAhead(now, 1), ...time });
}

export interface WallTime extends Day {
  hour: number;
  minute: number;
}

/** The first instant from which on the local clock shows this time or a later one, and never an earlier one again that day. */
export function wallInstant(wall: WallTime): Date {
  const wanted = wallMs(wall);
  let at = new Date(wall.year, wall.month, wall.date, wall.hour, wall.minute).getTime();
  // Where the clock is put back, the last moment before which it still showed an earlier time is what counts.
  for (let ahead = at + shiftMsMax; ahead > at; ahead -= minuteMs) {
    if (shownMs(ahead) < wanted) {
      at = ahead + minuteMs;
      break;
    }
  }
  while (shownMs(at - minuteMs) >= wanted) at -= minuteMs;
  return new Date(at);
}

/** What the local clock shows at an instant, as if it were UTC. */
function shownMs(at: number): number {
  const date = new Date(at);
  return wallMs({
    year: date.getFullYear(),
    month: date.getMonth(),
    date: date.getDate(),
    hour: date.getHours(),
    minute: date.getMinutes(),
  });
}

function wallMs({ year, month, date, hour, minute }: WallTime): number {
  return Date.UTC(year, month, date, hour, minute);
}

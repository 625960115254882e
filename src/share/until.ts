// Closing dates as people type them.
import { PkmError } from "../base/errors.ts";
import type { Instant } from "../base/clock.ts";
import { type Day, dayAhead, dayNamed } from "./day-named.ts";

/**
 * The end of the day that `text` names, in the local zone: "2026-12-01", a weekday ("fri", "next friday": the next one
 * after today), "today", "tomorrow", or days or weeks from now ("7d", "in 3 days", "2 weeks"). Throws PkmError("usage") for anything else and for a day that is over.
 */
export function untilInstant(text: string, now: Date): Instant {
  const day = named(text.trim().toLowerCase(), now);
  if (day === null) {
    throw new PkmError("usage", `--until takes a weekday, a date, tomorrow or a number of days, not ${text}`, {
      hint: ["--until fri", "--until 2026-12-01", "--until 7d"],
    });
  }
  const end = new Date(day.year, day.month, day.date, 23, 59, 59, 999);
  if (end.getTime() > now.getTime()) return end.toISOString();
  throw new PkmError("usage", `--until ${text} is over`, { hint: "--until 7d" });
}

function named(text: string, now: Date): Day | null {
  const [, count = "", unit = ""] = /^(?:in )?(\d{1,3}) ?(d|w)(?:ays?|eeks?)?$/.exec(text) ?? [];
  if (count !== "") return dayAhead(now, Number(count) * (unit === "w" ? 7 : 1));
  return dayNamed(text.replace(/^(?:next|on) /, ""), now);
}

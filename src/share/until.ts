// Closing dates as people type them.
import { PkmError } from "../base/errors.ts";
import type { Instant } from "../base/clock.ts";

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/**
 * The end of the day that `text` names, in the local zone: "2026-12-01", a weekday ("fri", "next friday": the next one
 * after today), "today", "tomorrow", or days or weeks from now ("7d", "in 3 days", "2 weeks"). Throws PkmError("usage") for anything else and for a day that is over.
 */
export function untilInstant(text: string, now: Date): Instant {
  const day = dayNamed(text.trim().toLowerCase(), now);
  if (day === null) {
    throw new PkmError("usage", `--until takes a weekday, a date, tomorrow or a number of days, not ${text}`, {
      hint: ["--until fri", "--until 2026-12-01", "--until 7d"],
    });
  }
  const end = new Date(day.getFullYear(), day.getMonth(), day.getDate(), 23, 59, 59, 999);
  if (end.getTime() > now.getTime()) return end.toISOString();
  throw new PkmError("usage", `--until ${text} is over`, { hint: "--until 7d" });
}

function dayNamed(text: string, now: Date): Date | null {
  const ahead = (days: number): Date => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  if (text === "today" || text === "tomorrow") return ahead(text === "today" ? 0 : 1);
  const [, count = "", unit = ""] = /^(?:in )?(\d{1,3}) ?(d|w)(?:ays?|eeks?)?$/.exec(text) ?? [];
  if (count !== "") return ahead(Number(count) * (unit === "w" ? 7 : 1));
  const name = text.replace(/^(?:next|on) /, "");
  const weekday = name.length >= 3 ? weekdays.findIndex((day) => day.startsWith(name)) : -1;
  if (weekday >= 0) return ahead(((weekday - now.getDay() + 6) % 7) + 1);
  const [, year = "", month = "", date = ""] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (year === "") return null;
  const day = new Date(Number(year), Number(month) - 1, Number(date));
  return day.getMonth() === Number(month) - 1 && day.getDate() === Number(date) ? day : null;
}

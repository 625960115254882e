// Days as people type them.

/** A day of the local calendar. */
export interface Day {
  year: number;
  /** 0 is January. */
  month: number;
  date: number;
}

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** "today", "tomorrow", a weekday or its beginning (the next one after today), or "2026-12-01"; null for anything else. */
export function dayNamed(text: string, now: Date): Day | null {
  if (text === "today") return dayAhead(now, 0);
  if (text === "tomorrow") return dayAhead(now, 1);
  const weekday = text.length >= 3 ? weekdays.findIndex((name) => name.startsWith(text)) : -1;
  if (weekday >= 0) return dayAhead(now, ((weekday - now.getDay() + 6) % 7) + 1);
  const [, year = "", month = "", date = ""] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  const day = { year: Number(year), month: Number(month) - 1, date: Number(date) };
  // At noon, for there are days without a midnight. Date rolls a 31st of February over into March.
  const noon = new Date(day.year, day.month, day.date, 12);
  return year !== "" && noon.getMonth() === day.month && noon.getDate() === day.date ? day : null;
}

/** So many days after the one that it is. */
export function dayAhead(now: Date, days: number): Day {
  const noon = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 12);
  return { year: noon.getFullYear(), month: noon.getMonth(), date: noon.getDate() };
}

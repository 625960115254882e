// Instants as people read them.
import { localDay, type Instant } from "../base/clock.ts";

const units: readonly { name: string; ms: number }[] = [
  { name: "y", ms: 31_557_600_000 },
  { name: "mo", ms: 2_629_800_000 },
  { name: "d", ms: 86_400_000 },
  { name: "h", ms: 3_600_000 },
  { name: "min", ms: 60_000 },
];

/** How long ago, in one unit: "3 d ago"; "now" within a minute, "in 2 h" for the future, "never" for null. */
export function agoText(then: Instant | null, now: Date): string {
  if (then === null) return "never";
  const ms = now.getTime() - Date.parse(then);
  const unit = units.find((candidate) => Math.abs(ms) >= candidate.ms);
  if (unit === undefined) return "now";
  const count = Math.floor(Math.abs(ms) / unit.ms);
  return ms > 0 ? `${count} ${unit.name} ago` : `in ${count} ${unit.name}`;
}

/** Local date and time, "2026-11-23 06:30"; empty for null. */
export function localText(then: Instant | null): string {
  if (then === null) return "";
  const date = new Date(then);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${localDay(date)} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

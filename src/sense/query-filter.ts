// The filters of the query language (`tag:x`, `since:7d`) and what may stand behind each colon.
import { dayMs } from "../base/clock.ts";
import { noteKinds } from "./note.ts";

export const filterKeys = [
  "tag",
  "from",
  "by",
  "in",
  "context",
  "is",
  "kind",
  "since",
  "before",
  "via",
  "links",
] as const;
export type FilterKey = (typeof filterKeys)[number];

/** What may be asked with `is:`. */
export const itemStates = ["new", "read", "kept", "noted", "shared", "dropped", "muted", "let-go"] as const;

/** Kinds of thing that are found. */
export const foundKinds = ["note", "annotation", "item", "feedback", "person"] as const;
export type FoundKind = (typeof foundKinds)[number];

export interface FilterTerm {
  kind: "filter";
  key: FilterKey;
  /** Checked: of `is` and `kind` one of the words there are, of `since` and `before` an Instant, of `via` digits. */
  value: string;
  isNegated: boolean;
}

type Checked = { value: string } | { wrong: string };

/** The value in its stored form, or what is wrong with it. */
export function checkFilter(key: FilterKey, written: string, now: Date): Checked {
  const value = written.trim();
  if (value === "") return { wrong: `${key}: needs something after the colon` };
  if (key === "is") return oneOf(key, value, itemStates);
  if (key === "kind") return oneOf(key, value === "people" ? "person" : value, [...foundKinds, ...noteKinds]);
  if (key === "since" || key === "before") return dateOf(key, value, now);
  if (key === "via" && !/^[1-9]\d{0,3}$/.test(value)) return { wrong: "via: takes a number of sources, as via:3" };
  // What can not be bound to a statement as text is in no tag and no name.
  return { value: value.replaceAll("\0", " ").toWellFormed() };
}

function oneOf(key: string, value: string, words: readonly string[]): Checked {
  const plain = value.toLowerCase();
  return words.includes(plain) ? { value: plain } : { wrong: `${key}: takes one of ${words.join(", ")}` };
}

const unitMs: Readonly<Record<string, number>> = {
  h: 3_600_000,
  d: dayMs,
  w: 7 * dayMs,
  m: 30 * dayMs,
  y: 365 * dayMs,
};

/** Milliseconds of a span of time as it is typed: "12h", "30d", "2w", "3m", "1y"; null for anything else. */
export function spanMs(text: string): number | null {
  const [, count = "", unit = ""] = /^(\d{1,4})([hdwmy])$/.exec(text) ?? [];
  const ms = unitMs[unit];
  return ms === undefined ? null : Number(count) * ms;
}

function dateOf(key: string, value: string, now: Date): Checked {
  const wrong = { wrong: `${key}: takes a date as 2026-11-01, or a time ago as 24h, 7d, 2w` };
  const agoMs = spanMs(value);
  if (agoMs !== null) return { value: new Date(now.getTime() - agoMs).toISOString() };
  const date = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (date === null) return wrong;
  const [year, month, day] = [Number(date[1]), Number(date[2]), Number(date[3])];
  const midnight = new Date(year, month - 1, day);
  // Date rolls a 31st of February over into March, and reads years below 100 as 19xx.
  const isReal = midnight.getFullYear() === year && midnight.getMonth() === month - 1 && midnight.getDate() === day;
  return isReal ? { value: midnight.toISOString() } : wrong;
}

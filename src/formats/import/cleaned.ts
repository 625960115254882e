// What comes from another service, cleaned: no control bytes, bounded lengths, http(s) addresses, dates that are dates.
import type { Instant } from "../../base/clock.ts";
import { cutText, plainLine, plainText } from "../../base/plain.ts";
import type { ImportedItem, ImportedMark } from "../../sense/imported.ts";

const titleMax = 500;
const textMax = 100_000;
const tagMax = 100;
const tagsMax = 50;
const urlMax = 4096;

/** On one line; null when nothing is left. */
export function lineOf(value: unknown): string | null {
  const text = typeof value === "string" ? cutText(plainLine(value).toWellFormed(), titleMax) : "";
  return text === "" ? null : text;
}

/** With its lines; null when nothing is left. */
export function textOf(value: unknown): string | null {
  const text = typeof value === "string" ? cutText(plainText(value).toWellFormed().trim(), textMax) : "";
  return text === "" ? null : text;
}

/** The http(s) address without name and password; null for all else. */
export function webUrl(value: unknown): string | null {
  if (typeof value !== "string" || value.length > urlMax) return null;
  const url = URL.parse(value.trim());
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === "") return null;
  url.username = "";
  url.password = "";
  return url.href;
}

/** Each once, without #, in their order. */
export function tagsOf(values: readonly unknown[]): readonly string[] {
  const tags = values.flatMap((value) => cutText(lineOf(value)?.replace(/^#+/, "").trim() ?? "", tagMax));
  return [...new Set(tags.filter((tag) => tag !== ""))].slice(0, tagsMax);
}

/** The parts of a list as text: "a, b" or "a|b". */
export function partsOf(value: unknown, between: string | RegExp): readonly string[] {
  return typeof value === "string" ? value.split(between) : [];
}

/** Seconds since 1970, ISO 8601, or as people write dates; null for what is none or lies before 1990. */
export function instantOf(value: unknown): Instant | null {
  const text = typeof value === "number" ? String(value) : typeof value === "string" ? value.trim() : "";
  if (text === "" || text.length > 60) return null;
  const seconds = /^\d{9,10}(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : null;
  const millis = /^\d{12,13}$/.test(text) ? Number(text) : null;
  const micros = /^\d{15,16}$/.test(text) ? Number(text) / 1000 : null;
  const iso = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/.test(text) && !/(?:[zZ]|[+-]\d\d:?\d\d)$/.test(text) ? `${text}Z` : text;
  const date = new Date(seconds ?? millis ?? micros ?? Date.parse(iso.replace(/^(\d{4}-\d\d-\d\d) /, "$1T")));
  const year = date.getUTCFullYear();
  return Number.isNaN(date.getTime()) || year < 1990 || year > 2200 ? null : date.toISOString();
}

type Given = Partial<Omit<ImportedItem, "kind" | "place" | "title" | "author" | "text" | "tags">> & {
  place: string;
  title?: unknown;
  author?: unknown;
  text?: unknown;
  tags?: readonly unknown[];
};

/** An item with everything that was not given as it is when nothing is known. */
export function itemFrom(given: Given): ImportedItem {
  const { place, url = null, guid = null, published = null, saved = null, isRead = false, isKept = false } = given;
  return {
    kind: "item",
    place,
    url,
    guid: guid?.toWellFormed() ?? null,
    title: lineOf(given.title),
    author: lineOf(given.author),
    published,
    saved,
    text: textOf(given.text),
    isRead,
    isKept,
    tags: tagsOf(given.tags ?? []),
    marks: given.marks ?? [],
  };
}

/** A highlight, a comment, or both; none when nothing is left of it. White space of a quote is single spaces. */
export function markFrom(given: {
  exact?: unknown;
  prefix?: unknown;
  suffix?: unknown;
  comment?: unknown;
  tags?: readonly unknown[];
  created?: Instant | null;
}): readonly ImportedMark[] {
  const flat = (value: unknown): string => (textOf(value) ?? "").replace(/\s+/g, " ");
  const exact = flat(given.exact);
  const comment = textOf(given.comment);
  if (exact === "" && comment === null) return [];
  const quote =
    exact === "" ? null : { exact, prefix: flat(given.prefix).slice(-64), suffix: flat(given.suffix).slice(0, 64) };
  return [{ quote, comment, tags: tagsOf(given.tags ?? []), created: given.created ?? null }];
}

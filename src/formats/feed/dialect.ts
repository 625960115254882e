// What every XML dialect of feed is mapped with and to.
import type { Instant } from "../../base/clock.ts";
import type { Feed } from "../../seek/feed.ts";
import { readDate } from "./dates.ts";
import { httpUrl } from "./links.ts";
import { attribute, childrenNamed, textOf } from "./node.ts";
import type { FeedNode } from "./node.ts";
import type { Problems } from "./problems.ts";

/** What an entry is mapped with besides its element. */
export interface MapContext {
  /** The address of the document, or null. */
  baseUrl: string | null;
  problems: Problems;
}

/** What a feed says of itself. */
export type FeedHead = Omit<Feed, "encoding" | "entries" | "problems">;

/** The readable date of the first of `names` that has one, the last where it is said twice; unreadable ones are problems. */
export function dateOf(node: FeedNode, names: readonly string[], problems: Problems): Instant | null {
  for (const name of names) {
    let found: Instant | null = null;
    for (const one of node.children) {
      if (one.name !== name || one.text.trim() === "") continue;
      const date = readDate(one.text);
      if (date === null) problems.add("bad-date", `${JSON.stringify(one.text.trim().slice(0, 60))} is no date`, one.at);
      found = date ?? found;
    }
    if (found !== null) return found;
  }
  return null;
}

/** The address of the first atom:link whose rel is one of `rels`, which are tried in turn; no rel is "alternate". */
export function linkByRel(node: FeedNode, rels: readonly string[], baseUrl: string | null): string | null {
  const links = childrenNamed(node, "atom:link");
  for (const rel of rels) {
    const urls = links.filter((one) => relOf(one) === rel);
    // Several alternates differ by type; the page is the one to read.
    const pages = urls.filter((one) =>
      /^(?:text\/html|application\/xhtml\+xml)?$/.test(attribute(one, "type")?.toLowerCase() ?? ""),
    );
    for (const one of [...pages, ...urls]) {
      const url = httpUrl(attribute(one, "href") ?? one.text, one.base ?? baseUrl);
      if (url !== null) return url;
    }
  }
  return null;
}

function relOf(link: FeedNode): string {
  const rel = attribute(link, "rel")?.toLowerCase() ?? "alternate";
  return rel.replace(/^https?:\/\/www\.iana\.org\/assignments\/relation\//, "");
}

const periodMinutes: Readonly<Record<string, number>> = {
  hourly: 60,
  daily: 1440,
  weekly: 10_080,
  monthly: 43_200,
  yearly: 525_600,
};

/** A year: no feed means more, and some write numbers that no store holds. */
const ttlMinutesMax = 525_600;

/** The wait between fetches that the feed asks for, in minutes, at most a year: ttl, else the syndication module; null when neither. */
export function ttlOf(node: FeedNode): number | null {
  const ttl = Number.parseInt(textOf(node, "ttl") ?? "", 10);
  if (ttl > 0) return Math.min(ttl, ttlMinutesMax);
  const period = textOf(node, "sy:updateperiod")?.toLowerCase() ?? "";
  const times = Number.parseInt(textOf(node, "sy:updatefrequency") ?? "1", 10);
  const minutes = Object.hasOwn(periodMinutes, period) ? (periodMinutes[period] ?? 0) : 0;
  return minutes > 0 && times > 0 ? Math.min(Math.max(1, Math.round(minutes / times)), ttlMinutesMax) : null;
}

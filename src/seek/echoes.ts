// Stories that several sites tell in nearly the same words: who told it first, and who says it again.
import type { Instant } from "../base/clock.ts";

/** Two texts are one story from this Jaccard similarity of their shingles on. */
export const similarityMin = 0.8;

/** One telling of a story. */
export interface Teller {
  id: string;
  /** Order in which they came here. */
  no: number;
  source: string;
  /** As its source says, but never later than it came; null when the source does not say. */
  published: Instant | null;
  /** Host of its page; null when it has none. */
  site: string | null;
  /** Hosts that its text links to. */
  links: ReadonlySet<string>;
}

/** Whether `a` is nearer to the origin than `b`: published earlier; else linked to by `b`; else here earlier. */
export function precedes(a: Teller, b: Teller): boolean {
  if (a.published !== null && b.published !== null && a.published !== b.published) return a.published < b.published;
  const [toA, toB] = [isLinked(b, a), isLinked(a, b)];
  return toA === toB ? a.no < b.no : toA;
}

function isLinked(from: Teller, to: Teller): boolean {
  return to.site !== null && to.site !== from.site && from.links.has(to.site);
}

const linkPattern = /\bhref\s*=\s*["']?https?:\/\/([^/"'\s<>?#:]{1,253})/gi;

/** Hosts that the addresses in `html` lead to, without "www.". */
export function linkedSites(html: string): ReadonlySet<string> {
  return new Set(Array.from(html.matchAll(linkPattern), ([, host = ""]) => host.toLowerCase().replace(/^www\./, "")));
}

/** The host of an address without "www."; null when it has none. */
export function siteOf(url: string | null): string | null {
  return url === null ? null : (URL.parse(url)?.hostname.replace(/^www\./, "") ?? null);
}

/** A story and who tells it. */
export interface EchoGroup {
  /** Id of the item that told it first, as far as can be told. */
  origin: string;
  /** The others, the earliest first. */
  echoes: readonly { item: string; similarity: number }[];
}

// Places kept for what the person rarely reads: which sources those are, whose turn it is today, and what came of it.
import { sha256 } from "../base/hash.ts";
import type { Candidate } from "./select.ts";
import type { Source } from "./source.ts";

/** The reader's record with a source. */
export type ReadingRecord = Pick<Source, "id" | "items" | "unread">;

export interface Elsewhere {
  id: string;
  /** How rarely its source is read, in figures. */
  why: string;
}

/** A source counts as rarely read below this part of the usual. */
const rareShare = 0.5;
/** Fewer items of a source tell nothing. */
const tellingItems = 5;

/** Of so many places one is for elsewhere. */
const placesPerElsewhere = 7;
const elsewhereMax = 3;

/** How many of `places` are kept for what is rarely read. */
export function horizonPlaces(places: number): number {
  return Math.min(elsewhereMax, Math.floor(places / placesPerElsewhere));
}

/**
 * The newest candidate of each source that is read much less than the others. Which sources come first turns with the local
 * day ("2026-11-23"), and is the same all day. At most `places`; empty while nothing was read.
 */
export function elsewhere(
  candidates: readonly Candidate[],
  sources: readonly ReadingRecord[],
  { day, places }: { day: string; places: number },
): readonly Elsewhere[] {
  const telling = sources.filter(({ items }) => items >= tellingItems);
  const items = telling.reduce((sum, source) => sum + source.items, 0);
  const read = telling.reduce((sum, source) => sum + source.items - source.unread, 0);
  if (read === 0) return [];
  const newest = newestOfEach(candidates);
  const turn = (id: string): string => sha256(`${day} ${id}`);
  return telling
    .filter((source) => (source.items - source.unread) / source.items < (read / items) * rareShare)
    .map((source) => ({ source, turn: turn(source.id) }))
    .sort((a, b) => (a.turn < b.turn ? -1 : 1))
    .flatMap(({ source }) => {
      const candidate = newest.get(source.id);
      const why = `elsewhere: you dealt with ${source.items - source.unread} of ${source.items} from this source`;
      return candidate === undefined ? [] : [{ id: candidate.id, why }];
    })
    .slice(0, places);
}

function newestOfEach(candidates: readonly Candidate[]): ReadonlyMap<string, Candidate> {
  const newest = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const best = newest.get(candidate.source);
    if (best === undefined || candidate.sorted > best.sorted) newest.set(candidate.source, candidate);
  }
  return newest;
}

/** What came of an item, the furthest it got. */
export type Yielded = "noted" | "annotated" | "kept" | "opened" | "nothing";

/** The items that stood in those places from a day on, the latest first. */
export interface Horizon {
  since: string;
  rows: readonly { item: string; day: string; yielded: Yielded }[];
}

/** "0 of 84 kept": what was annotated or noted was kept too. */
export function horizonAccount({ rows }: Horizon): { offered: number; kept: number; opened: number } {
  const kept = rows.filter(({ yielded }) => yielded !== "opened" && yielded !== "nothing").length;
  return { offered: rows.length, kept, opened: rows.filter(({ yielded }) => yielded !== "nothing").length };
}

// Chooses what a digest shows: fair to every source, least recently shown first, never more than asked.
import type { Instant } from "../base/clock.ts";

/** What selection knows of an item. */
export interface Candidate {
  id: string;
  /** The source that brought it first. */
  source: string;
  sorted: Instant;
}

export interface Selection {
  /** Ids in the order to show. */
  chosen: readonly string[];
  /** How many candidates were not chosen; they stay candidates. */
  held: number;
}

export interface SelectionOrder {
  /** At most so many; 0 is all. */
  limit: number;
  /** When a digest last showed each source; a source that is missing was never shown and goes first. */
  lastShown: ReadonlyMap<string, Instant>;
}

/**
 * Turn by turn one item of each source, newest first within a source; the source shown longest ago begins, then the
 * one with fewer candidates, then the one with the newest, then by id, so that the same candidates always give the same choice.
 */
export function selectFairly(candidates: readonly Candidate[], { limit, lastShown }: SelectionOrder): Selection {
  const queues = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const queue = queues.get(candidate.source);
    if (queue === undefined) queues.set(candidate.source, [candidate]);
    else queue.push(candidate);
  }
  for (const queue of queues.values()) queue.sort((a, b) => compare(b.sorted, a.sorted) || compare(a.id, b.id));
  const newest = (queue: readonly Candidate[]): Instant => queue[0]?.sorted ?? "";
  const turns = [...queues].sort(
    ([a, ofA], [b, ofB]) =>
      compare(lastShown.get(a) ?? "", lastShown.get(b) ?? "") ||
      ofA.length - ofB.length ||
      compare(newest(ofB), newest(ofA)) ||
      compare(a, b),
  );
  const wanted = limit === 0 ? candidates.length : Math.min(limit, candidates.length);
  const chosen: string[] = [];
  for (let turn = 0; chosen.length < wanted; turn += 1) {
    for (const [, queue] of turns) {
      const candidate = queue[turn];
      if (candidate !== undefined && chosen.length < wanted) chosen.push(candidate.id);
    }
  }
  return { chosen, held: candidates.length - chosen.length };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

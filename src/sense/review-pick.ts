// What a review shows: the digest's fair choice, filled up with what was shown and left, and a few from elsewhere.
import { localDay, type Instant } from "../base/clock.ts";
import { elsewhere, horizonPlaces, type ReadingRecord } from "../seek/horizon.ts";
import { selectFairly, type Candidate } from "../seek/select.ts";

export interface Picked {
  id: string;
  why: string;
  isElsewhere: boolean;
}

export interface ReviewMatter {
  /** New items that no digest has shown, the newest of each source. */
  candidates: readonly Candidate[];
  /** New items that a digest has shown and nothing was done with, newest first. */
  shown: readonly Candidate[];
  lastShown: ReadonlyMap<string, Instant>;
  /** The reader's record with each source. */
  sources: readonly ReadingRecord[];
}

export interface PickWish {
  /** At most so many; 0 is all. */
  limit: number;
  /** The day, "2026-11-23": the same day gives the same choice. */
  day: string;
}

/** The items to show, in order; those from elsewhere at the end. */
export function pickForReview(matter: ReviewMatter, { limit, day }: PickWish): readonly Picked[] {
  const all = [...matter.candidates, ...matter.shown];
  const places = limit === 0 ? all.length : limit;
  const away = elsewhere(all, matter.sources, { day, places: horizonPlaces(places) });
  const isAway = new Set(away.map(({ id }) => id));
  const rest = matter.candidates.filter(({ id }) => !isAway.has(id));
  const { lastShown } = matter;
  const left = places - away.length;
  const chosen = left === 0 ? [] : selectFairly(rest, { limit: left, lastShown }).chosen;
  const sourceOf = new Map(all.map(({ id, source }) => [id, source]));
  const first = chosen.map((id) => ({ id, why: whyNow(lastShown.get(sourceOf.get(id) ?? "")), isElsewhere: false }));
  const again = matter.shown
    .filter(({ id }) => !isAway.has(id))
    .slice(0, left - first.length)
    .map(({ id }) => ({ id, why: "a digest has shown it; nothing was done with it", isElsewhere: false }));
  return [...first, ...again, ...away.map((pick) => ({ ...pick, isElsewhere: true }))];
}

function whyNow(shownAt: Instant | undefined): string {
  return shownAt === undefined ? "first time from this source" : `last from this source ${localDay(shownAt)}`;
}

// What a review shows: the digest's fair choice, filled up with what was shown and left, and a few from elsewhere.
import type { Instant } from "../base/clock.ts";
import { sha256 } from "../base/hash.ts";
import { selectFairly, type Candidate } from "../seek/select.ts";
import type { Source } from "../seek/source.ts";

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
  sources: readonly Pick<Source, "id" | "items" | "unread">[];
}

export interface PickWish {
  /** At most so many; 0 is all. */
  limit: number;
  /** The day, "2026-11-23": the same day gives the same choice. */
  day: string;
}

/** Of so many places one is for elsewhere. */
const placesPerElsewhere = 7;
const elsewhereMax = 3;
/** A source counts as rarely read below this part of the usual. */
const rareShare = 0.5;
/** Fewer items of a source tell nothing. */
const tellingItems = 5;

/** The items to show, in order; those from elsewhere at the end. */
export function pickForReview(matter: ReviewMatter, { limit, day }: PickWish): readonly Picked[] {
  const all = [...matter.candidates, ...matter.shown];
  const places = limit === 0 ? all.length : limit;
  const away = elsewhere(matter, day).slice(0, Math.min(elsewhereMax, Math.floor(places / placesPerElsewhere)));
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
  return [...first, ...again, ...away];
}

function whyNow(shownAt: Instant | undefined): string {
  return shownAt === undefined ? "first time from this source" : `last from this source ${shownAt.slice(0, 10)}`;
}

/** The newest of each source that is read much less than the others; which of them come first turns with the day. */
function elsewhere({ candidates, shown, sources }: ReviewMatter, day: string): readonly Picked[] {
  const telling = sources.filter(({ items }) => items >= tellingItems);
  const items = telling.reduce((sum, source) => sum + source.items, 0);
  const read = telling.reduce((sum, source) => sum + source.items - source.unread, 0);
  if (read === 0) return [];
  const usual = read / items;
  const turn = (id: string): string => sha256(`${day} ${id}`);
  return telling
    .filter((source) => (source.items - source.unread) / source.items < usual * rareShare)
    .sort((a, b) => (turn(a.id) < turn(b.id) ? -1 : 1))
    .flatMap((source) => {
      const newest = [...candidates, ...shown]
        .filter((candidate) => candidate.source === source.id)
        .sort((a, b) => (a.sorted < b.sorted ? 1 : -1))[0];
      const why = `elsewhere: you dealt with ${source.items - source.unread} of ${source.items} from this source`;
      return newest === undefined ? [] : [{ id: newest.id, why, isElsewhere: true }];
    });
}

// The items of one review, as the screen and the plain lines show them.
import { localDay } from "../../base/clock.ts";
import { plainLine } from "../../base/plain.ts";
import { byDistance, distanceOfPeople, type Direction, type Distance } from "../../people/distance.ts";
import type { ReviewEntry } from "../../sense/review.ts";
import { pickForReview, type Picked, type ReviewMatter } from "../../sense/review-pick.ts";
import type { Query } from "../../sense/query.ts";
import { type Item, nameOfItem } from "../../seek/item.ts";
import type { Candidate } from "../../seek/select.ts";
import { agoText } from "../../ui/time.ts";
import type { Context } from "../context.ts";
import { amongWaiting, queryNow } from "../sense/query-words.ts";
import { notesNow, type OpenStore } from "../sense/notes-now.ts";
import { wordsNow } from "../sense/words-now.ts";

const usualLimit = 20;
const excerptCharacters = 400;
/** Of what a query finds, so many are chosen from. */
const hitsMax = 500;

export interface ReviewList {
  entries: readonly ReviewEntry[];
  /** Items that wait beside these. */
  held: number;
}

/** What is to be reviewed: what waits, or what of it meets `query`; by distance where a direction is given. */
export async function listForReview(context: Context, query: string, direction: Direction | null): Promise<ReviewList> {
  const { store } = await notesNow(context);
  const now = context.clock.now();
  const limit = context.flags.limit ?? usualLimit;
  const { matter, waiting } =
    query === "" ? whatWaits(store, limit) : whatMeets(context, store, queryNow(context, query));
  const picked = pickForReview(matter, { limit, day: localDay(now) });
  const items = new Map(store.items.some(picked.map(({ id }) => id)).map((item) => [item.id, item]));
  const steps = store.people.steps();
  const far = ({ id }: Picked): Distance => distanceOfPeople(items.get(id)?.people ?? [], steps);
  const ordered = direction === null ? picked : byDistance(picked, direction, far);
  const excerpts = store.items.bodies([...items.keys()], ({ text }) => excerptOf(text ?? ""));
  const entries = ordered.flatMap((pick) => {
    const item = items.get(pick.id);
    return item === undefined ? [] : [{ ...entryOf(store, { item, pick, now }), excerpt: excerpts.get(pick.id) ?? "" }];
  });
  return { entries, held: Math.max(0, waiting - entries.length) };
}

function whatWaits(store: OpenStore, limit: number): { matter: ReviewMatter; waiting: number } {
  const candidates = store.digests.candidates({ since: null, perSource: limit === 0 ? -1 : limit });
  const sources = store.sources.list();
  const isCandidate = new Set(candidates.map(({ id }) => id));
  const isThere = new Set(sources.map(({ id }) => id));
  // Only where fewer than asked for are left are these all that no digest has shown.
  const rest = limit !== 0 && candidates.length >= limit ? [] : store.items.newest(limit === 0 ? -1 : limit * 2);
  const shown = rest.filter(({ id, source }) => !isCandidate.has(id) && isThere.has(source.id)).map(candidateOf);
  return {
    matter: { candidates, shown, lastShown: store.digests.lastShown(), sources },
    waiting: store.standings.read().standing.seek.waiting,
  };
}

function whatMeets(context: Context, store: OpenStore, asked: Query): { matter: ReviewMatter; waiting: number } {
  const query = amongWaiting(asked);
  wordsNow(context, store, query);
  const found = store.search.find(query, hitsMax).map(({ ref }) => ref);
  const candidates = store.items.some(found).map(candidateOf);
  const matter = { candidates, shown: [], lastShown: store.digests.lastShown(), sources: [] };
  return { matter, waiting: candidates.length };
}

function candidateOf({ id, source, published, fetched }: Item): Candidate {
  return { id, source: source.id, sorted: published ?? fetched };
}

function entryOf(
  store: OpenStore,
  { item, pick, now }: { item: Item; pick: Picked; now: Date },
): Omit<ReviewEntry, "excerpt"> {
  const { id, source, author, published, fetched, minutes, via, people } = item;
  const names = people.slice(0, 2).map((person) => store.people.get(person).name);
  const why = [
    pick.why,
    ...(names.length === 0 ? [] : [`from ${plainLine(names.join(", "))}`]),
    ...(via.length > 1 ? [`${via.length} sources brought it`] : []),
  ];
  return {
    id,
    title: plainLine(nameOfItem(item)) || id,
    source: { id: source.id, name: plainLine(source.title ?? source.url) },
    author: author === null ? null : plainLine(author),
    when: agoText(published ?? fetched, now),
    minutes,
    why,
    isElsewhere: pick.isElsewhere,
  };
}

function excerptOf(text: string): string {
  const words = text.slice(0, excerptCharacters * 2).toWellFormed();
  return plainLine(words).slice(0, excerptCharacters).toWellFormed();
}

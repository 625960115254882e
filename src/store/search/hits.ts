// Which documents of the search index have the words of a query, and how good each is.
import type { FoundKind } from "../../sense/query-filter.ts";
import type { WordTerm } from "../../sense/query.ts";
import { listOf, lookupOf, type Lookup, type Weighed } from "./lists.ts";
import { rarityOf, rounded, scoreOf, type Collection, type Hits } from "./rank.ts";
import type { Segment, Segments } from "./segments.ts";

/** Groups of words: of each one must be there, or must not where it is negated. */
export type WordGroups = readonly (readonly WordTerm[])[];

export interface Asked {
  groups: WordGroups;
  isRanked: boolean;
  /** Of items the newest are enough, so many; null is all. */
  newest: number | null;
  /** Only documents after that number. */
  after: number;
}

/** What was found. Where there are phrases, each hit is still to be read, and may then be worse or none. */
export interface Outcome {
  hits: ReadonlyMap<FoundKind, Hits>;
  /** What the terms of the groups tell of a document that has them. */
  rarities: readonly (readonly number[])[];
  collection: Collection;
}

/** A segment with the list of each term of each group, and the documents that meet all groups, the newest first. */
interface Met {
  segment: Segment;
  lists: readonly (readonly Weighed[])[];
  docs: Uint32Array;
  nos: Float64Array;
}

type Gone = ReadonlySet<number> | undefined;

/** Looks the words up in every segment that may have what is asked for. */
export function hitsOf(segments: Segments, asked: Asked): Outcome {
  const all = segments.list();
  const lookups = asked.groups.map((terms) => terms.map(lookupOf));
  const isRanked = asked.isRanked && lookups.flat().some((lookup) => lookup.isRanked);
  const met = isRanked
    ? lookUp(segments, all, { ...asked, lookups })
    : lookUpNewest(segments, all, { ...asked, lookups });
  const collection = collectionOf(all);
  const rarities = lookups.map((terms, group) =>
    terms.map((lookup, at) => {
      const isCounted = isRanked && lookup.isRanked && asked.groups[group]?.[at]?.isNegated === false;
      return isCounted
        ? rarityOf(
            sumOf(met, ({ lists }) => lists[group]?.[at]?.docs.length ?? 0),
            collection,
          )
        : 0;
    }),
  );
  const scored = met.map((each) => ({ ...each, scores: scoresOf(segments, each, { rarities, collection }) }));
  const hits = new Map(
    [...Map.groupBy(scored, ({ segment }) => segment.kind)].map(([kind, own]) => [kind, joined(own)]),
  );
  return { hits, rarities, collection };
}

/** Whether every hit must be read to be sure of it. */
export function hasPhrase(groups: WordGroups): boolean {
  return groups.flat().some((term) => lookupOf(term).isPhrase);
}

/** Numbers of the documents that have a folded word; null when they are more than `atMost`. */
export function fewWith(segments: Segments, word: string, atMost: number): readonly number[] | null {
  const all = segments.list();
  const found = all.flatMap((segment) => ({ segment, entry: segments.entry(segment.no, word) }));
  if (
    sumOf(found, ({ entry }) => Math.max(entry?.titles ?? 0, entry?.bodies ?? 0)) >
    atMost + sumOf(all, ({ gone }) => gone)
  )
    return null;
  const gone = goneOf(segments, all);
  const nos = found.flatMap(({ segment, entry }) => {
    if (entry === null) return [];
    const { title, body } = entry.lists(segment.docs);
    const docs = [...new Set([...title.docs, ...body.docs])].filter((doc) => gone.get(segment.no)?.has(doc) !== true);
    return docs.map(segments.noOf(segment));
  });
  return nos.length > atMost ? null : nos;
}

type LookedUp = Asked & { lookups: readonly (readonly Lookup[])[] };

/** What a term tells depends on all documents, also on those that are not asked for. */
function lookUp(segments: Segments, all: readonly Segment[], asked: LookedUp): readonly Met[] {
  const gone = goneOf(segments, all);
  return all.map((segment) => metIn(segments, segment, { ...asked, newest: null, gone: gone.get(segment.no) }));
}

function lookUpNewest(segments: Segments, all: readonly Segment[], asked: LookedUp): readonly Met[] {
  const gone = goneOf(segments, all);
  const met: Met[] = [];
  for (const segment of all) {
    if (segment.last <= asked.after) continue;
    // Segments come with the newest documents first, but what changed stands in a later one than what came with it.
    const isEnough =
      asked.newest !== null &&
      segment.kind === "item" &&
      sumOf(met, (each) => (each.segment.kind === "item" ? countAbove(each.nos, segment.last) : 0)) >= asked.newest;
    if (!isEnough) met.push(metIn(segments, segment, { ...asked, gone: gone.get(segment.no) }));
  }
  return met;
}

function goneOf(segments: Segments, all: readonly Segment[]): ReadonlyMap<number, ReadonlySet<number>> {
  return all.some(({ gone }) => gone > 0) ? segments.gone() : new Map();
}

function metIn(
  segments: Segments,
  segment: Segment,
  { groups, lookups, after, newest, gone }: LookedUp & { gone: Gone },
): Met {
  const lists = lookups.map((terms) => terms.map((lookup) => living(listOf(segments, segment, lookup), gone)));
  const terms = groups.map((group, at) =>
    group.map((term, n) => ({
      ...term,
      docs: lists[at]?.[n]?.docs ?? none,
      isPhrase: lookups[at]?.[n]?.isPhrase === true,
    })),
  );
  const noOf = segments.noOf(segment);
  const all = meeting(terms, segment.docs);
  const most = segment.kind === "item" && newest !== null ? Math.min(newest, all.length) : all.length;
  const [docs, nos] = [new Uint32Array(most), new Float64Array(most)];
  let length = 0;
  for (let at = all.length - 1; at >= 0 && length < most; at -= 1) {
    const doc = all[at] ?? 0;
    const no = noOf(doc);
    if (no <= after) break;
    if (gone?.has(doc) === true) continue;
    docs[length] = doc;
    nos[length] = no;
    length += 1;
  }
  return { segment, lists, docs: docs.subarray(0, length), nos: nos.subarray(0, length) };
}

const none = new Uint32Array(0);

interface Standing extends WordTerm {
  docs: Uint32Array;
  isPhrase: boolean;
}

/** Ordinals of documents that meet a term of each group, rising; what may or may not have a phrase meets its negation too. */
function meeting(groups: readonly (readonly Standing[])[], among: number): Uint32Array {
  // The group that fewest meet first; one whose words must not be there says little.
  const size = (terms: readonly Standing[]): number =>
    sumOf(terms, ({ docs, isNegated }) => (isNegated ? among : docs.length));
  const [first = [], ...others] = groups.toSorted((a, b) => size(a) - size(b));
  let found = of(first, among);
  for (const terms of others) {
    if (found.length === 0) break;
    const isIn = new Uint8Array(among);
    for (const doc of of(terms, among)) isIn[doc] = 1;
    found = found.filter((doc) => isIn[doc] === 1);
  }
  return found;
}

function of(terms: readonly Standing[], among: number): Uint32Array {
  const [only] = terms;
  if (terms.length === 1 && only?.isNegated === false) return only.docs;
  const meets = new Uint8Array(among);
  for (const { docs, isNegated, isPhrase } of terms) {
    if (!isNegated) for (const doc of docs) meets[doc] = 1;
    else if (isPhrase) meets.fill(1);
    else {
      const has = new Uint8Array(among);
      for (const doc of docs) has[doc] = 1;
      for (let doc = 0; doc < among; doc += 1) if (has[doc] === 0) meets[doc] = 1;
    }
  }
  const found = new Uint32Array(among);
  let length = 0;
  for (let doc = 0; doc < among; doc += 1) if (meets[doc] === 1) found[length++] = doc;
  return found.subarray(0, length);
}

function living(list: Weighed, gone: Gone): Weighed {
  if (gone === undefined) return list;
  const places = Array.from(list.docs.keys()).filter((at) => !gone.has(list.docs[at] ?? 0));
  if (places.length === list.docs.length) return list;
  return {
    docs: Uint32Array.from(places, (at) => list.docs[at] ?? 0),
    weights: Uint32Array.from(places, (at) => list.weights[at] ?? 0),
  };
}

function scoresOf(
  segments: Segments,
  { segment, lists, docs }: Met,
  ranking: Pick<Outcome, "rarities" | "collection">,
): Float64Array {
  const { rarities, collection } = ranking;
  const scores = new Float64Array(docs.length);
  if (docs.length === 0 || rarities.flat().every((rarity) => rarity === 0)) return scores;
  const sums = new Float64Array(segment.docs);
  const wordsIn = segments.wordsIn(segment);
  for (const [group, terms] of lists.entries())
    for (const [at, { docs: having, weights }] of terms.entries()) {
      const rarity = rarities[group]?.[at] ?? 0;
      if (rarity === 0) continue;
      for (let place = 0; place < having.length; place += 1) {
        const doc = having[place] ?? 0;
        const relativeWords = wordsIn(doc) / collection.averageWords;
        sums[doc] = (sums[doc] ?? 0) + scoreOf(rarity, weights[place] ?? 0, relativeWords);
      }
    }
  for (let at = 0; at < docs.length; at += 1) scores[at] = rounded(sums[docs[at] ?? 0] ?? 0);
  return scores;
}

function joined(all: readonly { nos: Float64Array; scores: Float64Array }[]): Hits {
  const length = sumOf(all, ({ nos }) => nos.length);
  const hits = { nos: new Float64Array(length), scores: new Float64Array(length) };
  let at = 0;
  for (const { nos, scores } of all) {
    hits.nos.set(nos, at);
    hits.scores.set(scores, at);
    at += nos.length;
  }
  return hits;
}

function collectionOf(all: readonly Segment[]): Collection {
  const docs = sumOf(all, ({ docs: own, gone }) => own - gone);
  return { docs, averageWords: Math.max(1, sumOf(all, ({ words }) => words) / Math.max(1, docs)) };
}

/** How many of numbers that fall are greater than `bound`. */
function countAbove(falling: Float64Array, bound: number): number {
  const end = falling.findIndex((no) => no <= bound);
  return end === -1 ? falling.length : end;
}

function sumOf<Each>(all: readonly Each[], of: (each: Each) => number): number {
  return all.reduce((sum, each) => sum + of(each), 0);
}

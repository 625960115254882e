// Where a term of a query stands in one segment of the search index, and how much it weighs there.
import { beginningMax, clipped, folded, isPaired, letterCount, pairOf, type Needle } from "../../sense/terms.ts";
import type { Lists } from "./block.ts";
import type { Segment, Segments } from "./segments.ts";

/** How much more a word in a title counts than one in the text. */
export const titleWeight = 5;

/** Documents of a segment by ordinal, rising, and what the term weighs in each. */
export interface Weighed {
  docs: Uint32Array;
  weights: Uint32Array;
}

/** A term as it is looked up. */
export interface Lookup {
  /** Words that must all be there; the last may be only begun. */
  terms: readonly string[];
  isPrefix: boolean;
  /** The words must follow on each other, which only the text can tell. */
  isPhrase: boolean;
  /** Beginnings of few letters stand in most of what there is, and tell nothing of it. */
  isRanked: boolean;
}

const nothing: Weighed = { docs: new Uint32Array(0), weights: new Uint32Array(0) };

/** Neighbours that are indexed together are looked up so. */
export function lookupOf({ tokens, isPrefix }: Needle): Lookup {
  const words = tokens.map((token) => clipped(folded(token))).filter((word) => word !== "");
  const last = words.length - 1;
  const pairs = words.flatMap((word, at) => {
    const next = words[at + 1];
    const isWhole = at + 1 < last || !isPrefix;
    return next !== undefined && isWhole && isPaired(word) && isPaired(next) ? [{ at, term: pairOf(word, next) }] : [];
  });
  const single = words.filter((_, at) => !pairs.some((pair) => pair.at === at || pair.at + 1 === at));
  return {
    terms: [...new Set([...pairs.map(({ term }) => term), ...single])],
    isPrefix,
    isPhrase: words.length > 1,
    isRanked: !(isPrefix && words.length === 1 && letterCount(words[0] ?? "") <= beginningMax),
  };
}

/** Documents of the segment that may meet the term; for a phrase, all that have its words, weighed as if they were in a row. */
export function listOf(segments: Segments, segment: Segment, { terms, isPrefix }: Lookup): Weighed {
  let found: Weighed | null = null;
  for (const [at, term] of terms.entries()) {
    const list = isPrefix && at === terms.length - 1 ? begun(segments, segment, term) : whole(segments, segment, term);
    found = found === null ? list : both(found, list);
    if (found.docs.length === 0) return nothing;
  }
  return found ?? nothing;
}

function whole(segments: Segments, segment: Segment, term: string): Weighed {
  const entry = segments.entry(segment.no, term);
  return entry === null ? nothing : weighed(entry.lists(segment.docs));
}

function begun(segments: Segments, segment: Segment, letters: string): Weighed {
  const weights = new Uint32Array(segment.docs);
  for (const entry of segments.beginning(segment.no, letters)) {
    const { title, body } = entry.lists(segment.docs);
    for (const [{ docs, counts }, weight] of [
      [title, titleWeight],
      [body, 1],
    ] as const)
      for (let at = 0; at < docs.length; at += 1) {
        const doc = docs[at] ?? 0;
        weights[doc] = (weights[doc] ?? 0) + weight * (counts[at] ?? 0);
      }
  }
  let length = 0;
  const docs = new Uint32Array(segment.docs);
  for (let doc = 0; doc < weights.length; doc += 1) {
    const weight = weights[doc] ?? 0;
    if (weight === 0) continue;
    docs[length] = doc;
    weights[length] = weight;
    length += 1;
  }
  return { docs: docs.subarray(0, length), weights: weights.subarray(0, length) };
}

/** Titles and texts together. */
function weighed({ title, body }: Lists): Weighed {
  if (title.docs.length === 0) return { docs: body.docs, weights: body.counts };
  const most = title.docs.length + body.docs.length;
  const [docs, weights] = [new Uint32Array(most), new Uint32Array(most)];
  let [inTitle, inBody, length] = [0, 0, 0];
  while (inTitle < title.docs.length || inBody < body.docs.length) {
    const titleDoc = title.docs[inTitle] ?? Number.POSITIVE_INFINITY;
    const bodyDoc = body.docs[inBody] ?? Number.POSITIVE_INFINITY;
    const doc = Math.min(titleDoc, bodyDoc);
    docs[length] = doc;
    if (titleDoc === doc) weights[length] = titleWeight * (title.counts[inTitle++] ?? 0);
    if (bodyDoc === doc) weights[length] = (weights[length] ?? 0) + (body.counts[inBody++] ?? 0);
    length += 1;
  }
  return { docs: docs.subarray(0, length), weights: weights.subarray(0, length) };
}

/** Documents of both, weighed as the one that is there less. */
function both(one: Weighed, other: Weighed): Weighed {
  const most = Math.min(one.docs.length, other.docs.length);
  const [docs, weights] = [new Uint32Array(most), new Uint32Array(most)];
  let length = 0;
  for (let at = 0, to = 0; at < one.docs.length && to < other.docs.length;) {
    const [a, b] = [one.docs[at] ?? 0, other.docs[to] ?? 0];
    if (a === b) {
      docs[length] = a;
      weights[length] = Math.min(one.weights[at] ?? 0, other.weights[to] ?? 0);
      length += 1;
    }
    if (a <= b) at += 1;
    if (b <= a) to += 1;
  }
  return { docs: docs.subarray(0, length), weights: weights.subarray(0, length) };
}

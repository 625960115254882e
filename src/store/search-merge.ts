// Merges segments of the search index, so that a word is looked up in few places and stands in few.
import type { Db } from "./database.ts";
import { compareTerms, BlockWriter, entriesOf, type Entry } from "./search-block.ts";
import { noPostings, type Postings } from "./search-postings.ts";
import { openBlocks, type Blocks } from "./search-rows.ts";
import { openSegments, openSegmentWriter, type Segment, type Segments, type SegmentWriter } from "./search-segments.ts";

/** Documents of a segment, at most: as many are read through for a common word. */
const docsMax = 1 << 16;
/** A segment is merged with smaller ones that have together at least this part of its documents. */
const partMin = 1 / 3;
/** A segment of which so large a part is gone is written anew. */
const gonePartMax = 1 / 4;

/**
 * Segments that should be one, the smallest together first, as in the logarithmic method (Bentley and Saxe 1980): there
 * are never more than the logarithm of their documents, and each document is written anew only as often.
 */
export function mergeable(segments: readonly Segment[]): readonly Segment[] | null {
  for (const own of Map.groupBy(segments, ({ kind }) => kind).values()) {
    const bySize = own.toSorted((a, b) => a.docs - b.docs || b.last - a.last);
    let group: Segment[] = [];
    let docs = 0;
    for (const segment of bySize) {
      if (group.length > 0 && segment.docs * partMin <= docs && segment.docs + docs <= docsMax) {
        group.push(segment);
        docs += segment.docs;
        continue;
      }
      if (group.length > 1) break;
      group = [segment];
      docs = segment.docs;
    }
    const worn = own.find(({ docs: all, gone }) => gone > all * gonePartMax);
    // In the order of their documents, so that lists need no sorting where none came later again.
    if (group.length > 1) return group.toSorted((a, b) => a.first - b.first);
    if (worn !== undefined) return [worn];
  }
  return null;
}

/** Merges some segments, inside of a transaction; false when none are to be merged. */
export function mergeSome(db: Db): boolean {
  const segments = openSegments(db);
  const group = mergeable(segments.list());
  if (group === null) return false;
  const writer = openSegmentWriter(db);
  merge(group, { blocks: openBlocks(db), segments, writer });
  for (const { no } of group) writer.drop(no);
  return true;
}

interface Ports {
  blocks: Blocks;
  segments: Segments;
  writer: SegmentWriter;
}

/** No document has this ordinal: it is gone. */
const goneOrdinal = 2 ** 32 - 1;

function merge(group: readonly Segment[], { blocks, segments, writer }: Ports): void {
  const gone = segments.gone();
  const all = group.flatMap((segment, at) => {
    const [noOf, wordsIn, dead] = [segments.noOf(segment), segments.wordsIn(segment), gone.get(segment.no)];
    return Array.from({ length: segment.docs }, (_, ordinal) => ({
      no: noOf(ordinal),
      length: wordsIn(ordinal),
      at,
      ordinal,
    })).filter(({ ordinal }) => dead?.has(ordinal) !== true);
  });
  if (all.length === 0) return;
  all.sort((a, b) => a.no - b.no);
  const places = group.map(({ docs }) => new Uint32Array(docs).fill(goneOrdinal));
  all.forEach(({ at, ordinal }, to) => void places[at]?.fill(to, ordinal, ordinal + 1));
  const documents = { nos: all.map(({ no }) => no), lengths: all.map(({ length }) => length) };
  writer.write(group[0]?.kind ?? "", documents, (put) => {
    const merged = new BlockWriter(documents.nos.length, put);
    const walks = group.map(({ no }) => walk(blocks, no));
    for (const [term, found] of inOrder(walks)) {
      const lists = found.map(({ entry, at }) => ({ ...entry.lists(group[at]?.docs ?? 0), place: places[at] }));
      const title = together(lists.map((list) => ({ ...list.title, place: list.place ?? new Uint32Array(0) })));
      const body = together(lists.map((list) => ({ ...list.body, place: list.place ?? new Uint32Array(0) })));
      if (title.docs.length + body.docs.length > 0) merged.add(term, { title, body });
    }
    merged.end();
  });
}

/** The words of a segment in order; blocks are read one by one, for the store is written to in between. */
function* walk(blocks: Blocks, segment: number): Generator<Entry> {
  for (let next = blocks.after(segment, ""); next !== null; next = blocks.after(segment, next.term))
    yield* entriesOf(next.block);
}

/** Each word once, with the entries of all that have it and which walks they are of. */
function* inOrder(walks: readonly Generator<Entry>[]): Generator<[string, { entry: Entry; at: number }[]]> {
  const heads = walks.map((each) => each.next());
  for (;;) {
    let term: string | null = null;
    for (const head of heads)
      if (head.done !== true && (term === null || compareTerms(head.value.term, term) < 0)) term = head.value.term;
    if (term === null) return;
    const found: { entry: Entry; at: number }[] = [];
    for (const [at, head] of heads.entries()) {
      if (head.done === true || head.value.term !== term) continue;
      found.push({ entry: head.value, at });
      heads[at] = walks[at]?.next() ?? head;
    }
    yield [term, found];
  }
}

/** Lists as one over the documents where `place` puts them, without those that are gone. */
function together(lists: readonly (Postings & { place: Uint32Array })[]): Postings {
  const total = lists.reduce((sum, { docs }) => sum + docs.length, 0);
  if (total === 0) return noPostings;
  const docs = new Uint32Array(total);
  const counts = new Uint32Array(total);
  let length = 0;
  let isRising = true;
  for (const list of lists) {
    for (let at = 0; at < list.docs.length; at += 1) {
      const to = list.place[list.docs[at] ?? 0] ?? goneOrdinal;
      if (to === goneOrdinal) continue;
      isRising &&= length === 0 || (docs[length - 1] ?? 0) < to;
      docs[length] = to;
      counts[length] = list.counts[at] ?? 1;
      length += 1;
    }
  }
  const found = { docs: docs.subarray(0, length), counts: counts.subarray(0, length) };
  return isRising ? found : sorted(found);
}

function sorted({ docs, counts }: Postings): Postings {
  // Two numbers of 32 bits in one: sorted as numbers, the document decides.
  const pairs = Float64Array.from(docs, (doc, at) => doc * 2 ** 21 + Math.min(counts[at] ?? 1, 2 ** 21 - 1)).sort();
  return {
    docs: Uint32Array.from(pairs, (pair) => Math.floor(pair / 2 ** 21)),
    counts: Uint32Array.from(pairs, (pair) => pair % 2 ** 21),
  };
}

// Merges segments of the search index, so that a word is looked up in few places and stands in few.
import type { Db } from "../database.ts";
import { BlockWriter } from "./block-writer.ts";
import { compareTerms, type BlockReader } from "./block.ts";
import { noPostings, type Postings } from "./postings.ts";
import { openBlocks, type Blocks } from "./rows.ts";
import { openSegments, openSegmentWriter, type Segment, type Segments, type SegmentWriter } from "./segments.ts";

/** Documents of a segment, at most: as many are read through for a common word. */
const docsMax = 1 << 16;
/** So many segments of about a size become one; a size is up to four times the one before it. */
const [fanIn, sizeStep] = [6, 4];
/** A segment of which so large a part is gone is written anew. */
const gonePartMax = 1 / 16;

/**
 * Segments that should be one, as in a log-structured merge tree (O'Neil and others 1996): there are never more than some
 * of each size, and each document is written anew no more often than there are sizes.
 */
export function mergeable(segments: readonly Segment[]): readonly Segment[] | null {
  for (const own of Map.groupBy(segments, ({ kind }) => kind).values()) {
    // Of larger ones no two would fit into one, and none may keep the smaller of its size from being merged.
    const small = own.filter(({ docs: all }) => 2 * all <= docsMax);
    for (const alike of Map.groupBy(small, sizeOf).values()) {
      if (alike.length >= fanIn) return fitting(alike.toSorted((a, b) => a.first - b.first));
    }
    const worn = own.find(({ docs: all, gone }) => gone > all * gonePartMax);
    if (worn !== undefined) return [worn];
  }
  return null;
}

function sizeOf({ docs }: Segment): number {
  return Math.floor(Math.log(docs) / Math.log(sizeStep));
}

/** The first of them that are together not too large. */
function fitting(segments: readonly Segment[]): readonly Segment[] {
  let docs = 0;
  const end = segments.findIndex((segment) => (docs += segment.docs) > docsMax);
  return end === -1 ? segments : segments.slice(0, end);
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
    const walks = group.map(({ no, docs }, at) => openWalk(blocks.walk(no, ""), { docs, place: places[at] ?? none }));
    for (let having = first(walks); having.length > 0; having = first(walks)) {
      const term = having[0]?.block?.term ?? "";
      const found = having.flatMap((walk) => walk.take());
      const title = together(found.map((each) => each.title));
      const body = together(found.map((each) => each.body));
      if (title.docs.length + body.docs.length > 0) merged.add(term, { title, body });
    }
    merged.end();
  });
}

const none = new Uint32Array(0);

/** A list of a segment, and where its documents are in the one that is made. */
interface Placed {
  list: Postings;
  place: Uint32Array;
}

/** A segment's words, at one of them. */
interface Walk {
  /** Null at the end. */
  block: BlockReader | null;
  /** The lists of its word; then it stands at the next. */
  take(): { title: Placed; body: Placed };
}

function openWalk(next: () => BlockReader | null, { docs, place }: { docs: number; place: Uint32Array }): Walk {
  const walk: Walk = {
    block: next(),
    take() {
      const { title, body } = walk.block?.lists(docs) ?? { title: noPostings, body: noPostings };
      walk.block = next();
      return { title: { list: title, place }, body: { list: body, place } };
    },
  };
  return walk;
}

/** Those that stand at the first of all words. */
function first(walks: readonly Walk[]): readonly Walk[] {
  let having: Walk[] = [];
  let term: string | null = null;
  for (const walk of walks) {
    if (walk.block === null) continue;
    const order = term === null ? -1 : compareTerms(walk.block.term, term);
    if (order > 0) continue;
    if (order < 0) having = [];
    having.push(walk);
    term = walk.block.term;
  }
  return having;
}

/** Lists as one, without documents that are gone. */
function together(lists: readonly Placed[]): Postings {
  let total = 0;
  for (const { list } of lists) total += list.docs.length;
  if (total === 0) return noPostings;
  const docs = new Uint32Array(total);
  const counts = new Uint32Array(total);
  let length = 0;
  let isRising = true;
  for (const { list, place } of lists) {
    for (let at = 0; at < list.docs.length; at += 1) {
      const to = place[list.docs[at] ?? 0] ?? goneOrdinal;
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

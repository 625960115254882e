// How good a hit is, and which hits are the best.

/** Documents of one kind that were found, by number, with how good each is: the smaller the better, 0 where nothing tells. */
export interface Hits {
  nos: Float64Array;
  scores: Float64Array;
}

/** How many documents there are, and how many words they have on average. */
export interface Collection {
  docs: number;
  averageWords: number;
}

/** As in Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), and SQLite's FTS5. */
const k1 = 1.2;
const b = 0.75;
/** Of a term that more than half of all documents have: it still counts for more than nothing. */
const rarityMin = 1e-6;

/** How much a term tells that `found` documents have: its inverse document frequency. */
export function rarityOf(found: number, { docs }: Collection): number {
  return Math.max(rarityMin, Math.log((docs - found + 0.5) / (found + 0.5)));
}

/** What a term that weighs so much adds to the score of a document of so many words; at most 0. */
export function scoreOf(rarity: number, weight: number, relativeWords: number): number {
  return (-rarity * weight * (k1 + 1)) / (weight + k1 * (1 - b + b * relativeWords));
}

/** Rounded, so that what is as good is so also after a way through JSON. */
export function rounded(score: number): number {
  return Math.round(score * 1e9) / 1e9;
}

/** Places of hits, the best first and of equals the newest; a few at a time, for most callers need few. */
export function* bestFirst(hits: Hits): Generator<readonly number[]> {
  const { nos, scores } = hits;
  const order = (one: number, other: number): number =>
    (scores[one] ?? 0) - (scores[other] ?? 0) || (nos[other] ?? 0) - (nos[one] ?? 0);
  let passed = 0;
  for (let count = firstCount; passed < nos.length; count *= 16) {
    const best = count < nos.length / 4 ? bestOf(nos.length, count, order) : Array.from(nos.keys()).toSorted(order);
    yield* slices(best.slice(passed));
    passed = best.length;
  }
}

const firstCount = 2048;
const [sliceMin, sliceMax] = [64, 16_384];

/** Few at first, then more and more. */
function* slices(places: readonly number[]): Generator<readonly number[]> {
  let length = sliceMin;
  for (let from = 0; from < places.length; from += length, length = Math.min(4 * length, sliceMax))
    yield places.slice(from, from + length);
}

/** The first `count` of the numbers below `length` in that order, by a heap whose top is the last of them. */
function bestOf(length: number, count: number, order: (one: number, other: number) => number): readonly number[] {
  const heap = Array.from({ length: count }, (_, at) => at);
  for (let at = (count >> 1) - 1; at >= 0; at -= 1) sink(heap, at, order);
  for (let next = count; next < length; next += 1) {
    if (order(next, heap[0] ?? 0) >= 0) continue;
    heap[0] = next;
    sink(heap, 0, order);
  }
  return heap.toSorted(order);
}

function sink(heap: number[], from: number, order: (one: number, other: number) => number): void {
  const sinking = heap[from] ?? 0;
  let at = from;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && order(heap[child + 1] ?? 0, heap[child] ?? 0) > 0) child += 1;
    if (order(heap[child] ?? 0, sinking) <= 0) break;
    heap[at] = heap[child] ?? 0;
    at = child;
  }
  heap[at] = sinking;
}

// Lists of the documents that have a word, and the code that packs them: Rice codes of the gaps, Elias's gamma of the counts.

/** Where a word stands: ordinals of documents in rising order, and how often in each, at least once. */
export interface Postings {
  docs: Uint32Array;
  counts: Uint32Array;
}

export const noPostings: Postings = { docs: new Uint32Array(0), counts: new Uint32Array(0) };

/**
 * Bits of a gap that are written as they are. Gaps between documents that have nothing to do with each other are
 * distributed geometrically, and ln 2 of their mean is the best divisor (Golomb 1966; Rice takes a power of two).
 */
export function plainBits(count: number, docs: number): number {
  return Math.max(0, Math.floor(Math.log2((Math.LN2 * docs) / count)));
}

// How alike two texts are: sets of five words in a row, and short sketches by which alike sets are found among many.
import { saidWords } from "./said.ts";

const shingleWords = 5;
/** Shorter texts say too little: two short notices are soon alike by chance. */
export const wordsMin = 40;
const bands = 16;
const rows = 6;
const spaceless =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/gu;

/** The shingles of a text: five words in a row, of those that count; empty for a text of fewer than 40 words. */
export function shinglesOf(text: string): ReadonlySet<string> {
  const words = saidWords(text)
    .replace(spaceless, " $& ")
    .split(" ")
    .filter((word) => word !== "");
  const shingles = new Set<string>();
  if (words.length < wordsMin) return shingles;
  for (let at = 0; at + shingleWords <= words.length; at += 1) {
    shingles.add(words.slice(at, at + shingleWords).join(" "));
  }
  return shingles;
}

/** Jaccard similarity, 0 to 1: what both have, of what either has. 0 where either has nothing. */
export function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let both = 0;
  for (const shingle of small) if (large.has(shingle)) both += 1;
  return both === 0 ? 0 : both / (a.size + b.size - both);
}

/**
 * The numbers of the bands of a set (MinHash, Broder 1997; 96 hashes in 16 bands of 6): of two sets with a similarity
 * of 0.8 all but one pair in a hundred share a band, with 0.3 one in a hundred. Empty for an empty set. Each number
 * fits 36 bits, and no two bands of one set have the same.
 */
export function bandsOf(shingles: ReadonlySet<string>): readonly number[] {
  if (shingles.size === 0) return [];
  const least = new Uint32Array(bands * rows).fill(0xffff_ffff);
  for (const shingle of shingles) {
    const hash = hashOf(shingle);
    for (let at = 0; at < least.length; at += 1) {
      const value = mixed(hash ^ (seeds[at] ?? 0));
      if (value < (least[at] ?? 0)) least[at] = value;
    }
  }
  return Array.from({ length: bands }, (_, band) => {
    const row = least.subarray(band * rows, (band + 1) * rows);
    return band * 2 ** 32 + row.reduce((hash, value) => mixed(hash ^ value), band);
  });
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193);
  return hash >>> 0;
}

/** The last steps of MurmurHash3: every bit of the number moves every bit of the result. */
function mixed(number: number): number {
  let hash = number;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const seeds: Uint32Array = Uint32Array.from({ length: bands * rows }, (_, at) => mixed(at * 2 + 1));

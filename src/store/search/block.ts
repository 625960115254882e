// Blocks of the search index: words in order, each with the lists of where it stands, short enough to look through.
import { BitReader } from "./bit-reader.ts";
import { NumberReader } from "./numbers.ts";
import { noPostings, type Postings } from "./postings.ts";

/** Where a word stands in titles and in texts, of one segment. */
export interface Lists {
  title: Postings;
  body: Postings;
}

/** Units that a word shares with the one before it, at most: with the length of the rest mostly in one byte. */
export const sharedMax = 16;

/** Goes through the words of a block. Each has the length of its rest, what it shares, the rest, how many documents, lists. */
export class BlockReader {
  /** The word it stands at, and in how many titles and texts that is. */
  term = "";
  titles = 0;
  bodies = 0;
  readonly #block: Buffer;
  readonly #numbers: NumberReader;
  readonly #bits: BitReader;
  #lists = 0;
  #end = 0;

  constructor(block: Buffer) {
    this.#block = block;
    this.#numbers = new NumberReader(block);
    this.#bits = new BitReader(block);
  }

  /** Goes to the next word; false at the end. */
  next(): boolean {
    const numbers = this.#numbers;
    numbers.at = this.#end;
    if (numbers.at >= this.#block.length) return false;
    const head = numbers.next();
    const to = numbers.at + Math.floor(head / sharedMax);
    const rest = this.#block.toString("utf8", numbers.at, to);
    this.term = head % sharedMax === 0 ? rest : this.term.slice(0, head % sharedMax) + rest;
    numbers.at = to;
    const counted = numbers.next();
    this.titles = counted % 2 === 1 ? numbers.next() : 0;
    this.bodies = Math.floor(counted / 2);
    const length = numbers.next();
    this.#lists = numbers.at;
    this.#end = numbers.at + length;
    return true;
  }

  /** Where the word stands; `among` is the number of the segment's documents. */
  lists(among: number): Lists {
    this.#bits.seek(this.#lists);
    return {
      title: this.titles === 0 ? noPostings : this.#bits.list(this.titles, among),
      body: this.bodies === 0 ? noPostings : this.#bits.list(this.bodies, among),
    };
  }
}

/** Order by code points, which is that of SQLite's BINARY collation of UTF-8, and not that of JavaScript. */
export function compareTerms(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) {
    const a = one.charCodeAt(at);
    const b = other.charCodeAt(at);
    if (a !== b) return a >= 0xd800 && b >= 0xd800 ? surrogatesLast(a) - surrogatesLast(b) : a - b;
  }
  return one.length - other.length;
}

/** UTF-16 has surrogates before U+E000 to U+FFFF, though they stand for what comes after. */
function surrogatesLast(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

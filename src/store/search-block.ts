// Blocks of the search index: words in order, each with the lists of where it stands, short enough to look through.
import { BitReader } from "./search-bit-reader.ts";
import { BitWriter } from "./search-bit-writer.ts";
import { noPostings, readAhead, type Postings } from "./search-postings.ts";
import { NumberReader, writeNumber } from "./search-numbers.ts";

/** Where a word stands in titles and in texts, of one segment. */
export interface Lists {
  title: Postings;
  body: Postings;
}

/** A word in a block, its lists still packed. */
export interface Entry {
  term: string;
  titles: number;
  bodies: number;
  /** Reads the lists; `among` is the number of the segment's documents. */
  lists(among: number): Lists;
}

/**
 * Bytes of a row, at most. SQLite keeps what is longer than 1002 bytes with its key in pages of its own, mostly empty ones
 * (fileformat2, 1.6); so four rows lie in a page, and a longer list in as many rows as it needs.
 */
export const rowBytes = 960;
const encoder = new TextEncoder();

/** Takes a part of the words from `term` on; of a list that needs several rows the parts are numbered from 0. */
export type PutRow = (row: { term: string; part: number; entries: Uint8Array }) => void;

/** Packs words, given in the order of `compareTerms`. */
export class BlockWriter {
  readonly #put: PutRow;
  readonly #among: number;
  readonly #bits: BitWriter = new BitWriter();
  #parts: Uint8Array[] = [];
  #length = 0;
  #first = "";
  #last = "";

  constructor(among: number, put: PutRow) {
    this.#among = among;
    this.#put = put;
  }

  add(term: string, { title, body }: Lists): void {
    if (title.docs.length > 0) this.#bits.list(title, this.#among);
    if (body.docs.length > 0) this.#bits.list(body, this.#among);
    const lists = this.#bits.take();
    // What comes before the lists takes some 20 bytes, but for long words.
    const bytes = lists.length + 3 * term.length + 12;
    if (this.#length + bytes + Buffer.byteLength(this.#first) > rowBytes) this.end();
    if (this.#length === 0) this.#first = term;
    const shared = this.#length === 0 ? 0 : sharedUnits(this.#last, term);
    const rest = encoder.encode(term.slice(shared));
    const head: number[] = [];
    writeNumber(head, rest.length * sharedMax + shared);
    head.push(...rest);
    writeNumber(head, 2 * body.docs.length + Number(title.docs.length > 0));
    if (title.docs.length > 0) writeNumber(head, title.docs.length);
    writeNumber(head, lists.length);
    this.#parts.push(Uint8Array.from(head), lists);
    this.#length += head.length + lists.length;
    this.#last = term;
  }

  /** Hands over what is left. */
  end(): void {
    if (this.#length === 0) return;
    const bytes = Buffer.concat(this.#parts);
    for (let part = 0, at = 0; at < bytes.length; part += 1, at += rowBytes)
      this.#put({ term: this.#first, part, entries: bytes.subarray(at, at + rowBytes) });
    this.#parts = [];
    this.#length = 0;
  }
}

/** Units that words share with those before them, at most: with the rest's length mostly in one byte. */
const sharedMax = 16;

const decoder = new TextDecoder();

/** The words of a block in their order; none where there is no block. */
export function* entriesOf(block: Uint8Array | null): Generator<Entry> {
  if (block === null) return;
  const numbers = new NumberReader(block);
  const padded = Buffer.concat([block, new Uint8Array(readAhead)]);
  for (let term = ""; numbers.at < block.length;) {
    const head = numbers.next();
    const [shared, bytes] = [head % sharedMax, Math.floor(head / sharedMax)];
    term = term.slice(0, shared) + decoder.decode(block.subarray(numbers.at, numbers.at + bytes));
    numbers.at += bytes;
    const counted = numbers.next();
    const titles = counted % 2 === 1 ? numbers.next() : 0;
    const bodies = Math.floor(counted / 2);
    const length = numbers.next();
    const from = numbers.at;
    numbers.at += length;
    yield { term, titles, bodies, lists: (among) => listsAt(padded, from, { titles, bodies, among }) };
  }
}

function listsAt(block: Uint8Array, from: number, sizes: { titles: number; bodies: number; among: number }): Lists {
  const { titles, bodies, among } = sizes;
  const bits = new BitReader(block, from);
  return {
    title: titles === 0 ? noPostings : bits.list(titles, among),
    body: bodies === 0 ? noPostings : bits.list(bodies, among),
  };
}

/** UTF-16 units that both begin with; never half of a surrogate pair. */
function sharedUnits(one: string, other: string): number {
  let at = 0;
  while (at < sharedMax - 1 && at < one.length && one.charCodeAt(at) === other.charCodeAt(at)) at += 1;
  const last = one.charCodeAt(at - 1);
  return last >= 0xd800 && last < 0xdc00 ? at - 1 : at;
}

/** Order by code points, which is that of SQLite's BINARY collation of UTF-8, and not that of JavaScript. */
export function compareTerms(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) {
    const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (a !== b) return a >= 0xd800 && b >= 0xd800 ? surrogatesLast(a) - surrogatesLast(b) : a - b;
  }
  return one.length - other.length;
}

/** UTF-16 has surrogates before U+E000 to U+FFFF, though they stand for what comes after. */
function surrogatesLast(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

// Writes blocks of the search index, as rows of a length that SQLite keeps well.
import { BitWriter } from "./bit-writer.ts";
import { sharedMax, type Lists } from "./block.ts";

/**
 * Bytes of a row, at most. SQLite keeps what is longer than 1002 bytes with its key in pages of its own, mostly empty ones
 * (fileformat2, 1.6); so four rows lie in a page, and a longer list in as many rows as it needs.
 */
export const rowBytes = 960;

/** Takes a part of the words from `term` on; of a list that needs several rows the parts are numbered from 0. */
export type PutRow = (row: { term: string; part: number; entries: Uint8Array }) => void;

/** Packs words, given in the order of `compareTerms`. */
export class BlockWriter {
  readonly #put: PutRow;
  readonly #among: number;
  readonly #bits: BitWriter = new BitWriter();
  #bytes: Buffer = Buffer.alloc(4 * rowBytes);
  #length = 0;
  #first = "";
  #firstBytes = 0;
  #last = "";

  constructor(among: number, put: PutRow) {
    this.#among = among;
    this.#put = put;
  }

  add(term: string, { title, body }: Lists): void {
    const titles = title.docs.length;
    if (titles > 0) this.#bits.list(title, this.#among);
    if (body.docs.length > 0) this.#bits.list(body, this.#among);
    const lists = this.#bits.bytes();
    // What comes before the lists takes some 20 bytes, but for long words.
    const most = lists.length + 3 * term.length + headMax;
    if (this.#length > 0 && this.#length + most + this.#firstBytes > rowBytes) this.end();
    if (this.#length === 0) this.#begin(term);
    this.#reserve(most);
    const rest = term.slice(sharedUnits(this.#last, term));
    const bytes = rest.length === 0 ? 0 : Buffer.byteLength(rest);
    this.#number(bytes * sharedMax + term.length - rest.length);
    this.#length += this.#bytes.write(rest, this.#length);
    this.#number(2 * body.docs.length + Number(titles > 0));
    if (titles > 0) this.#number(titles);
    this.#number(lists.length);
    this.#bytes.set(lists, this.#length);
    this.#length += lists.length;
    this.#last = term;
    this.#bits.clear();
  }

  /** Hands over what is left. */
  end(): void {
    for (let part = 0, at = 0; at < this.#length; part += 1, at += rowBytes) {
      const entries = this.#bytes.subarray(at, Math.min(at + rowBytes, this.#length));
      this.#put({ term: this.#first, part, entries });
    }
    this.#length = 0;
  }

  #begin(term: string): void {
    this.#first = term;
    this.#firstBytes = Buffer.byteLength(term);
    this.#last = "";
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    this.#bytes = Buffer.concat([this.#bytes.subarray(0, this.#length)], 2 * (this.#length + bytes));
  }

  #number(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = (rest % 128) + 128;
    this.#bytes[this.#length++] = rest;
  }
}

/** Bytes of the numbers before a word's lists, at most. */
const headMax = 20;

/** UTF-16 units that both begin with; never half of a surrogate pair. */
function sharedUnits(one: string, other: string): number {
  const most = Math.min(sharedMax - 1, one.length, other.length);
  let at = 0;
  while (at < most && one.charCodeAt(at) === other.charCodeAt(at)) at += 1;
  const last = one.charCodeAt(at - 1);
  return last >= 0xd800 && last < 0xdc00 ? at - 1 : at;
}

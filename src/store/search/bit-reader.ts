// Reads packed lists of documents.
import { damagedIndex } from "./damaged.ts";
import { plainBits, type Postings } from "./postings.ts";

/** Reads lists from a place on. Throws PkmError("failed") where they are no list. */
export class BitReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #bit = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Reads on from that byte. */
  seek(byte: number): void {
    this.#bit = 8 * byte;
  }

  /** A list of `count` out of `among` documents. */
  list(count: number, among: number): Postings {
    if (count > among) throw damagedIndex("a list is longer than its documents are many");
    const docs = new Uint32Array(count);
    const counts = new Uint32Array(count);
    const plain = plainBits(count, among);
    let doc = -1;
    for (let at = 0; at < count; at += 1) {
      const times = this.#zeros();
      this.#bit += 1;
      doc += 1 + times * 2 ** plain + this.#read(plain);
      docs[at] = doc;
      counts[at] = this.#read(this.#zeros() + 1);
    }
    if (doc >= among) throw damagedIndex("a list ends beyond its documents");
    return { docs, counts };
  }

  /** Passes over zeros; how many there were. */
  #zeros(): number {
    let zeros = Math.clz32(this.#peek());
    this.#bit += zeros;
    let total = zeros;
    while (zeros === 32) {
      zeros = Math.clz32(this.#peek());
      this.#bit += zeros;
      total += zeros;
    }
    return total;
  }

  #read(width: number): number {
    if (width === 0) return 0;
    const value = this.#peek() >>> (32 - width);
    this.#bit += width;
    return value;
  }

  /** The next 32 bits, with zeros behind the last. */
  #peek(): number {
    const byte = this.#bit >>> 3;
    const shift = this.#bit & 7;
    if (byte + 5 > this.#bytes.length) return this.#peekAtEnd(byte, shift);
    const first = this.#view.getUint32(byte);
    return shift === 0 ? first : ((first << shift) | (this.#view.getUint8(byte + 4) >>> (8 - shift))) >>> 0;
  }

  #peekAtEnd(byte: number, shift: number): number {
    if (byte >= this.#bytes.length) throw damagedIndex("a list is cut short");
    let bits = 0;
    for (let at = 0; at < 5; at += 1) bits = bits * 256 + (this.#bytes[byte + at] ?? 0);
    return Math.floor(bits / 2 ** (8 - shift)) % 2 ** 32;
  }
}

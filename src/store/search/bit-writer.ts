// Packs lists of documents, bit by bit.
import { plainBits, type Postings } from "./postings.ts";

/** Writes codes one after another from the highest bit of a byte down. */
export class BitWriter {
  #bytes = new Uint8Array(1 << 12);
  #bit = 0;

  /** One list over `docs` documents. */
  list({ docs, counts }: Postings, among: number): void {
    const plain = plainBits(docs.length, among);
    // The most that is written: a bit for each 2^plain documents, and what each entry takes.
    this.#reserve((among >>> plain) + docs.length * (plain + 66));
    let before = -1;
    for (let at = 0; at < docs.length; at += 1) {
      const doc = docs[at] ?? 0;
      const gap = doc - before - 1;
      before = doc;
      this.#bit += gap >>> plain;
      // A one ends the zeros, and what is plain follows it.
      this.#write((1 << plain) | (gap & ((1 << plain) - 1)), plain + 1);
      const count = counts[at] ?? 1;
      const width = 32 - Math.clz32(count);
      this.#bit += width - 1;
      this.#write(count, width);
    }
  }

  /** What was written since the last `clear`, filled up to a byte; it lasts until more is written. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, (this.#bit + 7) >>> 3);
  }

  clear(): void {
    this.bytes().fill(0);
    this.#bit = 0;
  }

  /** The lowest `width` bits of `value`. */
  #write(value: number, width: number): void {
    for (let left = width; left > 0;) {
      const room = 8 - (this.#bit & 7);
      const taken = Math.min(room, left);
      left -= taken;
      const part = (value >>> left) & ((1 << taken) - 1);
      const byte = this.#bit >>> 3;
      this.#bytes[byte] = (this.#bytes[byte] ?? 0) | (part << (room - taken));
      this.#bit += taken;
    }
  }

  #reserve(bits: number): void {
    const needed = ((this.#bit + bits) >>> 3) + 1;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(2 * needed);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

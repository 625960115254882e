// Whole numbers in as many bytes as they need: seven bits each, the lowest first, the highest bit while more follow (LEB128).
import { damagedIndex } from "./damaged.ts";

/** Appends `value`, a whole number from 0 to 2^53. */
export function writeNumber(bytes: number[], value: number): void {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
}

/** Reads numbers one after another. Throws PkmError("failed") at the end of the bytes. */
export class NumberReader {
  at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  next(): number {
    let byte = this.#byte();
    let value = byte % 128;
    for (let scale = 128; byte >= 128; scale *= 128) {
      byte = this.#byte();
      value += (byte % 128) * scale;
    }
    return value;
  }

  #byte(): number {
    const byte = this.#bytes[this.at];
    if (byte === undefined) throw damagedIndex("it ends in the middle of a number");
    this.at += 1;
    return byte;
  }
}

/** Numbers in their order as the differences between neighbours, the first from 0. */
export function packRising(numbers: Iterable<number>): Uint8Array {
  const bytes: number[] = [];
  let before = 0;
  for (const number of numbers) {
    writeNumber(bytes, number - before);
    before = number;
  }
  return Uint8Array.from(bytes);
}

/** `count` numbers as packRising packed them. */
export function unpackRising(bytes: Uint8Array, count: number): Float64Array {
  const reader = new NumberReader(bytes);
  const numbers = new Float64Array(count);
  for (let at = 0, before = 0; at < count; at += 1) {
    before += reader.next();
    numbers[at] = before;
  }
  return numbers;
}

const shortMax = 2 ** 16 - 1;

/** Two bytes each, the lower first; greater numbers as the greatest. */
export function packShort(numbers: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(2 * numbers.length);
  for (const [at, number] of numbers.entries()) bytes.writeUInt16LE(Math.min(number, shortMax), 2 * at);
  return bytes;
}

// Gives the words of texts numbers, as fast as texts can be read: most words are ASCII and were met before.
import { clipped, folded, isPaired, termUnitsMax, wordPattern } from "../../sense/terms.ts";
import { Growing } from "./growing.ts";

const separates = 0;
/** Not yet looked at. */
const unknown = 1;
/** Part of a word, or perhaps: the word pattern tells. */
const beyond = 255;
/** Of each UTF-16 unit: its small letter or digit, or one of these three. */
const classes: Uint8Array = new Uint8Array(1 << 16).fill(unknown);
for (let unit = 0; unit < 128; unit += 1) {
  const letter = String.fromCharCode(unit);
  classes[unit] = /[a-z\d]/i.test(letter) ? letter.toLowerCase().charCodeAt(0) : separates;
}
const inWords = /[\p{L}\p{N}\p{M}\p{Co}\p{Cs}]/u;

function learnClass(unit: number): number {
  const found = inWords.test(String.fromCharCode(unit)) ? beyond : separates;
  classes[unit] = found;
  return found;
}

/** FNV-1a, a step for each letter (Fowler, Noll, Vo; RFC 9923). */
const hashStart = 0x811c9dc5;
const hashPrime = 0x01000193;

/** Units without a space or a sign that are cut into words at once: a longer run is no text, and a pattern fails on it. */
const runUnitsMax = 1 << 16;

const isAscii = /^[a-z\d]+$/;
/** A power of two, so that a record lies in one line of the processor's cache. */
const recordLength = 4;

/** Words that were met, numbered from 0 in the order in which they came. */
export class Vocabulary {
  /** Folded words by number. */
  readonly terms: string[] = [];
  readonly #paired: boolean[] = [];
  /** Of each word of ASCII by number, side by side: its hash, where its letters lie in the pool, and how many they are. */
  readonly #records = new Growing();
  #pool: Uint8Array = new Uint8Array(1 << 16);
  #pooled = 0;
  /** The text that is read, as letters; behind its end one that separates. */
  #letters = new Uint8Array(1 << 14);
  /** Numbers, from 1, of words of ASCII, at the place of their hash or behind it. */
  #slots = new Uint32Array(1 << 14);
  #used = 0;
  /** All other words, as they were written and folded. */
  readonly #others = new Map<string, number>();

  /** Puts the numbers of the words of `text` into `into`, in order. */
  read(text: string, into: Growing): void {
    const letters = this.#lettersOf(text);
    for (let at = 0; at < text.length; at += 1) {
      const start = at;
      let hash = hashStart;
      let isPlain = true;
      for (let letter = letters[at] ?? separates; letter !== separates; letter = letters[at] ?? separates) {
        if (letter === beyond) isPlain = false;
        hash = Math.imul(hash ^ letter, hashPrime);
        at += 1;
      }
      if (at === start) continue;
      if (isPlain && at - start <= termUnitsMax) into.push(this.#plain(start, at, hash >>> 0));
      else if (isPlain) into.push(this.#learnPlain(clipped(folded(text.slice(start, start + termUnitsMax)))));
      else
        for (let from = start; from < at; from += runUnitsMax)
          this.#readOthers(text.slice(from, Math.min(at, from + runUnitsMax)), into);
    }
  }

  isPaired(id: number): boolean {
    return this.#paired[id] === true;
  }

  /** A number for what is no word of a text. */
  name(term: string): number {
    const id = this.terms.length;
    this.terms.push(term);
    this.#paired.push(isPaired(term));
    for (let at = 0; at < recordLength; at += 1) this.#records.push(0);
    return id;
  }

  #lettersOf(text: string): Uint8Array {
    if (this.#letters.length <= text.length) this.#letters = new Uint8Array(2 * text.length + 1);
    const letters = this.#letters;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      const letter = classes[unit] ?? separates;
      letters[at] = letter === unknown ? learnClass(unit) : letter;
    }
    letters[text.length] = separates;
    return letters;
  }

  #readOthers(run: string, into: Growing): void {
    for (const word of run.match(wordPattern) ?? []) {
      const id = this.#others.get(word) ?? this.#learn(word);
      if (id !== -1) into.push(id);
    }
  }

  /** -1 where nothing is left of it. */
  #learn(word: string): number {
    const term = clipped(folded(word));
    const id = isAscii.test(term)
      ? this.#learnPlain(term)
      : term === ""
        ? -1
        : (this.#others.get(term) ?? this.name(term));
    this.#others.set(word, id).set(term, id);
    return id;
  }

  /** Another text may be under way. */
  #learnPlain(term: string): number {
    const outer = this.#letters;
    this.#letters = Buffer.from(term, "latin1");
    let hash = hashStart;
    for (const letter of this.#letters) hash = Math.imul(hash ^ letter, hashPrime);
    const id = this.#plain(0, term.length, hash >>> 0);
    this.#letters = outer;
    return id;
  }

  #plain(start: number, end: number, hash: number): number {
    const mask = this.#slots.length - 1;
    const records = this.#records.items;
    const letters = this.#letters;
    const pool = this.#pool;
    const length = end - start;
    let slot = hash & mask;
    for (let number = this.#slots[slot] ?? 0; number > 0; number = this.#slots[slot] ?? 0) {
      const record = recordLength * (number - 1);
      if (records[record] === hash && records[record + 2] === length) {
        const from = records[record + 1] ?? 0;
        let at = 0;
        while (at < length && pool[from + at] === letters[start + at]) at += 1;
        if (at === length) return number - 1;
      }
      slot = (slot + 1) & mask;
    }
    const id = this.name(Buffer.from(letters.subarray(start, end)).toString("latin1"));
    this.#records.items[recordLength * id] = hash;
    this.#records.items[recordLength * id + 1] = this.#keep(letters.subarray(start, end));
    this.#records.items[recordLength * id + 2] = length;
    this.#slots[slot] = id + 1;
    this.#used += 1;
    if (2 * this.#used > this.#slots.length) this.#spread();
    return id;
  }

  /** Where the letters now lie in the pool. */
  #keep(letters: Uint8Array): number {
    const from = this.#pooled;
    this.#pooled += letters.length;
    if (this.#pooled > this.#pool.length) {
      const grown = new Uint8Array(2 * this.#pooled);
      grown.set(this.#pool);
      this.#pool = grown;
    }
    this.#pool.set(letters, from);
    return from;
  }

  #spread(): void {
    const former = this.#slots;
    this.#slots = new Uint32Array(2 * former.length);
    const mask = this.#slots.length - 1;
    for (const number of former) {
      if (number === 0) continue;
      let slot = (this.#records.items[recordLength * (number - 1)] ?? 0) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number;
    }
  }
}

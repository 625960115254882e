// Gives the words of texts numbers, as fast as texts can be read: most words are ASCII and were met before.
import { clipped, folded, isPaired, termUnitsMax, wordPattern } from "../sense/terms.ts";
import { Growing } from "./search-growing.ts";

const separates = 0;
/** Part of a word, or perhaps: the word pattern tells. */
const beyond = 255;
/** Of each UTF-16 unit: its small letter or digit, or one of these two. Of units beyond ASCII worked out when first met. */
const classes: Uint8Array = new Uint8Array(1 << 16);
const known: Uint8Array = new Uint8Array(1 << 16);
for (let unit = 0; unit < 128; unit += 1) {
  const letter = String.fromCharCode(unit);
  classes[unit] = /[a-z\d]/i.test(letter) ? letter.toLowerCase().charCodeAt(0) : separates;
  known[unit] = 1;
}
const inWords = /[\p{L}\p{N}\p{M}\p{Co}\p{Cs}]/u;

function classOf(unit: number): number {
  if (known[unit] === 0) {
    classes[unit] = inWords.test(String.fromCharCode(unit)) ? beyond : separates;
    known[unit] = 1;
  }
  return classes[unit] ?? separates;
}

/** FNV-1a, a step for each letter (Fowler, Noll, Vo; RFC 9923). */
const hashStart = 0x811c9dc5;
const hashPrime = 0x01000193;

/** Units without a space or a sign that are cut into words at once: a longer run is no text, and a pattern fails on it. */
const runUnitsMax = 1 << 16;

/** Words that were met, numbered from 0 in the order in which they came. */
export class Vocabulary {
  /** Folded words by number. */
  readonly terms: string[] = [];
  readonly #paired: boolean[] = [];
  readonly #hashes = new Growing();
  /** Numbers, from 1, of words of ASCII, at the place of their hash or behind it. */
  #slots = new Uint32Array(1 << 14);
  #used = 0;
  /** All other words, as they were written and folded. */
  readonly #others = new Map<string, number>();

  /** Puts the numbers of the words of `text` into `into`, in order. */
  read(text: string, into: Growing): void {
    for (let at = 0; at < text.length; at += 1) {
      const start = at;
      let hash = hashStart;
      let isPlain = true;
      for (; at < text.length; at += 1) {
        const letter = classOf(text.charCodeAt(at));
        if (letter === separates) break;
        if (letter === beyond) isPlain = false;
        hash = Math.imul(hash ^ letter, hashPrime);
      }
      if (at === start) continue;
      if (isPlain && at - start <= termUnitsMax) into.push(this.#plain(text, { start, end: at, hash: hash >>> 0 }));
      else if (isPlain) this.read(text.slice(start, start + termUnitsMax), into);
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
    this.#hashes.push(0);
    return id;
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
    let id = -1;
    if (/^[a-z\d]+$/.test(term)) {
      const only = new Growing();
      this.read(term, only);
      id = only.items[0] ?? -1;
    } else if (term !== "") id = this.#others.get(term) ?? this.name(term);
    this.#others.set(word, id).set(term, id);
    return id;
  }

  #plain(text: string, { start, end, hash }: { start: number; end: number; hash: number }): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let number = this.#slots[slot] ?? 0; number > 0; number = this.#slots[slot] ?? 0) {
      const term = this.terms[number - 1] ?? "";
      if (this.#hashes.items[number - 1] === hash && term.length === end - start && isAt(term, text, start))
        return number - 1;
      slot = (slot + 1) & mask;
    }
    const id = this.name(ownCopy(text.slice(start, end).toLowerCase()));
    this.#hashes.items[id] = hash;
    this.#slots[slot] = id + 1;
    this.#used += 1;
    if (2 * this.#used > this.#slots.length) this.#spread();
    return id;
  }

  #spread(): void {
    const former = this.#slots;
    this.#slots = new Uint32Array(2 * former.length);
    const mask = this.#slots.length - 1;
    for (const number of former) {
      if (number === 0) continue;
      let slot = (this.#hashes.items[number - 1] ?? 0) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number;
    }
  }
}

/** Whether the folded `term` stands in the text there. */
function isAt(term: string, text: string, start: number): boolean {
  for (let at = 0; at < term.length; at += 1)
    if (term.charCodeAt(at) !== classes[text.charCodeAt(start + at)]) return false;
  return true;
}

/** The word with memory of its own: a slice keeps the whole text that it was cut from. */
function ownCopy(word: string): string {
  return Buffer.from(word, "latin1").toString("latin1");
}

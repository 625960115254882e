// A segment of the search index while it is made: counts the words of documents, then packs them.
import { pairOf } from "../../sense/terms.ts";
import { BlockWriter, type PutRow } from "./block-writer.ts";
import { compareTerms } from "./block.ts";
import { noPostings, type Postings } from "./postings.ts";
import { packRising, packShort } from "./numbers.ts";
import { Growing } from "./growing.ts";
import { Vocabulary } from "./vocabulary.ts";

/** What is searched of a thing. */
export interface Content {
  title: string;
  body: string;
}

/** Documents of one kind, with how many words each has. */
export interface Documents {
  /** Rising. */
  nos: readonly number[];
  lengths: readonly number[];
}

/** Entries of a draft, 8 bytes each while they are counted, and as much again while they are packed. */
const entriesMax = 1 << 22;

/** Documents are added in the order of their numbers. */
export class SegmentDraft {
  readonly nos: number[] = [];
  readonly lengths: number[] = [];
  readonly #vocabulary = new Vocabulary();
  readonly #words = new Growing();
  readonly #pairs = new Map<number, number>();
  /** Where a word was last found in each of the fields: twice its number for titles, and one more for texts. */
  readonly #last = new Growing();
  /** Where the entries of each document begin. */
  readonly #starts: number[] = [];
  readonly #keys = new Growing();
  readonly #counts = new Growing();

  /** Whether what was counted takes so much memory that it should be packed. */
  get isFull(): boolean {
    return this.#keys.length > entriesMax;
  }

  add(no: number, { title, body }: Content): void {
    this.#starts.push(this.#keys.length);
    const length = this.#count(title, 0) + this.#count(body, 1);
    this.nos.push(no);
    this.lengths.push(length);
  }

  /** How many words there are in the text of one field. */
  #count(text: string, field: 0 | 1): number {
    const words = this.#words;
    words.length = 0;
    this.#vocabulary.read(text, words);
    let before = -1;
    for (let at = 0; at < words.length; at += 1) {
      const id = words.items[at] ?? 0;
      this.#note(2 * id + field);
      const isPair = this.#vocabulary.isPaired(id);
      if (isPair && before !== -1) this.#note(2 * this.#pair(before, id) + field);
      before = isPair ? id : -1;
    }
    return words.length;
  }

  #note(key: number): void {
    const slot = this.#last.items[key] ?? 0;
    // Slots are counted from 1, and those of this document come after all others.
    if (slot > (this.#starts.at(-1) ?? 0)) {
      this.#counts.items[slot - 1] = (this.#counts.items[slot - 1] ?? 0) + 1;
      return;
    }
    this.#keys.push(key);
    this.#counts.push(1);
    while (this.#last.length <= key) this.#last.push(0);
    this.#last.items[key] = this.#keys.length;
  }

  #pair(one: number, other: number): number {
    const key = one * 2 ** 26 + other;
    const known = this.#pairs.get(key);
    if (known !== undefined) return known;
    const { terms } = this.#vocabulary;
    const id = this.#vocabulary.name(pairOf(terms[one] ?? "", terms[other] ?? ""));
    this.#pairs.set(key, id);
    return id;
  }

  /** Packs what was added, block by block. */
  pack(put: PutRow): void {
    const { docs, counts, ends } = this.#sorted();
    const blocks = new BlockWriter(this.nos.length, put);
    const listOf = (key: number): Postings => {
      const [from, to] = [key === 0 ? 0 : (ends[key - 1] ?? 0), ends[key] ?? 0];
      return from === to ? noPostings : { docs: docs.subarray(from, to), counts: counts.subarray(from, to) };
    };
    const { terms } = this.#vocabulary;
    const order = Array.from(terms.keys()).toSorted((a, b) => compareTerms(terms[a] ?? "", terms[b] ?? ""));
    for (const id of order) blocks.add(terms[id] ?? "", { title: listOf(2 * id), body: listOf(2 * id + 1) });
    blocks.end();
  }

  /** The entries of each key together, and where those of each key end. */
  #sorted(): { docs: Uint32Array; counts: Uint32Array; ends: Uint32Array } {
    const keys = this.#keys.items.subarray(0, this.#keys.length);
    const next = new Uint32Array(2 * this.#vocabulary.terms.length + 1);
    for (const key of keys) next[key + 1] = (next[key + 1] ?? 0) + 1;
    for (let key = 1; key < next.length; key += 1) next[key] = (next[key] ?? 0) + (next[key - 1] ?? 0);
    const docs = new Uint32Array(keys.length);
    const counts = new Uint32Array(keys.length);
    for (let doc = 0; doc < this.#starts.length; doc += 1) {
      const end = this.#starts[doc + 1] ?? keys.length;
      for (let at = this.#starts[doc] ?? 0; at < end; at += 1) {
        const key = keys[at] ?? 0;
        const to = next[key] ?? 0;
        next[key] = to + 1;
        docs[to] = doc;
        counts[to] = this.#counts.items[at] ?? 1;
      }
    }
    return { docs, counts, ends: next };
  }
}

/** Columns of a segment with those documents; null where their numbers follow on each other without a gap. */
export function packedDocuments({ nos, lengths }: Documents): { nos: Uint8Array | null; lengths: Uint8Array } {
  const [first = 0, last = 0] = [nos[0], nos.at(-1)];
  return { nos: last - first + 1 === nos.length ? null : packRising(nos), lengths: packShort(lengths) };
}

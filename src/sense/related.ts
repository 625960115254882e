// Finds the notes and items near a thing, by rare words, tags, links and people in common, and says why.
import { tokensOf } from "./terms.ts";

/** What is asked of the store; every list is bounded. */
export interface Relations {
  /** About how many notes and items there are. */
  countThings(): number;
  /** Refs of the notes and items that have the word; null when they are more than `atMost`: it tells nothing. */
  withWord(word: string, atMost: number): readonly string[] | null;
  withTag(tag: string, atMost: number): readonly string[] | null;
  /** Ids of items of the person's sources, the newest first, at most `atMost`. */
  ofPerson(person: string, atMost: number): readonly string[];
}

/** A thing as far as it can have neighbours. */
export interface Neighbour {
  ref: string;
  title: string;
  text: string;
  tags: readonly string[];
  /** Person ids. */
  people: readonly string[];
  /** Refs it is linked with, either way, and how. */
  linked: readonly { ref: string; how: string }[];
}

export interface Reasons {
  words: readonly string[];
  tags: readonly string[];
  people: readonly string[];
  /** How the two are linked. */
  links: readonly string[];
}

export interface Related {
  ref: string;
  score: number;
  why: Reasons;
}

const wordsMax = 300;
const textCharsMax = 50_000;
const lettersMin = 4;
/** A word or tag that more things have tells nothing of any of them. */
const thingsMax = 200;
const personItemsMax = 50;
const tagWeight = 2;
const linkWeight = 8;
const personWeight = 2;

/** The things nearest to `seed`, the nearest first, equals by ref; at most `limit`. One word in common is not enough. */
export function relatedTo(store: Relations, seed: Neighbour, limit: number): readonly Related[] {
  const near = new Map<string, { score: number; why: { [Why in keyof Reasons]: string[] } }>();
  const add = (refs: readonly string[], weight: number, [why, what]: readonly [keyof Reasons, string]): void => {
    for (const ref of refs) {
      if (ref === seed.ref) continue;
      const entry = near.get(ref) ?? { score: 0, why: { words: [], tags: [], people: [], links: [] } };
      near.set(ref, entry);
      entry.score += weight;
      entry.why[why].push(what);
    }
  };
  const count = store.countThings();
  const rarity = (refs: readonly string[]): number => Math.log(Math.max(1, count) / Math.max(1, refs.length));
  for (const word of wordsOf(seed)) {
    const refs = store.withWord(word, thingsMax);
    if (refs !== null && rarity(refs) > Math.LN2) add(refs, rarity(refs), ["words", word]);
  }
  for (const tag of seed.tags) {
    const refs = store.withTag(tag, thingsMax);
    if (refs !== null) add(refs, tagWeight + rarity(refs), ["tags", tag]);
  }
  for (const person of seed.people) add(store.ofPerson(person, personItemsMax), personWeight, ["people", person]);
  for (const { ref, how } of seed.linked) add([ref], linkWeight, ["links", how]);
  return [...near]
    .map(([ref, { score, why }]) => ({ ref, score: Math.round(score * 1000) / 1000, why }))
    .filter(({ why }) => why.words.length > 1 || why.tags.length + why.people.length + why.links.length > 0)
    .toSorted((a, b) => b.score - a.score || (a.ref < b.ref ? -1 : 1))
    .slice(0, limit);
}

/** The first words of it, each once, without short ones and numbers. */
function wordsOf({ title, text }: Neighbour): readonly string[] {
  const found = new Set<string>();
  for (const { folded } of tokensOf(`${title}\n${text.slice(0, textCharsMax)}`)) {
    if (found.size >= wordsMax) break;
    if (folded.length >= lettersMin && !/^\p{N}+$/u.test(folded)) found.add(folded);
  }
  return [...found];
}

// Short ids: a letter that tells the kind, then digits and consonants, as few as are free.
import { sha256 } from "./hash.ts";

/** Kinds of thing that have an id, and the letter their ids begin with. */
export const idLetters = {
  item: "k",
  source: "s",
  note: "n",
  annotation: "a",
  share: "d",
  round: "r",
  person: "p",
  community: "c",
  feedback: "f",
  delivery: "x",
  channel: "h",
  digest: "g",
  claim: "q",
} as const;

export type IdKind = keyof typeof idLetters;

/** No vowels, so that no id spells a word; no l and y, which are misread or act as vowels. */
const alphabet = "0123456789bcdfghjkmnpqrstvwxz";
const lengthMin = 4;
const lengthMax = 6;

/**
 * The ids that `seed` may have, the preferred first: shortest before longer, each with at least
 * one digit. The same seed gives the same order on every machine (SHA-256 of the seed, base 29).
 * Endless: after the ids of a seed's first hash come those of its re-hashes, so a caller that
 * takes the first free one always ends.
 */
export function* idCandidates(kind: IdKind, seed: string): Generator<string, never> {
  for (let round = 0; ; round += 1) {
    const digits = digitsOf(round === 0 ? seed : `${seed}\n${round}`);
    for (let length = lengthMin; length <= lengthMax; length += 1) {
      const tail = digits.slice(0, length - 1);
      if (/\d/.test(tail)) yield idLetters[kind] + tail;
    }
  }
}

/** Whether `text` has the form of an id or of a prefix of one (kind letter and up to 5 more). */
export function isIdShaped(text: string): boolean {
  return /^[ksnadrpcfxhgq][0-9bcdfghjkmnpqrstvwxz]{0,5}$/.test(text);
}

/** The kind that an id's first letter tells, or null when no kind has that letter. */
export function kindOfId(id: string): IdKind | null {
  for (const [kind, letter] of Object.entries(idLetters)) {
    if (letter === id[0] && isIdKind(kind)) return kind;
  }
  return null;
}

function isIdKind(text: string): text is IdKind {
  return Object.hasOwn(idLetters, text);
}

function digitsOf(seed: string): string {
  let rest = BigInt(`0x${sha256(seed)}`);
  const base = BigInt(alphabet.length);
  let digits = "";
  while (digits.length < lengthMax) {
    digits += alphabet[Number(rest % base)];
    rest /= base;
  }
  return digits;
}

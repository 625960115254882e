// Seeded words of no language, common ones often and rare ones rarely, as words are.

const syllables =
  "ba be bi bo da de di do fa fe ga go ha he ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe ra re ri ro sa se si so ta te ti to va ve vi wa za".split(
    " ",
  );
const vocabularySize = 40_000;

/** Numbers from 0 to 1 that follow from `seed` (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** The word of a rank; 0 is the commonest. No two ranks have the same word. */
export function wordOf(rank: number): string {
  let word = "";
  for (let rest = rank + syllables.length; rest > 0; rest = Math.floor(rest / syllables.length))
    word += syllables[rest % syllables.length];
  return word;
}

const vocabulary = Array.from({ length: vocabularySize }, (_, rank) => wordOf(rank));

/** `count` words: a word's frequency goes as one over its rank. */
export function wordsOf(count: number, next: () => number): string {
  let text = "";
  for (let at = 0; at < count; at += 1) {
    const rank = Math.floor(vocabularySize ** next()) - 1;
    text += (at === 0 ? "" : " ") + (vocabulary[rank] ?? "");
  }
  return text;
}

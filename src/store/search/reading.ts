// Reads hits of phrases: only the text tells whether words follow on each other.
import type { WordTerm } from "../../sense/query.ts";
import type { Contents } from "./content.ts";
import type { Outcome, WordGroups } from "./hits.ts";
import { titleWeight } from "./lists.ts";
import { rounded, scoreOf } from "./rank.ts";
import { Growing } from "./growing.ts";
import { Vocabulary } from "./vocabulary.ts";

/** Scores of those of the documents, by number, that meet all groups. */
export type Reading = (kind: string, nos: readonly number[]) => ReadonlyMap<number, number>;

/** Words that are held at once: a million texts have some millions of them. */
const termsMax = 1 << 18;

/** Reads for `groups`, and ranks as the index does but for what the words of a phrase weigh. */
export function openReading(
  contents: Contents,
  groups: WordGroups,
  { rarities, collection }: Omit<Outcome, "hits">,
): Reading {
  const [title, body] = [new Growing(), new Growing()];
  let { vocabulary, sought } = learned(groups);
  const timesOf = ({ ids, isPrefix }: Ids, words: Growing): number => {
    const last = ids.length - 1;
    const end = ids[last];
    if (end === undefined) return 0;
    const isEnd = (id: number): boolean =>
      id === end || (isPrefix && vocabulary.terms[id]?.startsWith(vocabulary.terms[end] ?? "") === true);
    let times = 0;
    for (let at = last; at < words.length; at += 1) {
      if (!isEnd(words.items[at] ?? 0)) continue;
      let before = last - 1;
      while (before >= 0 && words.items[at - last + before] === ids[before]) before -= 1;
      if (before < 0) times += 1;
    }
    return times;
  };
  const scoreOfWords = (): number | null => {
    const relativeWords = (title.length + body.length) / collection.averageWords;
    let score = 0;
    for (const [group, terms] of sought.entries()) {
      let isMet = false;
      for (const [at, term] of terms.entries()) {
        const weight = titleWeight * timesOf(term, title) + timesOf(term, body);
        isMet ||= weight > 0 !== term.isNegated;
        const rarity = rarities[group]?.[at] ?? 0;
        if (weight > 0 && rarity > 0) score += scoreOf(rarity, weight, relativeWords);
      }
      if (!isMet) return null;
    }
    return rounded(score);
  };
  return (kind, nos) => {
    const scores = new Map<number, number>();
    if (vocabulary.terms.length > termsMax) ({ vocabulary, sought } = learned(groups));
    // In their order, for neighbours lie together.
    for (const [no, content] of contents.of(
      kind,
      nos.toSorted((a, b) => a - b),
    )) {
      title.length = body.length = 0;
      vocabulary.read(content.title, title);
      vocabulary.read(content.body, body);
      const score = scoreOfWords();
      if (score !== null) scores.set(no, score);
    }
    return scores;
  };
}

/** A new vocabulary, and the words of the groups by their numbers in it. */
function learned(groups: WordGroups): { vocabulary: Vocabulary; sought: readonly (readonly (WordTerm & Ids)[])[] } {
  const vocabulary = new Vocabulary();
  const sought = groups.map((terms) =>
    terms.map((term) => {
      const ids = new Growing();
      vocabulary.read(term.tokens.join(" "), ids);
      return { ...term, ids: ids.items.slice(0, ids.length) };
    }),
  );
  return { vocabulary, sought };
}

/** Words one after another, the last perhaps only begun. */
interface Ids {
  ids: Uint32Array;
  isPrefix: boolean;
}

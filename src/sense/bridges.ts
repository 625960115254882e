// Finds notes of different areas of life that have something in common and are not linked: bridges nobody has built yet.
import { foldName } from "./link-name.ts";

/** What a note that stands in a context could have in common with another. */
export interface NoteTraits {
  /** Its id, or its path while it has none. */
  ref: string;
  title: string;
  /** Its own, and those of the items it was made of and of their sources. */
  contexts: readonly string[];
  /** Ids of items it was made of, and of the sources and people that brought them. */
  items: readonly string[];
  sources: readonly string[];
  people: readonly string[];
  tags: readonly string[];
  /** Refs of what it links to. */
  links: readonly string[];
}

export const traitNouns = ["items", "people", "tags", "sources"] as const;
export type TraitNoun = (typeof traitNouns)[number];

export interface Bridge {
  ends: readonly [NoteTraits, NoteTraits];
  /** What both have. */
  shared: Readonly<Record<TraitNoun, readonly string[]>>;
  score: number;
}

const weights: Readonly<Record<TraitNoun, number>> = { items: 8, people: 4, tags: 4, sources: 2 };
/** What more notes have tells nothing of any two of them. */
const notesMax = 50;

/**
 * The pairs, those with the most and the rarest in common first, at most `limit`; 0 is all. Equals by ref. Notes that share
 * much make pairs by the hundred thousand: each is weighed by a number alone, and what is shared is looked up for those
 * that are handed back.
 */
export function bridgesBetween(notes: readonly NoteTraits[], limit = 0): readonly Bridge[] {
  const sides = notes
    .map((note) => ({ note, contexts: new Set(note.contexts.map(foldName)), links: new Set(note.links) }))
    .filter(({ contexts }) => contexts.size > 0)
    .toSorted((a, b) => (a.note.ref < b.note.ref ? -1 : 1));
  const bonds = bondsOf(sides);
  const best = openBest(limit);
  for (const [one, side] of sides.entries()) {
    for (const [other, score] of scoresOf(one, bonds[one] ?? [])) {
      const far = sides[other];
      if (far !== undefined && !isBuilt(side, far)) best.offer({ one, other, score });
    }
  }
  return best.all().flatMap(({ one, other, score }) => {
    const [near, far] = [sides[one], sides[other]];
    if (near === undefined || far === undefined) return [];
    return [{ ends: [near.note, far.note], shared: sharedOf(bonds[one] ?? [], other), score }];
  });
}

interface Side {
  note: NoteTraits;
  /** Folded. */
  contexts: ReadonlySet<string>;
  links: ReadonlySet<string>;
}

/** Something that several notes have. */
interface Bond {
  noun: TraitNoun;
  value: string;
  score: number;
  /** Places of the sides that have it, ascending. */
  holders: readonly number[];
}

/** What each side has that tells something, by its place. */
function bondsOf(sides: readonly Side[]): readonly (readonly Bond[])[] {
  const bySide: Bond[][] = sides.map(() => []);
  for (const noun of traitNouns) {
    for (const [value, holders] of holdersOf(sides, noun)) {
      if (holders.length > notesMax) continue;
      const bond = { noun, value, score: weights[noun] / Math.log2(1 + holders.length), holders };
      for (const holder of holders) bySide[holder]?.push(bond);
    }
  }
  return bySide;
}

function holdersOf(sides: readonly Side[], noun: TraitNoun): ReadonlyMap<string, readonly number[]> {
  const holders = new Map<string, number[]>();
  for (const [at, { note }] of sides.entries()) {
    for (const value of new Set(note[noun].map((each) => (noun === "tags" ? each.toLowerCase() : each)))) {
      const those = holders.get(value);
      if (those === undefined) holders.set(value, [at]);
      else those.push(at);
    }
  }
  return holders;
}

/** What a side has in common with each of those after it. */
function scoresOf(one: number, bonds: readonly Bond[]): ReadonlyMap<number, number> {
  const scores = new Map<number, number>();
  for (const { score, holders } of bonds)
    for (const other of holders) if (other > one) scores.set(other, (scores.get(other) ?? 0) + score);
  return scores;
}

/** Whether the two stand in one context, or are linked either way. */
function isBuilt(one: Side, other: Side): boolean {
  return !one.contexts.isDisjointFrom(other.contexts) || one.links.has(other.note.ref) || other.links.has(one.note.ref);
}

interface Pair {
  one: number;
  other: number;
  score: number;
}

/** Keeps the best `limit` pairs of all that are offered; 0 keeps all. */
function openBest(limit: number): { offer(pair: Pair): void; all(): readonly Pair[] } {
  let kept: Pair[] = [];
  const sort = (): void => {
    kept.sort((a, b) => b.score - a.score || a.one - b.one || a.other - b.other);
    if (limit > 0) kept = kept.slice(0, limit);
  };
  return {
    offer(pair) {
      // Now and then, so that few are held and few sorted.
      if (kept.push(pair) >= 2 * limit + 1000 && limit > 0) sort();
    },
    all() {
      sort();
      return kept;
    },
  };
}

function sharedOf(bonds: readonly Bond[], other: number): Bridge["shared"] {
  const shared: Record<TraitNoun, string[]> = { items: [], people: [], tags: [], sources: [] };
  for (const { noun, value, holders } of bonds) if (holders.includes(other)) shared[noun].push(value);
  return shared;
}

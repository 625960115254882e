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

/** The pairs, those with the most and the rarest in common first; equals by ref. */
export function bridgesBetween(notes: readonly NoteTraits[]): readonly Bridge[] {
  const sides = notes
    .map((note) => ({ note, contexts: new Set(note.contexts.map(foldName)), links: new Set(note.links) }))
    .filter(({ contexts }) => contexts.size > 0)
    .toSorted((a, b) => (a.note.ref < b.note.ref ? -1 : 1));
  const found = new Map<string, Found>();
  for (const noun of traitNouns) {
    for (const [value, holders] of holdersOf(sides, noun)) {
      if (holders.length > notesMax) continue;
      const score = weights[noun] / Math.log2(1 + holders.length);
      for (const ends of openPairs(holders)) add(found, ends, { noun, value, score });
    }
  }
  return [...found.values()].toSorted((a, b) => b.score - a.score || (keyOf(a.ends) < keyOf(b.ends) ? -1 : 1));
}

interface Side {
  note: NoteTraits;
  /** Folded. */
  contexts: ReadonlySet<string>;
  links: ReadonlySet<string>;
}

interface Found extends Bridge {
  shared: Record<TraitNoun, string[]>;
}

function holdersOf(sides: readonly Side[], noun: TraitNoun): ReadonlyMap<string, readonly Side[]> {
  const holders = new Map<string, Side[]>();
  for (const side of sides) {
    for (const value of new Set(side.note[noun].map((each) => (noun === "tags" ? each.toLowerCase() : each)))) {
      const those = holders.get(value);
      if (those === undefined) holders.set(value, [side]);
      else those.push(side);
    }
  }
  return holders;
}

/** The pairs of them that nothing joins yet. */
function openPairs(holders: readonly Side[]): readonly Bridge["ends"][] {
  return holders.flatMap((one, at) =>
    holders
      .slice(at + 1)
      .filter((other) => !isBuilt(one, other))
      .map((other): Bridge["ends"] => [one.note, other.note]),
  );
}

/** Whether the two stand in one context, or are linked either way. */
function isBuilt(one: Side, other: Side): boolean {
  return !one.contexts.isDisjointFrom(other.contexts) || one.links.has(other.note.ref) || other.links.has(one.note.ref);
}

function add(
  found: Map<string, Found>,
  ends: readonly [NoteTraits, NoteTraits],
  { noun, value, score }: { noun: TraitNoun; value: string; score: number },
): void {
  const key = keyOf(ends);
  const bridge = found.get(key) ?? { ends, shared: { items: [], people: [], tags: [], sources: [] }, score: 0 };
  found.set(key, bridge);
  bridge.shared[noun].push(value);
  bridge.score += score;
}

function keyOf([one, other]: Bridge["ends"]): string {
  return `${one.ref}\n${other.ref}`;
}

// The mirror: what my reading is made of, from what I subscribe to down to what I share.
import { firstAuthor } from "../people/known-as.ts";
import { chanceOfSame, type Chance } from "./diversity.ts";
import type { FilterKind } from "./source.ts";

export const mirrorStages = ["subscribed", "shown", "opened", "annotated", "cited", "shared"] as const;
export type MirrorStage = (typeof mirrorStages)[number];

/** Items of one stage that come from one place. */
export interface Cell {
  source: string;
  /** As the feed gives it; null where nobody is named. */
  author: string | null;
  domain: string | null;
  n: number;
}

/** What is known of a source beside its items. */
export interface SourceFacts {
  title: string;
  filter: FilterKind;
  /** Whose feed it is; null when it is nobody's. */
  person: string | null;
  tags: readonly string[];
  /** Items of it kept so far. */
  kept: number;
  /** Neither dropped nor paused. */
  isAsked: boolean;
}

/** Everything the mirror is made of. */
export interface MirrorMatter {
  cells: Readonly<Record<MirrorStage, readonly Cell[]>>;
  sources: ReadonlyMap<string, SourceFacts>;
  /** The known person that an author's text names first. */
  people: ReadonlyMap<string, string>;
  names: ReadonlyMap<string, { name: string; tags: readonly string[] }>;
}

/** "source", "author", "domain", "filter", or a facet of the person's own: the part of a tag before the slash. */
export type Dimension = string;
export const usualDimensions: readonly Dimension[] = ["source", "author", "domain"];

/** One kind within a dimension, and how many items of it each stage has. */
export interface Kind {
  /** A source's or person's id, a name, a host, a facet's value. */
  key: string;
  label: string;
  counts: Readonly<Record<MirrorStage, number>>;
}

export interface StageChance extends Chance {
  stage: MirrorStage;
  /** Items of which this dimension is not known; they are in no pair. */
  unknown: number;
}

/** The mirror in one dimension. */
export interface MirrorSide {
  by: Dimension;
  stages: readonly StageChance[];
  /** Every kind, those that stand out most in any stage first. */
  kinds: readonly Kind[];
}

/** One side for each dimension asked for. */
export function mirrorSides(matter: MirrorMatter, dimensions: readonly Dimension[]): readonly MirrorSide[] {
  return dimensions.map((by) => sideOf(matter, by));
}

/** Counts of each kind in each stage; what is not known stands under null. */
function sideOf(matter: MirrorMatter, by: Dimension): MirrorSide {
  const kinds = new Map<string, Kind & { counts: Record<MirrorStage, number> }>();
  const unknown: Record<MirrorStage, number> = emptyCounts();
  const kindOf = openKinds(matter, by);
  for (const stage of mirrorStages) {
    for (const cell of matter.cells[stage]) {
      const found = kindOf(cell);
      if (found === null) {
        unknown[stage] += cell.n;
        continue;
      }
      const kind = kinds.get(found.key) ?? { ...found, counts: emptyCounts() };
      kind.counts[stage] += cell.n;
      kinds.set(found.key, kind);
    }
  }
  const all = [...kinds.values()];
  const stages = mirrorStages.map((stage) => ({
    stage,
    ...chanceOfSame(all.map(({ counts }) => counts[stage])),
    unknown: unknown[stage],
  }));
  return { by, stages, kinds: byShare(all, stages) };
}

type KindName = Pick<Kind, "key" | "label">;

/** Tells which kind of the dimension items from a place are of; null where that is not known. */
export function openKinds(matter: MirrorMatter, by: Dimension): (from: Omit<Cell, "n">) => KindName | null {
  if (by !== "author") return (from) => kindOf(matter, by, from);
  // An author has many items: whose they are is worked out once.
  const known = new Map<string, KindName | null>();
  return (from) => {
    if (from.author === null) return kindOf(matter, by, from);
    const had = known.get(from.author);
    if (had !== undefined) return had;
    const kind = kindOf(matter, by, from);
    known.set(from.author, kind);
    return kind;
  };
}

function kindOf(
  { sources, people, names }: MirrorMatter,
  by: Dimension,
  { source, author, domain }: Omit<Cell, "n">,
): KindName | null {
  const facts = sources.get(source);
  const person = author === null ? (facts?.person ?? null) : (people.get(author) ?? null);
  if (by === "source") return { key: source, label: facts?.title ?? source };
  if (by === "filter") return facts === undefined ? null : { key: facts.filter, label: facts.filter };
  if (by === "domain") return domain === null ? null : { key: domain, label: domain };
  if (by === "author") {
    if (person !== null) return { key: person, label: names.get(person)?.name ?? person };
    const name = author === null ? null : firstAuthor(author);
    return name === null ? null : { key: name, label: author ?? name };
  }
  const tags = [...(facts?.tags ?? []), ...(person === null ? [] : (names.get(person)?.tags ?? []))];
  const value = tags.find((tag) => tag.toLowerCase().startsWith(`${by.toLowerCase()}/`))?.slice(by.length + 1);
  return value === undefined || value === "" ? null : { key: value.toLowerCase(), label: value };
}

/** Nothing in any stage yet. */
export function emptyCounts(): Record<MirrorStage, number> {
  return { subscribed: 0, shown: 0, opened: 0, annotated: 0, cited: 0, shared: 0 };
}

/** By the largest part of any stage, then by name, so that the order is always the same. */
function byShare(kinds: readonly Kind[], stages: readonly StageChance[]): readonly Kind[] {
  const share = ({ counts }: Kind): number =>
    Math.max(...stages.map(({ stage, n }) => (n === 0 ? 0 : counts[stage] / n)));
  return kinds
    .map((kind) => ({ kind, share: share(kind) }))
    .toSorted((a, b) => b.share - a.share || (a.kind.key < b.kind.key ? -1 : 1))
    .map(({ kind }) => kind);
}

// What each source, and each way that things reach me, yields down to what I share.
import { comparableMin } from "./diversity.ts";
import { emptyCounts, mirrorStages, type MirrorMatter, type MirrorStage } from "./mirror.ts";
import { filterKinds, type FilterKind } from "./source.ts";

export type StageCounts = Readonly<Record<MirrorStage, number>>;

export interface SourceYield extends StageCounts {
  source: string;
  title: string;
  filter: FilterKind;
  /** Items of it kept so far. */
  kept: number;
  /** What its figures speak for: nothing, to ask it no more for a while, or to let it go. Nobody does it but the person. */
  advice: "quiet" | "drop" | null;
}

/** A row for each source that brought something, or that is asked still: what was used least for how often it was shown first. */
export function sourceYields(matter: MirrorMatter): readonly SourceYield[] {
  const counts = new Map<string, Record<MirrorStage, number>>();
  for (const [source, { isAsked }] of matter.sources) if (isAsked) counts.set(source, emptyCounts());
  for (const stage of mirrorStages) {
    for (const { source, n } of matter.cells[stage]) {
      const own = counts.get(source) ?? emptyCounts();
      own[stage] += n;
      counts.set(source, own);
    }
  }
  return [...counts]
    .flatMap(([source, own]): SourceYield[] => {
      const facts = matter.sources.get(source);
      if (facts === undefined) return [];
      const { title, filter, kept, isAsked } = facts;
      return [{ source, title, filter, ...own, kept, advice: isAsked ? adviceOn(own, kept) : null }];
    })
    .toSorted(
      (a, b) =>
        used(a) - used(b) ||
        b.shown - a.shown ||
        b.subscribed - a.subscribed ||
        (a.title < b.title ? -1 : a.title > b.title ? 1 : a.source < b.source ? -1 : 1),
    );
}

/** Something was made of so many. */
function used({ annotated, cited, shared }: StageCounts): number {
  return annotated + cited + shared;
}

function adviceOn(counts: StageCounts, kept: number): SourceYield["advice"] {
  if (counts.shown < comparableMin || used(counts) > 0 || kept > 0) return null;
  return counts.opened === 0 ? "drop" : "quiet";
}

export interface FilterYield extends StageCounts {
  filter: FilterKind;
  /** Sources that reached me so, and are asked still. */
  sources: number;
}

/** A row for each way that things reach me, whether anything came that way or not. */
export function filterYields(matter: MirrorMatter): readonly FilterYield[] {
  const all = [...matter.sources];
  return filterKinds.map((filter) => {
    const own = new Set(all.filter(([, facts]) => facts.filter === filter).map(([source]) => source));
    const counts = emptyCounts();
    for (const stage of mirrorStages) {
      for (const { source, n } of matter.cells[stage]) if (own.has(source)) counts[stage] += n;
    }
    const sources = all.filter(([, facts]) => facts.filter === filter && facts.isAsked).length;
    return { filter, sources, ...counts };
  });
}

// Chooses the sources a refresh asks: those that are due, or those that the person names.
import type { Instant } from "../base/clock.ts";
import { PkmError } from "../base/errors.ts";
import { mayAsk } from "./schedule.ts";
import { originOf, shownUrl, type Poll, type Source } from "./source.ts";

export interface ChoiceStore {
  due(now: Instant): readonly Poll[];
  polls(ids: readonly string[]): readonly Poll[];
  allPolls(): readonly Poll[];
  get(id: string): Source;
}

export interface Choice {
  polls: readonly Poll[];
  /** Ids of sources that were named but asked a short while ago, or whose server said when to come back. */
  tooSoon: readonly string[];
}

/** `ids` empty is every source. Throws PkmError("failed") when one that is named was removed. */
export function chooseSources(
  { ids, isForced, now }: { ids: readonly string[]; isForced: boolean; now: Date },
  sources: ChoiceStore,
): Choice {
  if (ids.length === 0 && !isForced) return { polls: sources.due(now.toISOString()), tooSoon: [] };
  if (ids.length === 0) {
    const all = sources
      .allPolls()
      .filter(({ url, facts }) => originOf(url) !== "saved" && facts.gone === null && mayAsk(facts, { now, isForced }));
    return { polls: all, tooSoon: [] };
  }
  const named = sources.polls([...new Set(ids)]);
  for (const { id, url } of named) {
    if (originOf(url) === "saved")
      throw new PkmError("usage", `${id} is your saved pages, which nobody is asked for`, {
        hint: "pkm seek save <url>",
      });
    if (sources.get(id).state !== "dropped") continue;
    throw new PkmError("failed", `the source ${id} was removed`, { hint: `pkm seek add ${shownUrl(url)}` });
  }
  const isAllowed = ({ facts }: Poll): boolean => mayAsk(facts, { now, isForced });
  return { polls: named.filter(isAllowed), tooSoon: named.filter((poll) => !isAllowed(poll)).map(({ id }) => id) };
}

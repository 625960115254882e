// A digest: a frozen, fair selection of what waits, put together from data and ready to be delivered.
import type { Instant } from "../base/clock.ts";
import { selectFairly, type Candidate } from "../seek/select.ts";

/** One line of a digest: a thing that waits, and why it stands here. */
export interface DigestEntry {
  id: string;
  kind: string;
  title: string;
  why: readonly string[];
  /** The first words of an item's text; null where there are none. */
  excerpt: string | null;
}

export interface DigestSection<Entry extends DigestEntry = DigestEntry> {
  name: "worth your attention" | "make sense" | "share" | "care";
  items: readonly Entry[];
}

/** The machine contract's digest. */
export interface Digest {
  /** Null for a look that was not frozen. */
  id: string | null;
  date: Instant;
  /** From when on things were taken in; null for everything not shown yet. */
  since: Instant | null;
  /** Reading time of the items shown. */
  minutes: number;
  /** Items shown, held for a later digest, and let go unread since the last one. */
  shown: number;
  held: number;
  dropped: number;
  sections: readonly DigestSection[];
}

/** What can be chosen from, and what other sections are made of. */
export interface DigestMatter {
  /** The newest of each source; more than `limit` of one source are of no use. */
  candidates: readonly Candidate[];
  /** All items that wait, chosen or not. */
  waiting: number;
  /** When a digest last showed each source; sources never shown are missing. */
  lastShown: ReadonlyMap<string, Instant>;
  /** Ready entries of the other sections, the most urgent first. */
  others: readonly DigestSection[];
  dropped: number;
}

/** An item as a digest shows it: the contract's item with reasons and opening words. */
export interface ShownItem extends DigestEntry {
  minutes: number;
}

export interface DigestWish {
  /** At most so many items; 0 is all. */
  limit: number;
  show: (id: string, why: readonly string[]) => ShownItem;
}

/** Chooses items, makes their entries with `show`, and joins the other sections; empty sections are left out. */
export function composeDigest(
  head: Pick<Digest, "id" | "date" | "since">,
  matter: DigestMatter,
  { limit, show }: DigestWish,
): Digest {
  const { candidates, lastShown, waiting, others, dropped } = matter;
  const { chosen } = selectFairly(candidates, { limit, lastShown });
  const sources = new Map(candidates.map(({ id, source }) => [id, source]));
  const items = chosen.map((id) => {
    const shownAt = lastShown.get(sources.get(id) ?? "");
    return show(id, [
      shownAt === undefined ? "first time from this source" : `last from this source ${shownAt.slice(0, 10)}`,
    ]);
  });
  const attention: DigestSection = { name: "worth your attention", items };
  return {
    ...head,
    minutes: items.reduce((sum, item) => sum + item.minutes, 0),
    shown: items.length,
    held: Math.max(0, waiting - items.length),
    dropped,
    sections: [attention, ...others].filter((section) => section.items.length > 0),
  };
}

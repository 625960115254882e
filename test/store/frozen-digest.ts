// Digests for tests of the store: frozen with the lines that matter, and everything else as it usually is.
import type { DigestEntry } from "../../src/seek/digest.ts";
import type { Digests } from "../../src/store/digests.ts";

type Frozen = Parameters<Digests["freeze"]>[0];

/** A digest for the screen that shows `items`. */
export function frozenDigest(
  head: { id: string; date: string },
  items: readonly Pick<DigestEntry, "id" | "title" | "why">[],
  section: "worth your attention" | "elsewhere" = "worth your attention",
): Frozen {
  const blank = { kind: "item", url: null, from: null, minutes: 1, excerpt: null, next: null };
  const counts = { minutes: 1, shown: items.length, held: 0, dropped: 0, letGo: 0 };
  const entries = items.map((item) => ({ ...blank, ...item }));
  const digest = {
    ...head,
    ...counts,
    since: null,
    query: null,
    sections: [{ name: section, items: entries, more: 0 }],
  };
  return { digest, how: "screen", target: null, counts: { fetched: items.length, held: 0 } };
}

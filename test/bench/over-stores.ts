// The same refresh of 200 feeds over stores of growing size: what is stored already should cost it nothing.
import type { Run } from "./bench.ts";
import { plantSources } from "./homes.ts";
import { rowOf, type Row } from "./row.ts";
import { startServer } from "./server.ts";
import { timedPkm } from "./timed-process.ts";

const feeds = 200;
const sources = 300;
const least = 30_000;

/** 200 feeds cold and then unchanged, the sizes in turn in each round. */
export async function overStores({ isFull, bigHomes }: Run): Promise<readonly Row[]> {
  const sizes = isFull ? [10_000, least, 100_000, 300_000, 1_000_000] : [least, 100_000];
  const taken = sizes.map((items) => ({ items, cold: new Array<number>(), unchanged: new Array<number>() }));
  const server = await startServer();
  try {
    await server.set({ feeds, items: 30, latencyMs: 0, changed: 0 });
    const urls = Array.from({ length: feeds }, (_, feed) => server.urlOf(feed));
    for (let round = 0; round < (isFull ? 5 : 3); round += 1) {
      for (const { items, cold, unchanged } of taken) {
        const home = await bigHomes.copyOf({ sources, items, hasSearch: false });
        await plantSources(home, urls);
        cold.push((await timedPkm(home, "seek")).tookMs);
        // By address, for a forced refresh of everything would ask the sources that stand for nothing too.
        unchanged.push((await timedPkm(home, "seek", "--force", ...urls)).tookMs);
        bigHomes.drop(home);
      }
    }
  } finally {
    await server.close();
  }
  const base = taken.find(({ items }) => items === least);
  return (["cold", "unchanged"] as const).flatMap((act) =>
    taken.map(({ items, [act]: values }) =>
      rowOf({
        what: `${feeds} feeds ${act === "cold" ? "cold" : "all 304"} over a store of ${items} items`,
        values,
        base: items === least ? [] : (base?.[act] ?? []),
        goal: items === sizes.at(-1) ? { most: 1.2 } : null,
        plot: {
          panel: `${feeds} feeds over n items stored, beside 30 k`,
          curve: act === "cold" ? "cold" : "all 304",
          size: items,
        },
      }),
    ),
  );
}

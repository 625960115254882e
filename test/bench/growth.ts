// What one feed costs among few and among thousands, the start of a process taken off.
import type { Run } from "./bench.ts";
import { openHomes, plantSources } from "./homes.ts";
import { rowOf, type Row } from "./row.ts";
import { startServer } from "./server.ts";
import { timedPkm } from "./timed-process.ts";

/** Small documents, so that what a feed costs by itself is seen and not what its items do. */
const itemsPerFeed = 3;
const least = 200;
const rounds = 3;

/** Cold and unchanged refreshes of 100 to 5,000 feeds, the sizes in turn in each round. */
export async function growth({ isFull }: Run): Promise<readonly Row[]> {
  const sizes = isFull ? [100, least, 500, 1000, 2000, 5000] : [100, least, 500];
  const taken = sizes.map((feeds) => ({ feeds, cold: new Array<number>(), unchanged: new Array<number>() }));
  const homes = openHomes();
  const server = await startServer();
  try {
    await server.set({ feeds: sizes.at(-1) ?? least, items: itemsPerFeed, latencyMs: 0, changed: 0 });
    for (let round = 0; round < rounds; round += 1) {
      const idle = homes.fresh("idle");
      await plantSources(idle, []);
      const idleMs = (await timedPkm(idle, "seek")).tookMs;
      for (const { feeds, cold, unchanged } of taken) {
        const home = homes.fresh("growth");
        await plantSources(
          home,
          Array.from({ length: feeds }, (_, feed) => server.urlOf(feed)),
        );
        cold.push(((await timedPkm(home, "seek")).tookMs - idleMs) / feeds);
        unchanged.push(((await timedPkm(home, "seek", "--force")).tookMs - idleMs) / feeds);
        homes.drop(home);
      }
    }
  } finally {
    await server.close();
    homes.close();
  }
  const base = taken.find(({ feeds }) => feeds === least);
  return (["cold", "unchanged"] as const).flatMap((act) =>
    taken.map(({ feeds, [act]: values }) =>
      rowOf({
        what: `cost of a feed of ${itemsPerFeed} items among ${feeds}, ${act === "cold" ? "cold" : "all 304"}`,
        values,
        base: feeds === least ? [] : (base?.[act] ?? []),
        goal: feeds === sizes.at(-1) ? { most: 1.2 } : null,
        plot: {
          panel: "one feed among n in a refresh, beside 200",
          curve: act === "cold" ? "cold" : "all 304",
          size: feeds,
        },
      }),
    ),
  );
}

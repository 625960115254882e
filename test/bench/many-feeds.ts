// Ten thousand feeds in one store: a refresh of the 100 that are due, one where none is, the choice alone, and the list.
import { systemClock } from "../../src/base/clock.ts";
import type { Run } from "./bench.ts";
import { plantSources, withStore } from "./homes.ts";
import { rowOf, type Row } from "./row.ts";
import { startServer } from "./server.ts";
import { timedPkm } from "./timed-process.ts";

const due = 100;
const rounds = 5;
const itemsPerSource = 10;

interface Taken {
  sources: number;
  refresh: number[];
  nothing: number[];
  choice: number[];
  list: number[];
}

/** The same work with 100 feeds and with more, the sizes in turn in each round. */
export async function manyFeeds({ isFull, bigHomes }: Run): Promise<readonly Row[]> {
  const sizes = isFull ? [0, 1000, 10_000] : [0, 1000];
  const taken = sizes.map((sources): Taken => ({ sources, refresh: [], nothing: [], choice: [], list: [] }));
  const server = await startServer();
  try {
    await server.set({ feeds: due, items: 3, latencyMs: 0, changed: 0 });
    const urls = Array.from({ length: due }, (_, feed) => server.urlOf(feed));
    for (let round = 0; round < rounds; round += 1) {
      for (const each of taken) await oneRound(each, urls, bigHomes);
    }
  } finally {
    await server.close();
  }
  const rows = (act: Exclude<keyof Taken, "sources">, what: string, most: number | null): readonly Row[] =>
    taken.map(({ sources, [act]: values }) =>
      rowOf({
        what: `${what} ${sources + due}`,
        values,
        base: sources === 0 ? [] : (taken[0]?.[act] ?? []),
        goal: most !== null && sources === sizes.at(-1) ? { most } : null,
        plot:
          most === null
            ? null
            : { panel: "100 due feeds among n stored, beside 100", curve: "cold", size: sources + due },
      }),
    );
  return [
    ...rows("refresh", `pkm seek, ${due} due among`, 1.2),
    ...rows("nothing", "pkm seek, nothing due among", null),
    ...rows("choice", "the choice of what is due, in SQL, among", null),
    ...taken.map(({ sources, list }) => {
      const perSource = list.map((ms) => (1000 * ms) / (sources + due)).toSorted((a, b) => a - b);
      const remark = `${(perSource[Math.floor(perSource.length / 2)] ?? 0).toFixed(0)} µs a feed`;
      return rowOf({ what: `pkm seek list of ${sources + due}`, values: list, remark });
    }),
  ];
}

async function oneRound(
  { sources, refresh, nothing, choice, list }: Taken,
  urls: readonly string[],
  bigHomes: Run["bigHomes"],
): Promise<void> {
  const home = await bigHomes.copyOf({ sources, items: sources * itemsPerSource, hasSearch: false });
  await plantSources(home, urls);
  choice.push(
    await withStore(home, (store) => {
      const started = performance.now();
      const polls = store.sources.due(systemClock.now().toISOString());
      if (polls.length !== due) throw new Error(`${polls.length} feeds are due`);
      return performance.now() - started;
    }),
  );
  refresh.push((await timedPkm(home, "seek")).tookMs);
  nothing.push((await timedPkm(home, "seek")).tookMs);
  list.push((await timedPkm(home, "seek", "list")).tookMs);
  bigHomes.drop(home);
}

// What has to cost the same however much there is: refreshes over large stores, feeds by the thousand, lists, search.
import { wordOf } from "./words.ts";
import { parseQuery } from "../../src/sense/query.ts";
import { fillStore } from "./big-store.ts";
import { openHomes, plantSources, withStore, type Homes } from "./homes.ts";
import type { Row } from "./row.ts";
import { startServer } from "./server.ts";
import { shownSpread, spreadOf, type Spread } from "./spread.ts";
import { timedPkm } from "./timed-process.ts";

const rounds = 5;

interface Size {
  isFull: boolean;
}

/** A home with a store of so many items. */
async function bigHome(homes: Homes, size: { sources: number; items: number; hasSearch: boolean }): Promise<string> {
  const home = homes.fresh("big");
  const file = await withStore(home, (_, path) => path);
  fillStore(file, size);
  return home;
}

async function timesOf(count: number, act: () => Promise<{ tookMs: number }>): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < count; at += 1) times.push((await act()).tookMs);
  return times;
}

const ms = (spread: Spread): string => `${shownSpread(spread)} ms`;

/** The same cold refresh of 200 feeds over a small and a large store. */
export async function overStores({ isFull }: Size): Promise<readonly Row[]> {
  const large = isFull ? 1_000_000 : 100_000;
  const homes = openHomes();
  const server = await startServer();
  try {
    await server.set({ feeds: 200, items: 30, latencyMs: 0, changed: 0 });
    const spreads: Spread[] = [];
    for (const items of [30_000, large]) {
      const base = await bigHome(homes, { sources: 1000, items, hasSearch: false });
      await plantSources(
        base,
        Array.from({ length: 200 }, (_, feed) => server.urlOf(feed)),
      );
      const times: number[] = [];
      for (let round = 0; round < 3; round += 1) {
        const home = homes.copyOf(base);
        times.push((await timedPkm(home, "seek")).tookMs);
        homes.drop(home);
      }
      homes.drop(base);
      spreads.push(spreadOf(times));
    }
    const [small, big] = spreads;
    if (small === undefined || big === undefined) throw new Error("nothing was measured");
    const what = (items: number): string => `200 feeds cold over a store of ${items} items`;
    return [
      { what: what(30_000), measured: ms(small), figure: "", goal: "" },
      { what: what(large), measured: ms(big), figure: (big.median / small.median).toFixed(2), goal: "<= 1.2" },
    ];
  } finally {
    await server.close();
    homes.close();
  }
}

/** What a feed costs among 200 and among 5000, the start of a process taken off. */
export async function growth(): Promise<readonly Row[]> {
  const homes = openHomes();
  const server = await startServer();
  try {
    const empty = homes.fresh("empty");
    const idle = spreadOf(await timesOf(rounds, () => timedPkm(empty, "seek"))).median;
    const costs: { cold: number; unchanged: number }[] = [];
    for (const feeds of [200, 5000]) {
      await server.set({ feeds, items: 3, latencyMs: 0, changed: 0 });
      const base = homes.fresh("growth");
      await plantSources(
        base,
        Array.from({ length: feeds }, (_, feed) => server.urlOf(feed)),
      );
      const home = homes.copyOf(base);
      const cold = (await timedPkm(home, "seek")).tookMs;
      const unchanged = spreadOf(await timesOf(3, () => timedPkm(home, "seek", "--force"))).median;
      costs.push({ cold: (cold - idle) / feeds, unchanged: (unchanged - idle) / feeds });
    }
    const [few, many] = costs;
    if (few === undefined || many === undefined) throw new Error("nothing was measured");
    return (["cold", "unchanged"] as const).map((act) => ({
      what: `cost per feed of 3 items, 5000 feeds against 200, ${act === "cold" ? "cold" : "all 304"}`,
      measured: `${many[act].toFixed(2)} against ${few[act].toFixed(2)} ms`,
      figure: (many[act] / few[act]).toFixed(2),
      goal: "<= 1.2",
    }));
  } finally {
    await server.close();
    homes.close();
  }
}

/** Whole processes that list what is unread, over stores of growing size. */
export async function lists({ isFull }: Size): Promise<readonly Row[]> {
  const homes = openHomes();
  const sizes = isFull ? [10_000, 100_000, 1_000_000] : [10_000, 100_000];
  const commands = [["find", "is:new", "--limit", "20"], ["digest", "--peek"], ["status"]];
  const medians = new Map<string, number>();
  const rows: Row[] = [];
  try {
    for (const items of sizes) {
      const home = await bigHome(homes, { sources: 300, items, hasSearch: false });
      for (const command of commands) {
        const [name = ""] = command;
        const args = name === "status" ? [] : command;
        await timedPkm(home, ...args);
        const spread = spreadOf(await timesOf(rounds, () => timedPkm(home, ...args)));
        const least = medians.get(name) ?? spread.median;
        medians.set(name, least);
        const figure = items === sizes[0] ? "" : (spread.median / least).toFixed(2);
        rows.push({
          what: `pkm ${args.join(" ")} with ${items} unread`,
          measured: ms(spread),
          figure,
          goal: figure === "" ? "" : "<= 1.3",
        });
      }
      homes.drop(home);
    }
    return rows.toSorted((a, b) => (a.what.split(" with ")[0] ?? "").localeCompare(b.what.split(" with ")[0] ?? ""));
  } finally {
    homes.close();
  }
}

/** Full-text search in SQL. */
export async function search({ isFull }: Size): Promise<readonly Row[]> {
  const items = isFull ? 1_000_000 : 100_000;
  const homes = openHomes();
  const queries = [
    { name: "a rare word", words: wordOf(39_000), goal: "< 10 ms" },
    { name: "a word of the middle", words: wordOf(800), goal: "< 100 ms" },
    { name: "a common word by rank", words: wordOf(0), goal: "< 300 ms" },
    { name: "a prefix of 3 letters", words: `${wordOf(0).slice(0, 3)}*`, goal: "< 100 ms" },
    { name: "a common word, newest first", words: wordOf(0), goal: "< 5 ms", order: "date" },
    { name: "a rare word, newest first", words: wordOf(39_000), goal: "< 5 ms", order: "date" },
  ] as const;
  try {
    const home = await bigHome(homes, { sources: 300, items, hasSearch: true });
    return await withStore(home, (store) =>
      queries.map(({ name, words, goal, ...how }) => {
        const query = parseQuery(words, new Date());
        const times: number[] = [];
        for (let round = 0; round <= rounds; round += 1) {
          const started = performance.now();
          const found = store.search.find(query, 20, "order" in how ? how.order : "merit");
          if (found.length === 0) throw new Error(`${words} was not found`);
          if (round > 0) times.push(performance.now() - started);
        }
        return { what: `search ${items} items: ${name}`, measured: ms(spreadOf(times)), figure: "", goal };
      }),
    );
  } finally {
    homes.close();
  }
}

/** 100 due feeds among 10,000 sources, against 100 alone; and the list of 10,000. */
export async function manyFeeds(): Promise<readonly Row[]> {
  const homes = openHomes();
  const server = await startServer();
  const due = 100;
  try {
    await server.set({ feeds: due, items: 3, latencyMs: 0, changed: 0 });
    const urls = Array.from({ length: due }, (_, feed) => server.urlOf(feed));
    const medians: Spread[] = [];
    const rows: Row[] = [];
    for (const sources of [0, 10_000]) {
      const base = await bigHome(homes, { sources, items: sources * 10, hasSearch: false });
      await plantSources(base, urls);
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const home = homes.copyOf(base);
        times.push((await timedPkm(home, "seek")).tookMs);
        homes.drop(home);
      }
      const spread = spreadOf(times);
      medians.push(spread);
      const figure = sources === 0 ? "" : (spread.median / (medians[0]?.median ?? 1)).toFixed(2);
      rows.push({
        what: `${due} due feeds among ${sources + due}`,
        measured: ms(spread),
        figure,
        goal: figure === "" ? "" : "<= 1.2",
      });
      const listed = spreadOf(await timesOf(rounds, () => timedPkm(base, "seek", "list")));
      const perSource = ((listed.median / (sources + due)) * 1000).toFixed(0);
      rows.push({
        what: `pkm seek list of ${sources + due}`,
        measured: ms(listed),
        figure: `${perSource} µs a source`,
        goal: "",
      });
    }
    return rows;
  } finally {
    await server.close();
    homes.close();
  }
}

// Measures pkm beside its peers and prints tables: `npm run bench [-- name...] [--full] [--write]`. It never fails for a time.
import type { Bench, Run } from "./bench.ts";
import { openBigHomes } from "./big-homes.ts";
import { refreshes } from "./contest.ts";
import { fairness } from "./fairness.ts";
import { growth } from "./growth.ts";
import { imports } from "./imports.ts";
import { lists } from "./lists.ts";
import { loadNow, thisMachine } from "./machine.ts";
import { manyFeeds } from "./many-feeds.ts";
import { memory } from "./memory.ts";
import { notes } from "./notes.ts";
import { overStores } from "./over-stores.ts";
import { people } from "./people-scale.ts";
import { writeResults } from "./results.ts";
import { tableOf, type Row } from "./row.ts";
import { search } from "./search.ts";
import { startUp } from "./start-up.ts";

const benches: Readonly<Record<string, Bench>> = {
  "start-up": startUp,
  imports,
  refresh: refreshes,
  memory,
  stores: overStores,
  growth,
  "many-feeds": manyFeeds,
  lists,
  search,
  notes,
  people,
  fairness,
};
const order = Object.keys(benches);

const flags = new Set(["--full", "--write", "--draw"]);
const words = process.argv.slice(2);
const names = words.filter((word) => !flags.has(word));
const unknown = names.filter((name) => benches[name] === undefined);

if (unknown.length > 0) {
  process.stderr.write(`there is no ${unknown.join(", ")}; there are ${[...order, ...flags].join(", ")}\n`);
  process.exitCode = 2;
} else if (words.includes("--draw")) writeResults({}, { order });
else await measure(names.length > 0 ? order.filter((name) => names.includes(name)) : order);

/** Null for a benchmark that could not be run to its end: the others are measured all the same. */
async function rowsOf(name: string, run: Run): Promise<readonly Row[] | null> {
  try {
    return (await benches[name]?.(run)) ?? null;
  } catch (thrown) {
    process.stderr.write(
      `${name} failed: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`,
    );
    process.exitCode = 1;
    return null;
  }
}

/** Runs them one by one; what one measured is printed and written before the next begins. */
async function measure(wanted: readonly string[]): Promise<void> {
  const isFull = words.includes("--full");
  const machine = thisMachine();
  const bigHomes = openBigHomes();
  const began = performance.now();
  try {
    for (const name of wanted) {
      process.stderr.write(`${name} ...\n`);
      const [load, startedMs] = [loadNow(), performance.now()];
      const rows = await rowsOf(name, { isFull, bigHomes });
      if (rows === null) continue;
      const tookMs = Math.round(performance.now() - startedMs);
      process.stdout.write(`\n${name}, in ${(tookMs / 1000).toFixed(1)} s\n${tableOf(rows)}\n`);
      const result = { at: new Date().toISOString(), tookMs, isFull, load, machine, rows };
      if (words.includes("--write")) writeResults({ [name]: result }, { order });
    }
  } finally {
    bigHomes.close();
  }
  process.stderr.write(`in all ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
}

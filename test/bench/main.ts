// Measures pkm beside its peers and prints the table: `npm run bench [-- name...] [--full]`. It never fails for a time.
import { refreshes } from "./contest.ts";
import { memory } from "./memory.ts";
import { notes } from "./notes.ts";
import { fairness } from "./fairness.ts";
import { tableOf, type Row } from "./row.ts";
import { people } from "./people-scale.ts";
import { growth, lists, manyFeeds, overStores, search } from "./scale.ts";
import { startUp } from "./start-up.ts";

const benches: Readonly<Record<string, (size: { isFull: boolean }) => Promise<readonly Row[]>>> = {
  "start-up": startUp,
  refresh: refreshes,
  memory,
  stores: overStores,
  growth,
  lists,
  search,
  notes,
  "many-feeds": manyFeeds,
  people,
  fairness,
};

const words = process.argv.slice(2);
const isFull = words.includes("--full");
const names = words.filter((word) => word !== "--full");
const unknown = names.filter((name) => benches[name] === undefined);
if (unknown.length > 0) {
  process.stderr.write(`there is no ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}\n`);
  process.exitCode = 2;
} else {
  const rows: Row[] = [];
  for (const [name, bench] of Object.entries(benches)) {
    if (names.length > 0 && !names.includes(name)) continue;
    process.stderr.write(`${name} ...\n`);
    rows.push(...(await bench({ isFull })));
  }
  process.stdout.write(`${tableOf(rows)}\n`);
}

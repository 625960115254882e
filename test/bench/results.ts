// What was measured, kept as data beside the pages that are made from it; a run of one benchmark replaces that one alone.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as v from "valibot";
import type { Machine } from "./machine.ts";
import { benchmarkPage } from "./page.ts";
import { benchmarkPlot } from "./plot.ts";
import type { Row } from "./row.ts";

export interface Result {
  /** ISO 8601 UTC, when it ended. */
  at: string;
  tookMs: number;
  isFull: boolean;
  /** How many processes wanted a core when it began. */
  load: number;
  machine: Machine;
  rows: readonly Row[];
}

/** By name of the benchmark. */
export type Results = Readonly<Record<string, Result>>;

const spread = { min: v.number(), median: v.number(), max: v.number() };
const row = v.object({
  what: v.string(),
  measured: v.nullable(v.object({ ...spread, unit: v.picklist(["ms", "MB", "bytes", "%"]) })),
  ratio: v.nullable(v.object(spread)),
  goal: v.nullable(v.union([v.object({ most: v.number() }), v.object({ least: v.number() })])),
  remark: v.string(),
  plot: v.nullable(
    v.union([
      v.object({ panel: v.string(), curve: v.string(), size: v.number() }),
      v.object({ work: v.string(), who: v.string() }),
    ]),
  ),
});
const shape = v.record(
  v.string(),
  v.object({
    at: v.string(),
    tookMs: v.number(),
    isFull: v.boolean(),
    load: v.number(),
    machine: v.object({ hardware: v.string(), programs: v.record(v.string(), v.string()) }),
    rows: v.array(row),
  }),
);

/** Where they are kept, and the two pages that show them. */
export const docs: URL = new URL("../../docs/", import.meta.url);
export const kept = { data: "benchmarks.json", page: "benchmarks.md", plot: "benchmarks.svg" } as const;

/** What was measured before; nothing where nothing was. */
export function readResults(folder: URL = docs): Results {
  const file = new URL(kept.data, folder);
  return existsSync(file) ? v.parse(shape, JSON.parse(readFileSync(file, "utf8"))) : {};
}

/** The files that show `results`, by name. `order` is that of the benchmarks; one that is there no more is left out. */
export function filesOf(results: Results, order: readonly string[]): Readonly<Record<string, string>> {
  const chosen = Object.fromEntries(
    order.flatMap((name) => {
      const result = results[name];
      return result === undefined ? [] : [[name, result]];
    }),
  );
  const data = `${JSON.stringify(chosen, shorter, 1)}\n`;
  // The pages round what is kept, and not once more what was measured: that comes to another digit now and then.
  const inOrder = v.parse(shape, JSON.parse(data));
  return {
    [kept.data]: data,
    [kept.page]: benchmarkPage(inOrder),
    [kept.plot]: benchmarkPlot(Object.values(inOrder).flatMap(({ rows }) => rows)),
  };
}

/** Writes the data with `more` in it, and the pages anew. */
export function writeResults(
  more: Results,
  { order, folder = docs }: { order: readonly string[]; folder?: URL },
): void {
  mkdirSync(folder, { recursive: true });
  const files = filesOf({ ...readResults(folder), ...more }, order);
  for (const [name, text] of Object.entries(files)) writeFileSync(new URL(name, folder), text);
}

/** Four digits tell a measurement as well as sixteen. */
function shorter(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}

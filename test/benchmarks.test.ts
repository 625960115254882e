// What benchmarks measured: docs/ shows the data and nothing else, goals are judged, and a run of one replaces that one.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { Parser } from "htmlparser2";
import { benchmarkPlot } from "./bench/plot.ts";
import { docs, filesOf, readResults, writeResults, type Result } from "./bench/results.ts";
import { isMet, rowOf, shownGoal, tableOf } from "./bench/row.ts";

const machine = { hardware: "linux x64, 2 cores, 8 GB", programs: { pkm: "0.1.0", node: "24.0.0" } };
const resultOf = (what: string, values: readonly number[]): Result => ({
  at: "2026-03-02T08:00:00.000Z",
  tookMs: 1500,
  isFull: false,
  load: 0.1,
  machine,
  rows: [rowOf({ what, values, goal: { most: 2 } })],
});

test("the pages in docs/ are made from the data beside them: npm run bench -- --draw", () => {
  const results = readResults();
  const names = Object.keys(results);
  assert.ok(names.length >= 3, names.join(", "));
  const files = Object.entries(filesOf(results, names));
  assert.equal(files.length, 3);
  for (const [name, text] of files) assert.equal(readFileSync(new URL(name, docs), "utf8"), text, name);
});

test("a goal is judged by the middle of the ratio, or of the measurement where there is none", () => {
  const slow = rowOf({ what: "a", values: [30, 10, 20], base: [10, 10, 10], goal: { most: 1.9 } });
  assert.deepEqual(slow.ratio, { min: 1, median: 2, max: 3 });
  assert.equal(isMet(slow), false);
  assert.equal(shownGoal(slow), "<= 1.9");
  const enough = rowOf({ what: "b", values: [85], unit: "%", goal: { least: 85 } });
  assert.equal(isMet(enough), true);
  assert.equal(shownGoal(enough), ">= 85 %");
  assert.equal(isMet(rowOf({ what: "c", values: [1] })), null);
  assert.match(
    tableOf([slow, enough]),
    /^a +20\.0 \(10\.0 to 30\.0\) ms +2\.00 \(1\.00 to 3\.00\) +<= 1\.9 +not met$/m,
  );
});

test("what is measured anew replaces its own benchmark alone, and one that is there no more goes", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "pkm-benchmarks-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const to = { order: ["one", "two"], folder: pathToFileURL(`${folder}/`) };
  writeResults({ two: resultOf("kept | <as> it was", [1, 2, 3]), gone: resultOf("gone", [1]) }, to);
  writeResults({ one: resultOf("first", [1]) }, to);
  writeResults({ one: resultOf("second", [2.123456]) }, to);
  const kept = readResults(to.folder);
  assert.deepEqual(Object.keys(kept), ["one", "two"]);
  assert.deepEqual(
    kept["one"]?.rows.map(({ what, measured }) => [what, measured?.median]),
    [["second", 2.123]],
  );
  const page = readFileSync(join(folder, "benchmarks.md"), "utf8");
  assert.match(page, /^1 of 2 goals are met\./m);
  assert.match(page, /^- second: 2\.12 ms, goal ≤ 2 ms$/m);
  assert.match(page, /^\| kept \\\| &lt;as> it was \| 2\.00 \(1\.00 to 3\.00\) ms \|/m);
  assert.match(page, /On linux x64, 2 cores, 8 GB; pkm 0\.1\.0, node 24\.0\.0\./);
});

test("a page rounds what is kept, not what was measured: 15.1496 is kept as 15.15", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "pkm-benchmarks-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const to = { order: ["one"], folder: pathToFileURL(`${folder}/`) };
  writeResults({ one: resultOf("rounded", [15.1496, 15.2496, 15.3496]) }, to);
  const page = readFileSync(join(folder, "benchmarks.md"), "utf8");
  assert.equal(page, filesOf(readResults(to.folder), to.order)["benchmarks.md"]);
});

test("the plot is well-formed, runs nothing and asks for nothing, whatever the rows are called", () => {
  const work = '200 feeds <script>alert("1")</script> & more';
  const svg = benchmarkPlot([
    rowOf({ what: "a", values: [1, 2], base: [4, 4], goal: { most: 0.45 }, plot: { work, who: "pkm" } }),
    rowOf({ what: "b", values: [4, 4], base: [4, 4], plot: { work, who: "peer <b>" } }),
    rowOf({ what: "c", values: [1], plot: { panel: "growth & co", curve: "cold", size: 100 } }),
    rowOf({
      what: "d",
      values: [9],
      base: [1],
      goal: { most: 1.2 },
      plot: { panel: "growth & co", curve: "cold", size: 1e6 },
    }),
  ]);
  const open: string[] = [];
  const seen = new Map<string, number>();
  const words: string[] = [];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        open.push(name);
        seen.set(name, (seen.get(name) ?? 0) + 1);
        for (const [key, value] of Object.entries(attributes)) {
          assert.doesNotMatch(key, /^on|href/);
          assert.doesNotMatch(`${value}`, /NaN|undefined|Infinity/, `${name} ${key}`);
        }
      },
      ontext: (text) => words.push(text),
      onclosetag: (name, isImplied) => assert.equal(open.pop(), name, String(isImplied)),
    },
    { xmlMode: true },
  );
  parser.end(svg);
  assert.deepEqual(open, []);
  assert.equal(seen.get("script"), undefined);
  assert.ok((seen.get("circle") ?? 0) >= 4, "dots of pkm, its peer and the curve");
  assert.ok((seen.get("line") ?? 0) >= 6);
  for (const word of [work, "peer <b>", "growth & co", "0.50 *", "goal 1.2", "1 M"])
    assert.ok(words.join("").includes(word), word);
  assert.match(svg, /@media \(prefers-color-scheme: dark\)/);
  assert.doesNotMatch(svg, /url\(|@import/);
});

// The long run by hand, over our own feeds and a corpus beside the checkout.
// Typed as: npm run fuzz -- --runs 50000 [--seed N] [--from N] [--own] [--save FOLDER].
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fuzz } from "./fuzz.ts";
import type { Find, Fuzzed } from "./fuzz.ts";
import { corpusSeeds, ownSeeds } from "./seeds.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "50000" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    own: { type: "boolean", default: false },
    save: { type: "string" },
  },
});

const seeds = values.own ? ownSeeds() : [...ownSeeds(), ...corpusSeeds()];
const runs = Number(values.runs);
let heapMax = 0;
const began = performance.now();
const fuzzed = fuzz({
  seeds,
  runs,
  seed: Number(values.seed),
  from: Number(values.from),
  onProgress: (done, finds) => {
    if (done % 1000 !== 0) return;
    heapMax = Math.max(heapMax, process.memoryUsage().heapUsed);
    process.stderr.write(`\r${done}/${runs}, ${finds} finds `);
  },
});
const { save } = values;
if (save !== undefined) for (const find of fuzzed.finds) keep(save, find);
process.stdout.write(`\n${summary(fuzzed)}\n${fuzzed.finds.map(line).join("\n")}\n`);
process.exitCode = fuzzed.finds.length > 0 || fuzzed.examined === 0 ? 1 : 0;

function summary({ examined, feeds, entries, bytes, slowest, finds }: Fuzzed): string {
  const mb = (count: number): string => `${Math.round(count / 1024 / 1024)} MB`;
  return [
    `${examined} inputs of ${seeds.length} seeds, ${mb(bytes)}: ${feeds} read as feeds, ${entries} entries, ${finds.length} finds`,
    `${Math.round((performance.now() - began) / 1000)} s; heap at most ${mb(heapMax)}; whole process ${mb(process.resourceUsage().maxRSS * 1024)}`,
    `slowest: number ${slowest.nth} of ${slowest.seedName}, ${Math.round(slowest.cpuMs)} ms for ${slowest.bytes} bytes`,
  ].join("\n");
}

function line({ nth, seedName, complaints }: Find): string {
  return `${nth} ${seedName}: ${complaints.join("; ").slice(0, 600)}`;
}

function keep(folder: string, { nth, input, complaints }: Find): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${nth}.bin`), input.bytes);
  writeFileSync(join(folder, `${nth}.json`), JSON.stringify({ origin: input.origin, complaints }));
}

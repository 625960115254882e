// The long run by hand, of one target or of all: what was tried, what came of it, and every find.
// Typed as: npm run fuzz -- [TARGET] [--inputs 50000] [--seed N] [--from N] [--save FOLDER]; CORPUS=FOLDER adds feeds to begin from.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { targets } from "./all-targets.ts";
import { hunt, type Find, type Hunted } from "./hunt.ts";
import type { Target } from "./target.ts";
import { watch } from "./watch.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    inputs: { type: "string", default: "50000" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    save: { type: "string" },
  },
});
const wanted = positionals.length === 0 ? targets : targets.filter(({ name }) => positionals.includes(name));
const runs = Number(values.inputs);
if (wanted.length === 0)
  throw new Error(`there is no such target; there are ${targets.map(({ name }) => name).join(", ")}`);
for (const target of wanted) await huntFor(target);

async function huntFor(target: Target): Promise<void> {
  const began = performance.now();
  const watching = watch(target.name);
  const hunted = await hunt(target, {
    runs,
    seed: Number(values.seed),
    from: Number(values.from),
    onBegin: watching.begin,
    onProgress: (done, finds) => {
      if (done % 500 === 0 && process.stderr.isTTY)
        process.stderr.write(`\r${target.name} ${done}/${runs}, ${finds} finds `);
    },
  });
  watching.end();
  const { save } = values;
  if (save !== undefined) for (const find of hunted.finds) keep(join(save, target.name), find);
  process.stdout.write(`${summary(target, hunted, performance.now() - began)}\n${hunted.finds.map(line).join("")}`);
  if (hunted.finds.length > 0 || hunted.examined === 0) process.exitCode = 1;
}

function summary(
  { name }: Target,
  { examined, seeds, outcomes, bytes, finds, slowest }: Hunted,
  tookMs: number,
): string {
  const mb = (count: number): string => `${Math.round(count / 1024 / 1024)} MB`;
  const counts = [...outcomes].toSorted(([, a], [, b]) => b - a).map(([outcome, count]) => `${count} ${outcome}`);
  return [
    `${name}: ${examined} inputs of ${seeds} seeds, ${mb(bytes)}: ${counts.join(", ")}; ${finds.length} finds`,
    `  ${Math.round(tookMs / 1000)} s; whole process at most ${mb(process.resourceUsage().maxRSS * 1024)}`,
    `  slowest: number ${slowest.nth} of ${slowest.seedName}, ${Math.round(slowest.cpuMs)} ms for ${slowest.bytes} bytes`,
  ].join("\n");
}

function line({ nth, seedName, complaints }: Find): string {
  return `${nth} ${seedName}: ${complaints.join("; ").slice(0, 1200)}\n`;
}

function keep(folder: string, { nth, bytes, complaints }: Find): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${nth}.bin`), bytes);
  writeFileSync(join(folder, `${nth}.txt`), `${complaints.join("\n")}\n`);
}

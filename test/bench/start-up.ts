// Measures start-up: `pkm --version` and a list, each as a ratio to bare `node -e 0` run in turn with it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const rounds = 25;
const program = new URL("../../bin/pkm.js", import.meta.url).pathname;

/** Lowest, middle and highest of some times. */
interface Spread {
  min: number;
  median: number;
  max: number;
}

function spreadOf(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  return { min: sorted[0] ?? 0, median: sorted[Math.floor(sorted.length / 2)] ?? 0, max: sorted.at(-1) ?? 0 };
}

/** Milliseconds of one whole process; one that fails is no measurement. */
function timeMs(args: readonly string[], home: string): number {
  const started = performance.now();
  const run = spawnSync(process.execPath, args, { env: { ...process.env, PKM_HOME: home }, encoding: "utf8" });
  const tookMs = performance.now() - started;
  if (run.status !== 0) throw new Error(`${args.join(" ")} ended with ${run.status}: ${run.stderr}`);
  return tookMs;
}

function shown({ min, median, max }: Spread, unit: string): string {
  return `${median.toFixed(2)} ${unit} (${min.toFixed(2)} to ${max.toFixed(2)})`;
}

const home = mkdtempSync(join(tmpdir(), "pkm-bench-"));
try {
  const bare = { name: "node -e 0", args: ["-e", "0"], goal: null, times: new Array<number>() };
  const measured = [
    { name: "pkm --version", args: [program, "--version"], goal: 2.2, times: new Array<number>() },
    { name: "pkm seek list", args: [program, "seek", "list"], goal: 3, times: new Array<number>() },
  ];
  // The first run of each fills the disk cache and makes the store; it is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const each of [bare, ...measured]) {
      const tookMs = timeMs(each.args, home);
      if (round > 0) each.times.push(tookMs);
    }
  }
  console.log(`start-up, median of ${rounds} runs in turn (lowest to highest)`);
  console.log(`  ${bare.name}: ${shown(spreadOf(bare.times), "ms")}`);
  for (const { name, goal, times } of measured) {
    const ratios = spreadOf(times.map((time, round) => time / (bare.times[round] ?? time)));
    console.log(`  ${name}: ${shown(spreadOf(times), "ms")}, ratio ${shown(ratios, "times bare node")}, goal ${goal}`);
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}

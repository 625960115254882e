// Runs pkm in a process of its own and kills it somewhere on its way: what every fault test leans on.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../transcripts/pkm.ts", import.meta.url));

/** How often a fault is tried: a few times in every test run, many times where ROUNDS says so. */
export function roundsOr(few: number): number {
  return Number(process.env["ROUNDS"] ?? few);
}

/** Runs a command line to its end; throws when it does not end well. */
export function pkm(home: string, ...argv: readonly string[]): string {
  const ran = spawnSync(process.execPath, [program, "--home", home, ...argv], { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(ran.status, 0, `pkm ${argv.join(" ")}: ${ran.stderr}`);
  return ran.stdout;
}

/** Milliseconds that a command line takes. */
export function timed(home: string, ...argv: readonly string[]): number {
  const startedMs = performance.now();
  pkm(home, ...argv);
  return performance.now() - startedMs;
}

/** Starts a command line and kills it after `ms`; true when it had not ended by then. */
export async function killed(home: string, argv: readonly string[], ms: number): Promise<boolean> {
  const child = spawn(process.execPath, [program, "--home", home, ...argv], { stdio: "ignore" });
  const timer = setTimeout(() => child.kill("SIGKILL"), ms);
  await once(child, "exit");
  clearTimeout(timer);
  return child.signalCode === "SIGKILL";
}

/** Starts a command line and kills it as soon as it has made the file of that name; true when it had not ended by then. */
export async function killedOnceThere(
  home: string,
  argv: readonly string[],
  fileOf: (pid: number) => string,
): Promise<boolean> {
  const child = spawn(process.execPath, [program, "--home", home, ...argv], { stdio: "ignore" });
  const ended = once(child, "exit");
  const file = fileOf(child.pid ?? 0);
  while (!existsSync(file) && child.exitCode === null) await setImmediate();
  child.kill("SIGKILL");
  await ended;
  return child.signalCode === "SIGKILL";
}

/** Where in a run of `usualMs` the round kills: spread evenly from its first third, for before that a process only starts. */
export function killAfter(round: number, { rounds, usualMs }: { rounds: number; usualMs: number }): number {
  return usualMs * (0.3 + (0.8 * (round + 0.5)) / rounds);
}

// Runs pkm in a process of its own and kills it somewhere on its way: what every fault test leans on.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";

export const program: string = fileURLToPath(new URL("../transcripts/pkm.ts", import.meta.url));

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

/** What became of a run that was to be hit on its way. */
export interface Shot {
  /** False where it had ended by then. */
  isHit: boolean;
  /** Milliseconds that it ran. */
  ms: number;
}

/** Starts a command line and kills it after `ms`. */
export async function killed(home: string, argv: readonly string[], ms: number): Promise<Shot> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [program, "--home", home, ...argv], { stdio: "ignore" });
  const timer = setTimeout(() => child.kill("SIGKILL"), ms);
  await once(child, "exit");
  clearTimeout(timer);
  return { isHit: child.signalCode === "SIGKILL", ms: performance.now() - startedMs };
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

/**
 * Shoots at runs of a command line, each some milliseconds after its start: spread evenly over what a run takes, from
 * its first third, for before that a process only starts. What one takes is measured again by each that was missed,
 * and after `rounds` it goes on until one was hit: other work may have held up the first measure. Resolves to how many
 * were hit, at least one.
 */
export async function shootAt(
  run: { rounds: number; usualMs: number },
  shoot: (round: number, afterMs: number) => Promise<Shot>,
): Promise<number> {
  let { usualMs } = run;
  let hits = 0;
  for (let round = 0; round < run.rounds || (hits === 0 && round < run.rounds + 20); round += 1) {
    const share = 0.3 + (0.8 * ((round % run.rounds) + 0.5)) / run.rounds;
    const { isHit, ms } = await shoot(round, usualMs * share);
    if (isHit) hits += 1;
    else usualMs = ms;
  }
  assert.ok(hits > 0, "no shot fell into a run");
  return hits;
}

/** No command takes so long, however loaded the machine. */
const hungMs = 120_000;

export interface Ended {
  /** Null where a signal ended it. */
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  ms: number;
}

export interface Fault {
  /** Sends the signal after so many milliseconds. */
  signal?: { name: NodeJS.Signals; afterMs: number };
  /** Nobody reads what it prints. */
  isUnread?: boolean;
  /** As this user, where this process may choose. */
  uid?: number;
  /** No file may grow beyond so many KiB, as on a disk that is full. */
  fileKb?: number;
  env?: Readonly<Record<string, string>>;
}

/** Runs a command line beside this process, which may be the web that it asks; resolves when it has ended. */
export async function ran(home: string, argv: readonly string[], fault: Fault = {}): Promise<Ended> {
  const { signal, fileKb, env, uid, isUnread = false } = fault;
  const startedMs = performance.now();
  const call = [process.execPath, program, "--home", home, ...argv];
  const limited = ["/bin/bash", "-c", `ulimit -f ${fileKb ?? 0}; exec "$@"`, "bash", ...call];
  const [file = "", ...args] = fileKb === undefined ? call : limited;
  const child = spawn(file, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", ...env },
    ...(uid === undefined ? {} : { uid, gid: uid }),
    timeout: hungMs,
    killSignal: "SIGABRT",
  });
  if (isUnread) child.stdout.destroy();
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  const timer = signal === undefined ? null : setTimeout(() => child.kill(signal.name), signal.afterMs);
  await once(child, "close");
  if (timer !== null) clearTimeout(timer);
  return { status: child.exitCode, signal: child.signalCode, ...said, ms: performance.now() - startedMs };
}

/** As ran, for what must end well; resolves to what it printed. */
export async function well(home: string, ...argv: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await ran(home, argv);
  assert.equal(status, 0, `pkm ${argv.join(" ")}: ${stderr}`);
  return stdout.trim();
}

/** Fails unless SQLite finds nothing wrong with the store of a home. */
export function assertSound(home: string): void {
  const db = new Database(join(home, "pkm.db"));
  try {
    assert.equal(db.pragma("integrity_check", { simple: true }), "ok");
    assert.deepEqual(db.pragma("foreign_key_check"), []);
  } finally {
    db.close();
  }
}

/** The guids of the items in the store of a home, each as often as it is there. */
export function guidsIn(home: string): readonly string[] {
  const db = new Database(join(home, "pkm.db"), { readonly: true });
  try {
    return db.prepare<[], string>("SELECT guid FROM item WHERE guid IS NOT NULL ORDER BY guid").pluck().all();
  } finally {
    db.close();
  }
}

// Runs one process to its end: how long it took, and the most memory it held.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Timed {
  tookMs: number;
  /** Standard output. */
  output: string;
}

export interface Running {
  program: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Exit statuses that are no failure; 0 when left out. */
  mayEndWith?: readonly number[];
}

/** Most time any one process may take. */
const timeoutMs = 300_000;

/** A home for the programs of one measurement, where Node keeps what it compiled, as it does for a person. */
function personFolder(): string {
  if (person !== null) return person;
  const folder = mkdtempSync(join(tmpdir(), "pkm-bench-person-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  person = folder;
  return folder;
}

let person: string | null = null;

/** Throws when the process fails: a failure is no measurement. */
export async function timed({ program, args, env = {}, mayEndWith = [0] }: Running): Promise<Timed> {
  const started = performance.now();
  const child = spawn(program, args, {
    env: { PATH: process.env["PATH"], LANG: "C.UTF-8", HOME: personFolder(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: timeoutMs,
  });
  const written = { output: "", error: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => void (written.output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => void (written.error += text));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const tookMs = performance.now() - started;
  if (status === null || !mayEndWith.includes(status))
    throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${written.error.slice(0, 1000)}`);
  return { tookMs, output: written.output };
}

/** The pkm of this checkout as it ships. */
export const pkm: string = fileURLToPath(new URL("../../bin/pkm.js", import.meta.url));

/** Runs pkm in `home`. */
export function timedPkm(home: string, ...args: readonly string[]): Promise<Timed> {
  return timed({ program: process.execPath, args: [pkm, ...args], env: { PKM_HOME: home }, mayEndWith: [0, 5] });
}

/** Runs something so many times, one after another, and tells how long each took in milliseconds. */
export async function timesOf(count: number, act: () => Promise<Timed>): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < count; at += 1) times.push((await act()).tookMs);
  return times;
}

/**
 * Writes the most memory the process held, in MB, when it ends. VmHWM and not maxRSS, which a child inherits from the
 * process that started it; and plain JavaScript, for a module in TypeScript would bring the memory of its compiler.
 */
const peakTeller = `const { readFileSync, writeFileSync } = process.getBuiltinModule("node:fs");
const peakMb = () => {
  try {
    return Number(/VmHWM:\\s+(\\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
};
process.on("exit", () => writeFileSync(process.env.PKM_BENCH_PEAK_FILE, String(peakMb())));`;

/** The most memory in MB that pkm held at once: the kernel's own high-water mark, told by the process as it ends. */
export async function peakMemoryMb(home: string, ...args: readonly string[]): Promise<number> {
  const file = `${home}.peak`;
  await timed({
    program: process.execPath,
    args: ["--import", `data:text/javascript,${encodeURIComponent(peakTeller)}`, pkm, ...args],
    env: { PKM_HOME: home, PKM_BENCH_PEAK_FILE: file },
    mayEndWith: [0, 5],
  });
  const mb = Number(readFileSync(file, "utf8"));
  rmSync(file);
  return mb;
}

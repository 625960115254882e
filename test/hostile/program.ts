// Plays pkm against the hostile server: as a process of its own, or for a screen.
import { spawn } from "node:child_process";
import { text as textOf } from "node:stream/consumers";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { systemClock } from "../../src/base/clock.ts";
import { run } from "../../src/main.ts";
import { captureTerminal } from "../../src/term/captured.ts";

const program = fileURLToPath(new URL("measured.ts", import.meta.url));

export interface Played {
  argv: readonly string[];
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface Measured extends Played {
  /** The most memory that the process had at one time. */
  peakMb: number;
  cpuMs: number;
  tookMs: number;
}

/** Runs pkm as its own process, without a terminal. */
export async function playProcess(argv: readonly string[], home: string): Promise<Measured> {
  const began = performance.now();
  const env = { PATH: process.env["PATH"], HOME: home, PKM_HOME: home };
  const child = spawn(process.execPath, [program, ...argv], { env, stdio: ["ignore", "pipe", "pipe", "pipe"] });
  const { stdout: out, stderr: err } = child;
  const [, , , memory] = child.stdio;
  if (!(memory instanceof Readable) || out === null || err === null) throw new Error("a channel is missing");
  const ended = new Promise<number | null>((resolve) => void child.on("close", resolve));
  const [stdout, stderr, measures] = await Promise.all([out, err, memory].map((stream) => textOf(stream)));
  const [kilobytes, microseconds] = (measures ?? "").split(" ").map(Number);
  return {
    argv,
    status: await ended,
    stdout: stdout ?? "",
    stderr: stderr ?? "",
    peakMb: (kilobytes ?? Number.NaN) / 1024,
    cpuMs: (microseconds ?? Number.NaN) / 1000,
    tookMs: performance.now() - began,
  };
}

/** Runs pkm in this process, for a person at a screen of 80 columns. */
export async function playScreen(argv: readonly string[], home: string): Promise<Played> {
  const terminal = captureTerminal(80);
  const env = { PATH: process.env["PATH"], HOME: home, PKM_HOME: home, NO_COLOR: "1" };
  const status = await run(argv, { env, clock: systemClock, terminal, version: "0.0.0" });
  return { argv, status, ...terminal.written() };
}

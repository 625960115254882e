// Runs a program for what it prints: without a shell, within limits of time and size.
import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";
import { reasonOf } from "../base/errors.ts";

export interface Program {
  argv: readonly string[];
  timeoutMs: number;
  /** Bytes of output, at most. */
  bytesMax: number;
}

/** How it ended; what it printed counts only where it ended well. */
export type ProgramEnd =
  | { kind: "done"; stdout: Uint8Array }
  /** `complaint` is the last line it wrote to stderr, or "". */
  | { kind: "failed"; status: number | null; signal: NodeJS.Signals | null; complaint: string }
  | { kind: "not-started"; reason: string }
  | { kind: "too-slow" }
  | { kind: "too-large" };

type Child = ChildProcessByStdio<null, Readable, Readable>;

const complaintBytesMax = 4096;

/**
 * Runs the program to its end, or kills it with all it started at a limit. It has pkm's own environment and nothing on
 * its standard input.
 */
export function runProgram({ argv, timeoutMs, bytesMax }: Program): Promise<ProgramEnd> {
  const [name = "", ...rest] = argv;
  return new Promise((resolve) => {
    // A group of its own, so that what it starts ends with it.
    const child = spawn(name, rest, { stdio: ["ignore", "pipe", "pipe"], detached: process.platform !== "win32" });
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    let stderr = "";
    const stop = (end: ProgramEnd): void => {
      endAll(child);
      resolve(end);
    };
    const timer = setTimeout(() => stop({ kind: "too-slow" }), timeoutMs);
    child.stdout.on("data", (chunk: Uint8Array) => {
      bytes += chunk.byteLength;
      if (bytes > bytesMax) stop({ kind: "too-large" });
      else chunks.push(chunk);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-complaintBytesMax);
    });
    child.once("error", (error) => {
      clearTimeout(timer);
      resolve({ kind: "not-started", reason: reasonOf(error) });
    });
    child.once("close", (status, signal) => {
      clearTimeout(timer);
      const complaint = stderr.trimEnd().split("\n").at(-1) ?? "";
      resolve(
        status === 0 ? { kind: "done", stdout: Buffer.concat(chunks) } : { kind: "failed", status, signal, complaint },
      );
    });
  });
}

function endAll(child: Child): void {
  child.stdout.destroy();
  child.stderr.destroy();
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch (thrown) {
    // It may have ended at this very moment.
    if (!(thrown instanceof Error && "code" in thrown && thrown.code === "ESRCH")) throw thrown;
  }
}

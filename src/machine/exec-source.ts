// Asks a program of the person's own for a feed, and tells what came of it as a server's answer would be told.
import { plainLine } from "../base/plain.ts";
import { PkmError } from "../base/errors.ts";
import type { ProgramRun } from "../seek/ask.ts";
import type { FailedAnswer, FetchOutcome } from "../seek/fetch.ts";
import { programScheme } from "../seek/source.ts";
import { splitCommand } from "../base/command-words.ts";
import { runProgram, type ProgramEnd } from "../term/program.ts";

const usualTimeoutMs = 20_000;
const bytesMax = 16 * 1024 * 1024;

/** Runs the program and hands back its output as a document; whatever goes wrong names the program. */
export async function askProgram({ command, timeoutMs }: ProgramRun): Promise<FetchOutcome> {
  const argv = wordsOf(command);
  if (typeof argv === "string") return failed("no-program", argv);
  const [name = ""] = argv;
  if (name === "") return failed("no-program", "exec: names no program");
  const limitMs = timeoutMs ?? usualTimeoutMs;
  const end = await runProgram({ argv, timeoutMs: limitMs, bytesMax });
  if (end.kind !== "done") {
    return failed(end.kind === "not-started" ? "no-program" : "program-failed", whyOf(end, { name, limitMs }));
  }
  const { stdout: body } = end;
  const nothing = { movedTo: null, etag: null, lastModified: null, maxAgeSeconds: null, contentType: null };
  return { kind: "fresh", url: programScheme + command, status: 200, body, ...nothing };
}

/** The words, or why there are none. */
function wordsOf(command: string): readonly string[] | string {
  try {
    return splitCommand(command, "exec:");
  } catch (thrown) {
    if (thrown instanceof PkmError) return thrown.message;
    throw thrown;
  }
}

function whyOf(
  end: Exclude<ProgramEnd, { kind: "done" }>,
  { name, limitMs }: { name: string; limitMs: number },
): string {
  const program = `the program ${plainLine(name)}`;
  if (end.kind === "not-started") return `${program} can not be started: ${end.reason}`;
  if (end.kind === "too-slow") return `${program} did not end within ${Math.round(limitMs / 100) / 10} seconds`;
  if (end.kind === "too-large") return `${program} printed more than 16 MB`;
  const how = end.status === null ? `was ended by ${end.signal}` : `ended with status ${end.status}`;
  const complaint = plainLine(end.complaint).slice(0, 200);
  return complaint === "" ? `${program} ${how}` : `${program} ${how}: ${complaint}`;
}

function failed(code: FailedAnswer["code"], message: string): FailedAnswer {
  return { kind: "failed", code, message, status: null, retryAt: null };
}

// Command lines run through the whole program, in homes that are thrown away.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../src/main.ts";
import { captureTerminal } from "../../src/term/captured.ts";

export interface Ran {
  status: number;
  stdout: string;
  stderr: string;
}

export interface Homes {
  /** A home that is not there yet. */
  fresh(): string;
  close(): void;
}

/** Homes under one folder. */
export function openHomes(): Homes {
  const root = mkdtempSync(join(tmpdir(), "pkm-homes-"));
  let count = 0;
  return {
    fresh: () => join(root, `home-${(count += 1)}`),
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** What stands on the clock of a run; null is the real time. */
interface Given {
  clock?: { now(): Date };
  /** What is piped in. */
  input?: string | Uint8Array;
}

/** Runs one command line as a pipe would have it. */
export async function inHome(home: string, argv: readonly string[], given: Given = {}): Promise<Ran> {
  const { clock = { now: () => new Date() }, input = "" } = given;
  const captured = captureTerminal(80);
  const terminal = {
    ...captured,
    isOutputTty: false,
    isErrorTty: false,
    async *inputPieces() {
      yield Buffer.from(input);
    },
    readInput: () => Promise.resolve(Buffer.from(input)),
  };
  const env = { PKM_HOME: home, NO_COLOR: "1" };
  const status = await run(argv, { env, clock, terminal, version: "0.0.0" });
  return { status, ...captured.written() };
}

// Names of files that are being written: hidden, and naming who writes them, so that what a killed writer left can be told.
import { processNamePattern, thisProcess } from "./process.ts";

/** The start of every such name. */
const start = ".pkm-";
const form = new RegExp(`^\\.pkm-(${processNamePattern})-\\d+\\.tmp$`);
let count = 0;

/** `.pkm-<process>-<n>.tmp`: a name that nothing else has. */
export function temporaryName(): string {
  count += 1;
  return `${start}${thisProcess()}-${count}.tmp`;
}

/** The name of the process that a file so named is written by (see process.ts); null for any other file. */
export function writerOf(name: string): string | null {
  return name.startsWith(start) ? (form.exec(name)?.[1] ?? null) : null;
}

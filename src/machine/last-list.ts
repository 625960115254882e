// Remembers the ids of the last list shown in a terminal, so that %3 means its third row.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PkmError } from "../base/errors.ts";
import { isGone, nameOfProcess, terminalProcess } from "../base/process.ts";

export interface LastList {
  /** The words with every %n replaced by the id of that row; throws PkmError("usage") when there is no such row. */
  expand(words: readonly string[]): readonly string[];
  /** Keeps the ids for the next command of this terminal; an empty list keeps the former one. */
  remember(ids: readonly string[]): void;
}

const start = "list-";

/**
 * The last list of the terminal that this process sits in, kept in `folder` for as long as the shell of it runs: a later
 * one may get its number, and a row that is not its own.
 */
export function lastListIn(folder: string): LastList {
  const file = (): string => join(folder, `${start}${nameOfProcess(terminalProcess())}`);
  return {
    expand(words) {
      if (!words.some((word) => rowOf(word) !== null)) return words;
      const ids = readIds(file());
      return words.map((word) => {
        const row = rowOf(word);
        if (row === null) return word;
        const id = ids[row - 1];
        if (id !== undefined) return id;
        throw new PkmError("usage", `the last list in this terminal has no row ${row}`, { hint: "pkm find" });
      });
    },
    remember(ids) {
      if (ids.length === 0) return;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(file(), ids.join("\n"), { mode: 0o600 });
        clearEnded(folder);
      } catch {
        // Without a place to remember them rows can not be named; ids still can.
      }
    },
  };
}

/** Takes away the lists of shells that have ended. */
function clearEnded(folder: string): void {
  for (const name of readdirSync(folder))
    if (name.startsWith(start) && isGone(name.slice(start.length)) === true)
      rmSync(join(folder, name), { force: true });
}

function rowOf(word: string): number | null {
  const digits = /^%([1-9]\d{0,4})$/.exec(word)?.[1];
  return digits === undefined ? null : Number(digits);
}

function readIds(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
}

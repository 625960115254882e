// Note files going from one text to another together: all of them, or as they were.
import { PkmError } from "../base/errors.ts";
import { shellWord } from "../base/shell-word.ts";
import type { NoteFile } from "./note.ts";

/** A note file as it stands and as it will; null is "is not there". */
export interface FileTurn {
  path: string;
  before: string | null;
  after: string | null;
}

export interface TurnWork {
  vault: {
    read(path: string): NoteFile;
    restore(path: string, text: string | null, expectedHash: string | null): void;
  };
  hash(text: string): string;
  /** The command that goes on where a file was changed since and stays; left out where there is none. */
  wayOn?: string;
}

/**
 * Runs `act`, which calls `write` when the files are to be written, in order. A file that is as it will be already,
 * by a run that was killed, is left as it is; where one is neither, `write` throws PkmError("failed") before any is
 * written. When `act` throws, what was written is put back, but for what somebody else has changed since.
 */
export function whileTurning<Result>(
  work: TurnWork,
  turns: readonly FileTurn[],
  act: (write: () => void) => Result,
): Result {
  const done: FileTurn[] = [];
  try {
    return act(() => {
      const due = turns.filter((turn) => isDue(work, turn));
      for (const turn of due) {
        writeTurn(work, turn);
        done.push(turn);
      }
    });
  } catch (thrown) {
    for (const turn of done.toReversed()) putBack(work, turn);
    throw thrown;
  }
}

function putBack(work: TurnWork, { path, before, after }: FileTurn): void {
  try {
    writeTurn(work, { path, before: after, after: before });
  } catch (thrown) {
    // What first went wrong is what the person has to hear of; a file that was changed meanwhile is theirs as it stands.
    if (!(thrown instanceof PkmError)) throw thrown;
  }
}

function isDue({ vault, wayOn }: TurnWork, { path, before, after }: FileTurn): boolean {
  const stands = textAt(vault, path);
  if (stands === after) return false;
  if (stands === before) return true;
  const what = stands === null ? "is gone" : before === null ? "exists already" : "was changed since";
  const hint = [`pkm show ${shellWord(path)}`, ...(wayOn === undefined ? [] : [wayOn])];
  throw new PkmError("failed", `${path} ${what}; all stays as it is`, { hint });
}

function writeTurn({ vault, hash }: TurnWork, { path, before, after }: FileTurn): void {
  vault.restore(path, after, before === null ? null : hash(before));
}

/** The whole file; null when there is none. */
export function textAt(vault: Pick<TurnWork["vault"], "read">, path: string): string | null {
  try {
    return vault.read(path).text;
  } catch (thrown) {
    if (thrown instanceof PkmError && thrown.kind === "not-found") return null;
    throw thrown;
  }
}

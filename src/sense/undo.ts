// Takes a change back, or makes it again: its rows and its note files as one, or nothing of it.
import { PkmError } from "../base/errors.ts";
import type { IndexedNote } from "./indexed-note.ts";
import type { NoteFile } from "./note.ts";

/** A note file as a change found and left it; null is "was not there". */
export interface FileTurn {
  path: string;
  before: string | null;
  after: string | null;
}

export interface UndoWork {
  vault: {
    read(path: string): NoteFile;
    restore(path: string, text: string | null, expectedHash: string | null): void;
  };
  store: {
    notes: { get(ref: string): IndexedNote | null; put(file: NoteFile, id: string | null): void };
    changes: { files(change: number): readonly FileTurn[]; undo(change: number): void; redo(change: number): void };
    transact<Result>(act: () => Result): Result;
  };
  hash(text: string): string;
}

export type Direction = "undo" | "redo";

/** The files of a change as they would go: from what stands now to what will stand. */
export function turnsOf({ store }: Pick<UndoWork, "store">, change: number, direction: Direction): readonly FileTurn[] {
  const files = store.changes.files(change);
  if (direction === "redo") return files;
  return files.map(({ path, before, after }) => ({ path, before: after, after: before }));
}

/**
 * Undoes or redoes a change. Throws PkmError("failed") when a row or file is not as the change left it; then nothing
 * is changed. A run that was killed halfway is completed by the next.
 */
export function turnChange(work: UndoWork, change: number, direction: Direction): void {
  const turns = turnsOf(work, change, direction);
  const done: FileTurn[] = [];
  try {
    // The files last and inside the transaction: where one was changed since, no row is taken back either.
    work.store.transact(() => {
      work.store.changes[direction](change);
      const due = turns.filter((turn) => isDue(work, turn));
      for (const turn of due) {
        write(work, turn);
        done.push(turn);
      }
      for (const { path, after } of turns) if (after !== null) indexAgain(work, path);
    });
  } catch (thrown) {
    for (const { path, before, after } of done.toReversed()) {
      write(work, { path, before: after, after: before });
    }
    throw thrown;
  }
}

/** False for a file that a killed run has written already. */
function isDue({ vault }: UndoWork, { path, before, after }: FileTurn): boolean {
  const stands = textAt(vault, path);
  if (stands === after) return false;
  if (stands === before) return true;
  const what = stands === null ? "is gone" : before === null ? "exists already" : "was changed since";
  throw new PkmError("failed", `${path} ${what}; all stays as it is`, { hint: `pkm show ${path}` });
}

function write({ vault, hash }: UndoWork, { path, before, after }: FileTurn): void {
  vault.restore(path, after, before === null ? null : hash(before));
}

function textAt(vault: UndoWork["vault"], path: string): string | null {
  try {
    return vault.read(path).text;
  } catch (thrown) {
    if (thrown instanceof PkmError && thrown.kind === "not-found") return null;
    throw thrown;
  }
}

/** A file put back within the millisecond and at the size it had would not be seen to have changed. */
function indexAgain({ store, vault }: UndoWork, path: string): void {
  const note = store.notes.get(path);
  if (note !== null) store.notes.put(vault.read(path), note.id);
}

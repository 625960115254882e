// Takes a change back, or makes it again: its rows and its note files as one, or nothing of it.
import { type FileTurn, type TurnWork, whileTurning } from "./file-turns.ts";
import type { IndexedNote } from "./indexed-note.ts";
import type { NoteFile } from "./note.ts";

export interface UndoWork extends TurnWork {
  store: {
    notes: { get(ref: string): IndexedNote | null; put(file: NoteFile, id: string | null): void };
    changes: { files(change: number): readonly FileTurn[]; undo(change: number): void; redo(change: number): void };
    transact<Result>(act: () => Result): Result;
  };
}

export type Direction = "undo" | "redo";

/** The files of a change as they would go: from what stands now to what will stand. */
export function turnsOf({ store }: Pick<UndoWork, "store">, change: number, direction: Direction): readonly FileTurn[] {
  const files = store.changes.files(change);
  if (direction === "redo") return files;
  // Backwards, so that a text that moved stands at its old place before it goes from its new one.
  return files.map(({ path, before, after }) => ({ path, before: after, after: before })).toReversed();
}

/**
 * Undoes or redoes a change. Throws PkmError("failed") when a row or file is not as the change left it; then nothing
 * is changed. A run that was killed halfway is completed by the next.
 */
export function turnChange(work: UndoWork, change: number, direction: Direction): void {
  const { store, vault } = work;
  const turns = turnsOf(work, change, direction);
  const wayOn = direction === "undo" ? { wayOn: "pkm undo --keep" } : {};
  whileTurning({ ...work, ...wayOn }, turns, (write) =>
    // The files last and inside the transaction: where one was changed since, no row is taken back either.
    store.transact(() => {
      store.changes[direction](change);
      write();
      for (const { path, after } of turns) {
        const note = after === null ? null : store.notes.get(path);
        // A file put back within the millisecond and at the size it had would not be seen to have changed.
        if (note !== null) store.notes.put(vault.read(path), note.id);
      }
    }),
  );
}

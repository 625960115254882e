// Writes a note file back after the person edited it, unless somebody else has changed it meanwhile.
import { PkmError } from "../base/errors.ts";
import { type NoteLedger, presentNote } from "./edit-note.ts";
import { type IndexedNote, refOf } from "./indexed-note.ts";
import type { NoteFile } from "./note.ts";

export interface EditWork {
  vault: {
    read(path: string): NoteFile;
    restore(path: string, text: string | null, expectedHash: string | null): void;
  };
  store: NoteLedger & {
    notes: { keep(path: string, text: string, hash: string): void };
  };
  hash(text: string): string;
}

/**
 * Writes `text` over `before` and indexes it; one entry in the changes. Throws PkmError("failed") when the file is
 * not as it was when the person began: the file stays as it is, and the person's text is kept among its versions.
 */
export function saveEdit(
  { vault, store, hash }: EditWork,
  note: IndexedNote,
  edit: { before: NoteFile; text: string },
): IndexedNote {
  const { before, text } = edit;
  const { path } = before;
  try {
    return store.changes.record(`edited “${note.title}”`, () => {
      vault.restore(path, text, before.hash);
      store.changes.recordFile({ path, before: before.text, after: text });
      store.notes.put(vault.read(path), note.id);
      return presentNote(store, refOf(note));
    });
  } catch (thrown) {
    if (!(thrown instanceof PkmError)) throw thrown;
    store.notes.keep(path, text, hash(text));
    throw new PkmError(thrown.kind, `${thrown.message}; what you wrote is kept`, {
      hint: `pkm show ${refOf(note)} --versions --full`,
      cause: thrown,
    });
  }
}

// Gives a note an id in its file, when something in pkm has to refer to it.
import { PkmError } from "../base/errors.ts";
import type { IndexedNote } from "./indexed-note.ts";
import type { FrontmatterEdit, NoteFile } from "./note.ts";

/** What changing a note file needs of the notes folder. */
export interface NoteWriter {
  read(path: string): NoteFile;
  edit(path: string, edits: readonly FrontmatterEdit[], expectedHash: string): NoteFile;
}

/** What changing a note file needs of the store. */
export interface NoteLedger {
  notes: { get(ref: string): IndexedNote | null; put(file: NoteFile, id: string | null): void };
  ids: { take(kind: "note"): string };
  changes: {
    record<Result>(summary: string, act: () => Result): Result;
    recordFile(file: { path: string; before: string | null; after: string | null }): void;
  };
}

/** The note with that id or path, its file there. Throws PkmError("not-found"). */
export function presentNote(store: Pick<NoteLedger, "notes">, ref: string): IndexedNote {
  const note = store.notes.get(ref);
  if (note === null) throw new PkmError("not-found", `no note ${ref}`, { hint: "pkm sense list" });
  if (note.missing !== null) {
    throw new PkmError("not-found", `the file of note ${ref}, ${note.path}, is gone`, { hint: "pkm undo --list" });
  }
  return note;
}

/**
 * Edits the frontmatter of a note inside a change being recorded, and indexes what it then says. A file that says
 * already what the edit asks for is not written.
 */
export function editNote(
  { vault, store }: { vault: NoteWriter; store: NoteLedger },
  note: { id: string | null; path: string },
  edits: readonly FrontmatterEdit[],
): NoteFile {
  const before = vault.read(note.path);
  const after = vault.edit(note.path, edits, before.hash);
  if (after.text !== before.text) {
    store.changes.recordFile({ path: note.path, before: before.text, after: after.text });
  }
  store.notes.put(after, note.id);
  return after;
}

/**
 * The id of the note at that path or with that id, written into its file when it stands there not yet. One entry in
 * the changes, or part of the one being recorded. Throws PkmError("failed") when the file has an id that is not pkm's.
 */
export function claimNote(work: { vault: NoteWriter; store: NoteLedger }, ref: string): string {
  const note = presentNote(work.store, ref);
  const file = work.vault.read(note.path);
  if (note.id !== null && file.id === note.id) return note.id;
  if (file.id !== null) {
    const why = note.problems.find((problem) => problem.code.endsWith("-id"))?.message ?? `it has the id ${file.id}`;
    throw new PkmError("failed", `${note.path} can not be given an id: ${why}`, {
      hint: `pkm sense edit ${note.path}`,
    });
  }
  return work.store.changes.record(`gave ${note.path} an id`, () => {
    const id = note.id ?? work.store.ids.take("note");
    editNote(work, { id, path: note.path }, [{ key: "id", set: id }]);
    return id;
  });
}

// Edits note files as one change, and gives a note an id in its file when something in pkm has to refer to it.
import { PkmError } from "../base/errors.ts";
import { shellWord } from "../base/shell-word.ts";
import type { IndexedNote } from "./indexed-note.ts";
import type { FrontmatterEdit, NoteFile } from "./note.ts";

/** What changing a note file needs of the notes folder. */
export interface NoteWriter {
  read(path: string): NoteFile;
  edit(path: string, edits: readonly FrontmatterEdit[], expectedHash: string): NoteFile;
  restore(path: string, text: string | null, expectedHash: string | null): void;
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

export interface NoteWork {
  vault: NoteWriter;
  store: NoteLedger;
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
 * Records a change that edits note files. When it fails midway nothing of it stays: the store forgets its part, and
 * the files that were written are put back, but for those that somebody else has changed since.
 */
export function recordEdits<Work extends NoteWork, Result>(
  work: Work,
  summary: string,
  act: (work: Work) => Result,
): Result {
  const written: { before: NoteFile; after: NoteFile }[] = [];
  const edit: NoteWriter["edit"] = (path, edits, expectedHash) => {
    const before = work.vault.read(path);
    const after = work.vault.edit(path, edits, expectedHash);
    if (after.text !== before.text) written.push({ before, after });
    return after;
  };
  try {
    return work.store.changes.record(summary, () => act({ ...work, vault: { ...work.vault, edit } }));
  } catch (thrown) {
    for (const { before, after } of written.toReversed()) putBack(work.vault, before, after);
    throw thrown;
  }
}

function putBack(vault: NoteWriter, before: NoteFile, after: NoteFile): void {
  try {
    vault.restore(before.path, before.text, after.hash);
  } catch (thrown) {
    // What first went wrong is what the person has to hear of; this file is theirs as it now stands.
    if (!(thrown instanceof PkmError)) throw thrown;
  }
}

/**
 * Edits the frontmatter of a note inside a change being recorded, and indexes what it then says. A file that says
 * already what the edit asks for is not written.
 */
export function editNote({ vault, store }: NoteWork, note: EditedNote, edits: readonly FrontmatterEdit[]): NoteFile {
  const before = vault.read(note.path);
  const after = vault.edit(note.path, edits, before.hash);
  if (after.text !== before.text) {
    store.changes.recordFile({ path: note.path, before: before.text, after: after.text });
  }
  const fromScan = note.problems.filter(({ code }) => idProblems.includes(code));
  store.notes.put({ ...after, problems: [...after.problems, ...fromScan] }, note.id);
  return after;
}

type EditedNote = Pick<IndexedNote, "id" | "path" | "problems">;

/** Problems that only a look at all files tells. */
const idProblems = ["duplicate-id", "foreign-id"];

/**
 * The id of the note at that path or with that id, written into its file when it stands there not yet. One entry in
 * the changes, or part of the one being recorded. Throws PkmError("failed") when the file has an id that is not pkm's.
 */
export function claimNote(work: NoteWork, ref: string): string {
  const note = presentNote(work.store, ref);
  const file = work.vault.read(note.path);
  if (note.id !== null && file.id === note.id) return note.id;
  if (file.id !== null) {
    const why = note.problems.find(({ code }) => idProblems.includes(code))?.message ?? `it has the id ${file.id}`;
    throw new PkmError("failed", `${note.path} can not be given an id: ${why}`, {
      hint: `pkm sense edit ${shellWord(note.path)}`,
    });
  }
  return recordEdits(work, `gave ${note.path} an id`, (recorded) => {
    const id = note.id ?? work.store.ids.take("note");
    editNote(recorded, { ...note, id }, [{ key: "id", set: id }]);
    return id;
  });
}

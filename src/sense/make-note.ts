// Makes a note out of a text and the items it came from: the file, its place in the index, and one entry in the changes.
import { type Clock, instantNow } from "../base/clock.ts";
import type { IndexedNote } from "./indexed-note.ts";
import type { NewNote, NoteFile, NoteKind } from "./note.ts";

export interface NoteMaker {
  store: {
    ids: { take(kind: "note"): string };
    notes: { put(file: NoteFile, id: string | null): void; get(ref: string): IndexedNote | null };
    items: { mark(id: string, mark: "kept"): void };
    changes: {
      record<Result>(summary: string, act: () => Result): Result;
      recordFile(file: { path: string; before: string | null; after: string | null }): void;
    };
  };
  vault: { create(note: NewNote): NoteFile };
  clock: Clock;
}

export interface WantedNote {
  title: string;
  body: string;
  kind: NoteKind;
  tags: readonly string[];
  contexts: readonly string[];
  /** Item ids; they are kept by it. */
  sources: readonly string[];
  /** How it came; null when made by hand. */
  via: string | null;
  /** Frontmatter lines of a template; left out when there are none. */
  front?: string;
}

/** Writes the note and hands it back as it is indexed. */
export function makeNote({ store, vault, clock }: NoteMaker, wanted: WantedNote): IndexedNote {
  return store.changes.record(`noted “${wanted.title}”`, () => {
    const id = store.ids.take("note");
    const file = vault.create({ id, created: instantNow(clock), ...wanted });
    store.changes.recordFile({ path: file.path, before: null, after: file.text });
    store.notes.put(file, id);
    for (const item of wanted.sources) store.items.mark(item, "kept");
    const note = store.notes.get(id);
    if (note === null) throw new Error(`note ${id} was not indexed`);
    return note;
  });
}

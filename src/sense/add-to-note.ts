// Adds words to the end of a note that is there: what the person handed in, and the items it came from.
import { editNote, type NoteLedger, type NoteWriter, presentNote, recordEdits } from "./edit-note.ts";
import { type IndexedNote, refOf } from "./indexed-note.ts";
import type { Vault } from "./note.ts";

export interface AddWork {
  vault: NoteWriter & Pick<Vault, "rewrite">;
  store: NoteLedger & { items: { mark(id: string, mark: "kept"): void } };
}

export interface Addition {
  /** Markdown; "" adds no words. */
  text: string;
  tags: readonly string[];
  contexts: readonly string[];
  /** Item ids; they are kept by it. */
  sources: readonly string[];
}

/** Writes it; one entry in the changes. All that stood in the file before stands in it after, byte for byte. */
export function addToNote(work: AddWork, ref: string, { text, tags, contexts, sources }: Addition): IndexedNote {
  const note = presentNote(work.store, ref);
  return recordEdits(work, `added to “${note.title}”`, (recorded) => {
    const { store } = recorded;
    const fresh = (wanted: readonly string[], there: readonly string[]): readonly string[] =>
      wanted.filter((each) => !there.some((other) => other.toLowerCase() === each.toLowerCase()));
    const edits = [
      { key: "tags", add: fresh(tags, note.tags), remove: [] },
      { key: "context", add: fresh(contexts, note.contexts), remove: [] },
      { key: "source", add: fresh(sources, note.sources), remove: [] },
    ] as const;
    const due = edits.filter(({ add }) => add.length > 0);
    if (due.length > 0) editNote(recorded, note, due);
    // Last: what comes before is put back where something fails, a rewritten body is not.
    if (text.trim() !== "") {
      const before = recorded.vault.read(note.path);
      const after = recorded.vault.rewrite(note.path, withParagraph(before.body, text), before.hash);
      store.changes.recordFile({ path: note.path, before: before.text, after: after.text });
      store.notes.put(after, note.id);
    }
    for (const item of sources) store.items.mark(item, "kept");
    return presentNote(store, refOf(note));
  });
}

/** The body with one more paragraph, in its own line ends. */
function withParagraph(body: string, text: string): string {
  const eol = /\r?\n/.exec(body)?.[0] ?? "\n";
  const gap = body.trim() === "" || /\n\r?\n$/.test(body) ? "" : body.endsWith("\n") ? eol : eol + eol;
  return `${body}${gap}${text.trim().replace(/\r?\n/g, eol)}${eol}`;
}

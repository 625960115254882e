// Makes one tag of two: in the store, and in the frontmatter of notes.
import { PkmError } from "../base/errors.ts";
import { editNote, type NoteLedger, type NoteWriter, presentNote, recordEdits } from "./edit-note.ts";
import type { Labels } from "./tagging.ts";

export interface MergeWork {
  store: NoteLedger & {
    tags: Labels & {
      having(tag: string, except: string): { things: readonly string[]; notes: readonly string[] };
    };
  };
  vault: NoteWriter;
}

export interface TagMerge {
  from: string;
  into: string;
  /** Ids of things and refs of notes whose tag was, or would be, changed. */
  things: readonly string[];
  notes: readonly string[];
  /** Refs of notes in whose text #from stands, which is theirs to edit. */
  inline: readonly string[];
}

/** What merging would change. Throws PkmError("not-found") when nothing is tagged so. */
export function planMerge({ store, vault }: MergeWork, from: string, into: string): TagMerge {
  if (from === into) throw new PkmError("usage", "a tag is not merged into itself", { hint: "pkm sense tags" });
  const { things, notes } = store.tags.having(from, into);
  if (things.length + notes.length === 0) {
    throw new PkmError("not-found", `nothing is tagged ${from}`, { hint: "pkm sense tags" });
  }
  const files = notes.map((ref) => ({ ref, file: vault.read(presentNote(store, ref).path) }));
  const isFrom = isCalled(from, into);
  return {
    from,
    into,
    things,
    notes: files.filter(({ file }) => file.frontTags.some(isFrom)).map(({ ref }) => ref),
    inline: files.filter(({ file }) => isInline(file.body, from, into)).map(({ ref }) => ref),
  };
}

/** Merges as planned; one entry in the changes. A run that was killed is completed by the next. */
export function mergeTags(work: MergeWork, merge: TagMerge): void {
  const { from, into, things, notes } = merge;
  if (things.length + notes.length === 0) return;
  const isFrom = isCalled(from, into);
  recordEdits(work, `merged the tag ${from} into ${into}`, (recorded) => {
    for (const thing of things) {
      recorded.store.tags.remove(thing, [from]);
      recorded.store.tags.add(thing, [into]);
    }
    for (const ref of notes) {
      const note = presentNote(recorded.store, ref);
      const { frontTags } = recorded.vault.read(note.path);
      const remove = frontTags.filter(isFrom);
      // One edit, so that no killed run leaves a note without either.
      if (remove.length > 0) {
        editNote(recorded, note, [
          { key: "tags", add: [], remove },
          { key: "tags", add: [into], remove: [] },
        ]);
      }
    }
  });
}

/** SQLite's NOCASE folds ASCII letters alone. */
function isCalled(from: string, into: string): (tag: string) => boolean {
  const plain = (tag: string): string => tag.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return (tag) => tag !== into && plain(tag) === plain(from);
}

function isInline(body: string, from: string, into: string): boolean {
  const isFrom = isCalled(from, into);
  return Array.from(body.matchAll(/#([^\s#,;:.!?()[\]]+)/g), ([, tag = ""]) => tag).some(isFrom);
}

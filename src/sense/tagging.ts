// Puts tags on things and takes them off: of notes in their files, of all else in the store.
import { PkmError } from "../base/errors.ts";
import { editNote, type NoteLedger, type NoteWriter, presentNote, recordEdits } from "./claim.ts";

export interface TagStore extends NoteLedger {
  tags: {
    of(thing: string): readonly string[];
    add(thing: string, tags: readonly string[]): readonly string[];
    remove(thing: string, tags: readonly string[]): readonly string[];
  };
}

export interface Tagged {
  /** Id of what was tagged, or the path of a note without one. */
  ref: string;
  /** All its tags after it. */
  tags: readonly string[];
  /** Those that were added, or taken off. */
  changed: readonly string[];
}

/** A tag as it is stored: without its #, white space as hyphens. Throws PkmError("usage") when nothing is left. */
export function tagName(written: string): string {
  const tag = written
    .trim()
    .replace(/^#+/, "")
    .replace(/[\s,]+/g, "-");
  if (/[\p{L}\p{N}]/u.test(tag)) return tag;
  throw new PkmError("usage", `“${written}” is no tag: it has no letter or digit`, { hint: "pkm sense tag --help" });
}

/** Tags several things, one entry in the changes. `refs` are ids, or paths of notes. */
export function tagThings(
  work: { store: TagStore; vault: NoteWriter },
  wanted: { refs: readonly { ref: string; isNote: boolean }[]; tags: readonly string[]; isRemoval: boolean },
): readonly Tagged[] {
  const { refs, tags, isRemoval } = wanted;
  const named = refs.map(({ ref }) => ref).join(", ");
  return recordEdits(work, `${isRemoval ? "took tags off" : "tagged"} ${named}: ${tags.join(", ")}`, (recorded) =>
    refs.map(({ ref, isNote }) => (isNote ? tagNote(recorded, ref, wanted) : tagRow(recorded.store.tags, ref, wanted))),
  );
}

interface Tagging {
  tags: readonly string[];
  isRemoval: boolean;
}

function tagRow(store: TagStore["tags"], ref: string, { tags, isRemoval }: Tagging): Tagged {
  const changed = isRemoval ? store.remove(ref, tags) : store.add(ref, tags);
  return { ref, tags: store.of(ref), changed };
}

function tagNote(work: { store: TagStore; vault: NoteWriter }, ref: string, { tags, isRemoval }: Tagging): Tagged {
  const note = presentNote(work.store, ref);
  const wanted = new Set(tags.map((tag) => tag.toLowerCase()));
  const had = new Set(note.tags.map((tag) => tag.toLowerCase()));
  const remove = isRemoval ? note.tags.filter((tag) => wanted.has(tag.toLowerCase())) : [];
  const add = isRemoval ? [] : tags.filter((tag) => !had.has(tag.toLowerCase()));
  if (add.length === 0 && remove.length === 0) return { ref, tags: note.tags, changed: [] };
  const file = editNote(work, note, [{ key: "tags", add, remove }]);
  const now = new Set(file.tags);
  return { ref, tags: file.tags, changed: isRemoval ? remove.filter((tag) => !now.has(tag)) : add };
}

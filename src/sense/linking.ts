// Links a note to another note or to an item, typed, in the note's own frontmatter.
import { PkmError } from "../base/errors.ts";
import { claimNote, editNote, type NoteWork, presentNote, recordEdits } from "./edit-note.ts";
import { type IndexedNote, refOf } from "./indexed-note.ts";
import type { LinkKind } from "./note.ts";

export interface WantedLink {
  /** A note's id or path. */
  from: string;
  /** An id, or a note's path. */
  to: string;
  isNoteTo: boolean;
  as: LinkKind;
  isRemoval: boolean;
}

export interface Linked {
  note: IndexedNote;
  /** Id of what it is linked to. */
  to: string;
  /** False when the link stood, or was absent, already. */
  isChanged: boolean;
}

/** Writes the link into the note, or takes it out. A note that is linked to gets an id, so that the link outlives a move. */
export function linkNote(work: NoteWork, wanted: WantedLink): Linked {
  const { as, isRemoval } = wanted;
  const from = presentNote(work.store, wanted.from);
  if (wanted.to === from.id || wanted.to === from.path) {
    throw new PkmError("usage", "a note is not linked to itself", { hint: "pkm sense list" });
  }
  const summary = `${isRemoval ? "unlinked" : "linked"} ${refOf(from)} ${as} ${wanted.to}`;
  return recordEdits(work, summary, (recorded) => {
    const to = wanted.isNoteTo && !isRemoval ? claimNote(recorded, wanted.to) : wanted.to;
    const has = from.links.some((link) => link.to === to && link.as === as);
    if (has === !isRemoval) return { note: from, to, isChanged: false };
    const links = isRemoval ? writtenAs(recorded, from, { to, as }) : [{ to, as }];
    editNote(recorded, from, [{ key: "links", add: isRemoval ? [] : links, remove: isRemoval ? links : [] }]);
    const note = presentNote(work.store, refOf(from));
    return { note, to, isChanged: true };
  });
}

/** The file may name the target by title or path: what is taken out is what stands there. */
function writtenAs(
  { store, vault }: NoteWork,
  from: IndexedNote,
  link: { to: string; as: LinkKind },
): readonly { to: string; as: LinkKind }[] {
  const written = vault.read(from.path).links.filter((candidate) => candidate.as === link.as);
  const meant = written.filter((candidate) => {
    const found = store.notes.get(candidate.to);
    return candidate.to === link.to || (found !== null && refOf(found) === link.to);
  });
  return meant;
}

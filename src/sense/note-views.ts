// Notes that ask for a second look: linked with nothing, not touched for long, or heard from one side alone.
import type { Instant } from "../base/clock.ts";
import type { IndexedNote } from "./indexed-note.ts";

/** Which notes are wanted; of several all must hold. */
export interface NoteView {
  isOrphan: boolean;
  /** Last written before it; null asks for none. */
  staleSince: Instant | null;
  isOneSided: boolean;
}

type Linked = Pick<IndexedNote, "growth" | "updated" | "links" | "backlinks" | "sources">;

/**
 * Whether the note is in the view. An orphan has no link that leads to something and none to it, and was made of no
 * item. A retired note is never stale. One side: something supports it, or it supports something, and nothing
 * challenges on either end.
 */
export function isInView(note: Linked, view: NoteView, isThere: (ref: string) => boolean): boolean {
  const { isOrphan, staleSince, isOneSided } = view;
  if (isOrphan && (note.sources.length > 0 || note.backlinks.length > 0 || note.links.some(({ to }) => isThere(to)))) {
    return false;
  }
  if (staleSince !== null && (note.growth === "retired" || note.updated >= staleSince)) return false;
  if (!isOneSided) return true;
  const ways = new Set([...note.links, ...note.backlinks].map(({ as }) => as));
  return ways.has("supports") && !ways.has("challenges");
}

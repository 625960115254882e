// A note as the index holds it: what its file says, with its links both ways and its shares.
import type { Instant } from "../base/clock.ts";
import type { Growth, LinkKind, NoteKind } from "./note.ts";

/** How a note is linked to something: typed in its frontmatter, or named in its text. */
export type LinkAs = LinkKind | "mentions";

export interface IndexedNote {
  /** Null until something in pkm has to refer to the note. */
  id: string | null;
  kind: "note";
  noteKind: NoteKind;
  title: string;
  path: string;
  tags: readonly string[];
  contexts: readonly string[];
  growth: Growth;
  created: Instant | null;
  /** When the file was last written. */
  updated: Instant;
  /** Item ids. */
  sources: readonly string[];
  /** `to` is the id or path the link means, or the target as written when nothing has that name. */
  links: readonly { to: string; as: LinkAs }[];
  backlinks: readonly { from: string; as: LinkAs }[];
  /** Ids of shares that were not withdrawn. */
  shares: readonly string[];
  /** The file's text after the frontmatter. */
  text: string;
  problems: readonly { code: string; message: string }[];
  /** When the file was found to be gone; null while it is there. */
  missing: Instant | null;
}

/** What is known of a note file without reading it. */
export interface IndexedStamp {
  path: string;
  id: string | null;
  /** SHA-256 of the file's bytes, hex. */
  hash: string;
  modifiedMs: number;
  sizeBytes: number;
  missing: Instant | null;
}

/** What a note is called by: its id, or its path while it has none. */
export function refOf(note: { id: string | null; path: string }): string {
  return note.id ?? note.path;
}

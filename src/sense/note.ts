// A note: my own text, a Markdown file I own, and what pkm reads out of it.
import type { Instant } from "../base/clock.ts";
import type { NoteTemplate } from "./template.ts";

export const noteKinds = ["idea", "finds", "practice", "question"] as const;
export type NoteKind = (typeof noteKinds)[number];

export const growths = ["seed", "growing", "settled", "retired"] as const;
export type Growth = (typeof growths)[number];

export const linkKinds = ["supports", "challenges", "extends", "example", "answers"] as const;
export type LinkKind = (typeof linkKinds)[number];

/** A reference inside a note's body: [[target|alias]], or a Markdown link to another note or item. */
export interface Mention {
  /** As written: a title, slug, path, id or URL, without alias and heading. */
  target: string;
  /** Where it stands, as an offset in UTF-16 units of the file's text. */
  at: number;
}

/** How a link names its target: in [[ ]], as the address of a Markdown link, or in a typed entry of frontmatter. */
export type NameForm = "wikilink" | "destination" | "entry";

/** Another target for a link; null leaves it as it is. */
export type Renamer = (target: string, form: NameForm) => string | null;

/** What a note file says, read without the store: frontmatter understood, body apart. */
export interface NoteText {
  /** From frontmatter; null when the file has none yet. */
  id: string | null;
  /** Frontmatter title, else the first heading, else the slug in words. */
  title: string;
  kind: NoteKind;
  growth: Growth;
  created: Instant | null;
  /** Frontmatter tags and inline #tags, without #, each once, as written. */
  tags: readonly string[];
  /** Those of them that stand in frontmatter, where pkm may edit them. */
  frontTags: readonly string[];
  contexts: readonly string[];
  /** Item ids named under `source:` in frontmatter. */
  sources: readonly string[];
  /** Typed links from frontmatter `links:` entries, as {to, as}. */
  links: readonly { to: string; as: LinkKind }[];
  /** How the note came ("review", "import" ...), from frontmatter; null when it says nothing. */
  via: string | null;
  mentions: readonly Mention[];
  /** The text after the frontmatter, exactly as it stands. */
  body: string;
  /** What is wrong with the file but does not stop reading it; empty when all is well. */
  problems: readonly { code: string; message: string }[];
}

/** A note as a file in the vault. */
export interface NoteFile extends NoteText {
  /** Path inside the notes folder, with `/`. */
  path: string;
  /** SHA-256 of the file's bytes, hex. */
  hash: string;
  /** The whole file as text. */
  text: string;
  /** Modification time in whole milliseconds since 1970. */
  modifiedMs: number;
  sizeBytes: number;
}

/** What the file system tells without reading: enough to see that a file may have changed. */
export interface FileStamp {
  path: string;
  modifiedMs: number;
  sizeBytes: number;
}

/** A file that somebody began to write and did not finish. */
export interface Leftover {
  path: string;
  /** Whether its writer was a process of this machine that has ended; else that can not be told from here. */
  isOurs: boolean;
}

/** A note as it is to be created. */
export interface NewNote {
  id: string;
  title: string;
  created: Instant;
  kind: NoteKind;
  tags: readonly string[];
  contexts: readonly string[];
  /** Item ids. */
  sources: readonly string[];
  /** How it came: "review", "import" ...; null when made by hand. */
  via: string | null;
  body: string;
  /** Frontmatter lines of a template, taken over as they stand; left out when there are none. */
  front?: string;
}

/** One edit of a note's frontmatter, key by key; the body is never touched by it. */
export type FrontmatterEdit =
  | { key: "id" | "title" | "kind" | "growth"; set: string }
  | { key: "tags" | "context" | "source"; add: readonly string[]; remove: readonly string[] }
  | { key: "links"; add: readonly { to: string; as: LinkKind }[]; remove: readonly { to: string; as: LinkKind }[] };

/**
 * The notes folder as a port. Every write is atomic (temporary name, fsync, rename, fsync of the folder)
 * and hands back the file as it then stands. A write whose `expectedHash` is not the file's hash any more
 * throws PkmError("failed"): somebody else changed it, and their text stays.
 */
export interface Vault {
  /** The folder's absolute path. */
  root: string;
  /** Stamps of every note file (*.md, hidden folders left out), by path. Missing folder: none. */
  list(): readonly FileStamp[];
  /** Half-written files that nobody known to be running will finish, by path. */
  leftovers(): readonly Leftover[];
  /** Takes away those of them whose writer has ended; what another machine may be writing stays. */
  sweep(): void;
  /** The file as it stands; throws PkmError("not-found") when there is none. */
  read(path: string): NoteFile;
  /** Its bytes alone. */
  bytes(path: string): { bytes: Uint8Array; modifiedMs: number };
  /** Whether a file with these bytes, another file, or none lies at `path`; throws PkmError("failed") for no path of a note. */
  compare(path: string, bytes: Uint8Array): "same" | "other" | "none";
  /** Puts a file where there is none, as it was last written at `modifiedMs`. */
  place(path: string, file: { bytes: Uint8Array; modifiedMs: number }): void;
  /** Creates `<slug>.md`, or `<slug>-2.md` ... when the name is taken. */
  create(note: NewNote): NoteFile;
  /** Edits frontmatter keys, keeping unknown keys, order, comments and the body byte for byte. */
  edit(path: string, edits: readonly FrontmatterEdit[], expectedHash: string): NoteFile;
  /** Replaces the body the person handed in; frontmatter stays as it is. */
  rewrite(path: string, body: string, expectedHash: string): NoteFile;
  /**
   * Where the note would lie in its folder under another title, and what its file would say, its links to itself as
   * `renamerFor` that path says; nothing is written.
   */
  renamed(file: NoteFile, title: string, renamerFor: (path: string) => Renamer): { path: string; text: string };
  /** What the file would say if the targets of its links were as `rename` says; nothing is written. */
  relinked(file: NoteFile, rename: Renamer): string;
  /**
   * The template of that name; null when there is none. Throws PkmError("failed") when its file can not be read. Templates
   * are no notes, and nothing writes them.
   */
  template(name: string): NoteTemplate | null;
  /** Names of all templates, in alphabetical order. */
  templates(): readonly string[];
  /** Puts back (text) or takes away (null) a whole file, for undo. `expectedHash` null: the file must not exist. */
  restore(path: string, text: string | null, expectedHash: string | null): void;
}

// A share: the case file of taking one note outward, with its versions and all that is known of it.
import { PkmError } from "../base/errors.ts";
import { sha256 } from "../base/hash.ts";
import type { Instant } from "../base/clock.ts";
import type { NoteKind } from "../sense/note.ts";
import type { Feedback } from "./feedback.ts";
import type { GateRules } from "./gate-rules.ts";
import type { Release } from "./release.ts";

export interface Share {
  id: string;
  /** Note id. */
  note: string;
  created: Instant;
  withdrawn: Instant | null;
  closed: Instant | null;
}

/** Immutable text of the note for the share. */
export interface ShareVersion {
  share: string;
  /** 1-based, without gaps. */
  n: number;
  title: string;
  body: string;
  /** As `versionHash` makes it. */
  hash: string;
  created: Instant;
}

/** A look at a version by its author alone; nothing of it left the machine. */
export interface Reflection {
  id: string;
  share: string;
  version: number;
  questions: readonly string[];
  at: Instant;
}

/** Everything the store knows of one share. */
export interface ShareFacts {
  share: Share;
  /** Oldest first; never empty. */
  versions: readonly ShareVersion[];
  /** Oldest first. */
  releases: readonly Release[];
  /** Oldest first. */
  feedback: readonly Feedback[];
  /** Oldest first. */
  reflections: readonly Reflection[];
}

/** The note as it stands in its file. */
export interface NoteNow {
  id: string;
  path: string;
  title: string;
  kind: NoteKind;
  contexts: readonly string[];
  body: string;
  /** As `versionHash` makes it, of title and body. */
  hash: string;
  /** SHA-256 of the whole file, hex, for a write that must not overwrite somebody else's. */
  fileHash: string;
  /** The whole file, for undo. */
  fileText: string;
  /** Ids of the items it cites. */
  sources: readonly string[];
  /** What is wrong with the file, so that what it says can not be told for sure; null when nothing is. */
  unfit: string | null;
}

/** A share with the note and the time it is looked at. */
export interface ShareCase extends ShareFacts {
  /** Null when the note's file is gone. */
  note: NoteNow | null;
  rules: GateRules;
  now: Date;
}

/** The hash of a version: SHA-256 of title, line feed and body, hex. */
export function versionHash(title: string, body: string): string {
  return sha256(`${title}\n${body}`);
}

/** Refuses a note whose frontmatter can not be told from its text, or whose text is two: neither is what was meant. */
export function refuseUnfit({ id, path, unfit }: NoteNow): void {
  if (unfit === null) return;
  throw new PkmError("not-yet", `${path} goes nowhere like this: ${unfit}`, { hint: `pkm sense edit ${id}` });
}

/** The newest version. */
export function latestVersion({ share, versions }: Pick<ShareFacts, "share" | "versions">): ShareVersion {
  const latest = versions.at(-1);
  if (latest === undefined) throw new Error(`the share ${share.id} has no version`);
  return latest;
}

/** Whether the note's file says something else than the newest version; a file that is gone says nothing. */
export function isEdited(shareCase: ShareCase): boolean {
  return shareCase.note?.hash !== latestVersion(shareCase).hash;
}

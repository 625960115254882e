// Puts tags or contexts on things and takes them off: of notes in their files, of all else in the store.
import { PkmError } from "../base/errors.ts";
import { editNote, type NoteLedger, type NoteWriter, presentNote, recordEdits } from "./edit-note.ts";
import type { IndexedNote } from "./indexed-note.ts";

/** The tags, or the contexts, of things that are no notes. */
export interface Labels {
  of(thing: string): readonly string[];
  add(thing: string, labels: readonly string[]): readonly string[];
  remove(thing: string, labels: readonly string[]): readonly string[];
}

export interface LabelStore extends NoteLedger {
  tags: Labels;
  contexts: Labels;
}

export type LabelNoun = "tag" | "context";

/** What is to be put on things, or taken off; `things` are ids, or paths of notes. */
export interface Labelling {
  noun: LabelNoun;
  things: readonly { ref: string; isNote: boolean }[];
  labels: readonly string[];
  isRemoval: boolean;
}

export interface Labelled {
  /** Id of the thing, or the path of a note without one. */
  ref: string;
  /** All it has after it. */
  labels: readonly string[];
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

/** Labels several things, one entry in the changes. */
export function labelThings(work: { store: LabelStore; vault: NoteWriter }, wanted: Labelling): readonly Labelled[] {
  const { noun, things, labels, isRemoval } = wanted;
  const named = things.map(({ ref }) => ref).join(", ");
  const did = places[noun][isRemoval ? "took" : "put"];
  return recordEdits(work, `${did} ${named}: ${labels.join(", ")}`, (recorded) =>
    things.map(({ ref, isNote }) => (isNote ? labelNote(recorded, ref, wanted) : labelRow(work.store, ref, wanted))),
  );
}

const places = {
  tag: { key: "tags", put: "tagged", took: "took tags off", rows: (store: LabelStore): Labels => store.tags },
  context: {
    key: "context",
    put: "put in context",
    took: "took out of context",
    rows: (store: LabelStore): Labels => store.contexts,
  },
} as const;

function labelRow(store: LabelStore, ref: string, { noun, labels, isRemoval }: Labelling): Labelled {
  const rows = places[noun].rows(store);
  const changed = isRemoval ? rows.remove(ref, labels) : rows.add(ref, labels);
  return { ref, labels: rows.of(ref), changed };
}

function labelNote(
  work: { store: LabelStore; vault: NoteWriter },
  ref: string,
  { noun, labels, isRemoval }: Labelling,
): Labelled {
  const note = presentNote(work.store, ref);
  const there = labelsOf(note, noun);
  const wanted = new Set(labels.map((label) => label.toLowerCase()));
  const had = new Set(there.map((label) => label.toLowerCase()));
  const remove = isRemoval ? there.filter((label) => wanted.has(label.toLowerCase())) : [];
  const add = isRemoval ? [] : labels.filter((label) => !had.has(label.toLowerCase()));
  if (add.length === 0 && remove.length === 0) return { ref, labels: there, changed: [] };
  const now = labelsOf(editNote(work, note, [{ key: places[noun].key, add, remove }]), noun);
  return { ref, labels: now, changed: isRemoval ? remove.filter((label) => !now.includes(label)) : add };
}

function labelsOf(note: Pick<IndexedNote, "tags" | "contexts">, noun: LabelNoun): readonly string[] {
  return noun === "tag" ? note.tags : note.contexts;
}

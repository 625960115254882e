// Passages that no longer stand as they were cited, with the notes and the shares that lean on them.
import type { Instant } from "../base/clock.ts";
import { plainLine } from "../base/plain.ts";
import type { Anchor, Annotation } from "./annotation.ts";
import { type IndexedNote, refOf } from "./indexed-note.ts";

/** What is asked of the store. */
export interface LeaningStore {
  notes: { get(ref: string): IndexedNote | null; ofItem(item: string): readonly string[] };
  links: { to(ref: string): readonly { from: string }[] };
  releases: { ofShare(share: string): readonly SentRelease[] };
}

export interface SentRelease {
  kind: "round" | "publication" | "report";
  placeName: string;
  /** Null while nothing of it has left. */
  sent: Instant | null;
}

export interface LeaningShare {
  id: string;
  note: string;
  /** Names of the communities and networks it went to, in that order. */
  places: readonly string[];
  /** True when it stands on a network. */
  isPublished: boolean;
}

export interface StalePassage {
  annotation: string;
  item: string;
  /** The item's title. */
  title: string;
  /** The passage as it was cited. */
  quote: string;
  anchor: Anchor;
  isPageGone: boolean;
  created: Instant;
  /** Notes made of the item or linked to it; `hasQuote` when the passage stands in the note's own text. */
  notes: readonly { ref: string; title: string; hasQuote: boolean }[];
  /** Shares of those notes of which something has left. */
  shares: readonly LeaningShare[];
}

/** Those of the annotations whose passage does not stand where it stood, with what leans on each; `titleOf` an item. */
export function stalePassages(
  store: LeaningStore,
  annotations: readonly Annotation[],
  titleOf: (item: string) => string,
): readonly StalePassage[] {
  const leaningNote = openLeaningNotes(store);
  return annotations.flatMap(({ id, item, quote, anchor, isPageGone, created }) => {
    if (quote === null || (anchor === "same" && !isPageGone)) return [];
    const refs = [...store.notes.ofItem(item), ...store.links.to(item).map(({ from }) => from)];
    const notes = [...new Set(refs)].flatMap((ref) => leaningNote(ref) ?? []);
    return {
      annotation: id,
      item,
      title: titleOf(item),
      quote: quote.exact,
      anchor,
      isPageGone,
      created,
      notes: notes.map(({ ref, title, words }) => ({ ref, title, hasQuote: words.includes(plainLine(quote.exact)) })),
      shares: notes.flatMap(({ shares }) => shares),
    };
  });
}

interface LeaningNote {
  ref: string;
  title: string;
  /** Its text on one line, without the marks of a quotation. */
  words: string;
  shares: readonly LeaningShare[];
}

/** Reads each note once: many passages may stand in one. */
function openLeaningNotes(store: LeaningStore): (ref: string) => LeaningNote | null {
  const known = new Map<string, LeaningNote | null>();
  const read = (name: string): LeaningNote | null => {
    const note = store.notes.get(name);
    if (note === null) return null;
    const ref = refOf(note);
    const words = plainLine(note.text.replace(/^[ \t]*>[ \t]?/gm, ""));
    const shares = note.shares.flatMap((share) => leaningShare(store, share, ref) ?? []);
    return { ref, title: note.title, words, shares };
  };
  return (ref) => {
    const note = known.get(ref) ?? read(ref);
    known.set(ref, note);
    return note;
  };
}

function leaningShare({ releases }: LeaningStore, id: string, note: string): LeaningShare | null {
  const sent = releases.ofShare(id).filter((release) => release.sent !== null);
  if (sent.length === 0) return null;
  const places = [...new Set(sent.map(({ placeName }) => placeName))];
  return { id, note, places, isPublished: sent.some(({ kind }) => kind === "publication") };
}

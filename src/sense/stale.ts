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

/** The passage of an annotation with what leans on it; null when it stands where it stood. */
export function stalePassage(store: LeaningStore, annotation: Annotation, title: string): StalePassage | null {
  const { id, item, quote, anchor, isPageGone, created } = annotation;
  if (quote === null || (anchor === "same" && !isPageGone)) return null;
  const refs = [...store.notes.ofItem(item), ...store.links.to(item).map(({ from }) => from)];
  const notes = [...new Set(refs)].flatMap((ref) => store.notes.get(ref) ?? []);
  return {
    annotation: id,
    item,
    title,
    quote: quote.exact,
    anchor,
    isPageGone,
    created,
    notes: notes.map((note) => ({ ref: refOf(note), title: note.title, hasQuote: hasQuote(note, quote.exact) })),
    shares: notes.flatMap((note) => note.shares.flatMap((share) => leaningShare(store, share, refOf(note)) ?? [])),
  };
}

function hasQuote(note: IndexedNote, exact: string): boolean {
  return plainLine(note.text.replace(/^[ \t]*>[ \t]?/gm, "")).includes(plainLine(exact));
}

function leaningShare({ releases }: LeaningStore, id: string, note: string): LeaningShare | null {
  const sent = releases.ofShare(id).filter((release) => release.sent !== null);
  if (sent.length === 0) return null;
  const places = [...new Set(sent.map(({ placeName }) => placeName))];
  return { id, note, places, isPublished: sent.some(({ kind }) => kind === "publication") };
}

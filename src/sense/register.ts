// What machines tell each other of what a person did: registers, of which the later word counts, whoever hears it first.
import type { Instant } from "../base/clock.ts";

/**
 * read: when; judged: kept or dropped, and when; bounded: a context that is a confidentiality line, as it is written; the
 * others: that they are there, with what goes with them.
 */
export const stateKinds = ["read", "judged", "tag", "context", "bounded", "annotation", "feedback"] as const;
export type StateKind = (typeof stateKinds)[number];

export interface Register {
  kind: StateKind;
  /** JSON array of names that are the same on every machine. */
  key: string;
  /** Milliseconds of a hybrid logical clock (Kulkarni and others, 2014). */
  stamp: number;
  machine: string;
  /** Null: it was taken away. */
  value: string | null;
}

/**
 * Of two words on the same thing the one that counts: a total order, so that machines agree in whatever order they
 * hear of them, and however often.
 */
export function laterOf<Kept extends Register>(one: Kept, other: Kept): Kept {
  if (one.stamp !== other.stamp) return one.stamp > other.stamp ? one : other;
  if (one.machine !== other.machine) return one.machine > other.machine ? one : other;
  return (one.value ?? "") >= (other.value ?? "") ? one : other;
}

/** The stamp of a change at `atMs` that was made knowing `before`; null is nothing. */
export function stampAfter(atMs: number, before: number | null): number {
  return before === null ? atMs : Math.max(atMs, before + 1);
}

/** An item that state speaks of, with its words, for a machine that has not got it. */
export interface StateItem {
  key: string;
  /** Its name in its source. */
  name: string;
  entryHash: string;
  url: string | null;
  guid: string | null;
  title: string | null;
  author: string | null;
  published: Instant | null;
  updated: Instant | null;
  html: string | null;
  text: string | null;
  source: { url: string; title: string | null };
}

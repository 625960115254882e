// Contexts: areas of life, several for one thing. A bounded one is a confidentiality line that sharing keeps to.
import { PkmError } from "../base/errors.ts";
import { foldName } from "./link-name.ts";

/** How a thing came to stand in a context: by itself, by an item it was made of, or by a thing its text links to. */
export type ContextWay = "own" | "made of" | "links";

/** A context of a note, and what brought it there. */
export interface NoteContext {
  context: string;
  how: ContextWay;
  /** Id of the item or note that is in the context; the note itself where `how` is "own". */
  by: string;
}

/** Bounded contexts by their folded names, as the store keeps them. */
export type BoundedContexts = ReadonlySet<string>;

/** A context as it is stored: one line without commas. Throws PkmError("usage") when no letter or digit is left. */
export function contextName(written: string): string {
  const context = written.replace(/[\s,]+/g, " ").trim();
  if (/[\p{L}\p{N}]/u.test(context)) return context;
  throw new PkmError("usage", `“${written}” is no context: it has no letter or digit`, {
    hint: "pkm sense context --help",
  });
}

/** Whether the context is a confidentiality line; case, Unicode form and white space make no difference. */
export function isBounded(context: string, bounded: BoundedContexts): boolean {
  return bounded.has(foldName(context));
}

/**
 * The bounded contexts of a thing that it would leave by going to a place in the contexts `to`, each once, as first
 * written. A place in no context is outside of every line.
 */
export function contextsLeft(
  of: readonly string[],
  to: readonly string[],
  bounded: BoundedContexts,
): readonly string[] {
  const left = new Map<string, string>();
  const inside = new Set(to.map(foldName));
  for (const context of of) {
    const name = foldName(context);
    if (bounded.has(name) && !inside.has(name) && !left.has(name)) left.set(name, context);
  }
  return [...left.values()];
}

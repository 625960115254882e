// Who tells a thing, and whether two tellings come from one root: then they are one witness.
import { similarityMin, siteOf } from "../seek/echoes.ts";
import { shinglesOf, similarity } from "../seek/shingles.ts";
import type { Item } from "../seek/item.ts";
import { folded } from "./terms.ts";

export interface Telling {
  /** Item id or URL. */
  ref: string;
  /** Host of its page without "www."; null when it has none. */
  site: string | null;
  /** Folded; null when it names none. */
  author: string | null;
  /** Id of the source that brought it; null for a bare address. */
  source: string | null;
  /** Id of the item that told the story first, where it is known to be told again; else its own. */
  story: string;
  shingles: ReadonlySet<string>;
  /** Items and addresses it was traced to. */
  tracedTo: readonly string[];
}

/** The telling of an item, `text` what it says now. */
export function tellingOfItem(item: Item, text: string, tracedTo: readonly string[]): Telling {
  const { id, url, author, source, duplicateOf } = item;
  const site = siteOf(url);
  const name = author === null ? "" : folded(author).trim();
  const known = { ref: id, site, author: name === "" ? null : name, source: source.id, tracedTo };
  return { ...known, story: duplicateOf ?? id, shingles: shinglesOf(text) };
}

/** The telling at an address that no source brought. */
export function tellingAt(url: string): Telling {
  const nothing = { author: null, source: null, shingles: new Set<string>(), tracedTo: [] };
  return { ref: url, site: siteOf(url), story: url, ...nothing };
}

/** What two tellings have in common that makes them one witness; null when nothing is known to. */
export function sharedRoot(a: Telling, b: Telling): string | null {
  if (a.ref === b.ref) return `it is ${b.ref} itself`;
  if (a.story === b.story || similarity(a.shingles, b.shingles) >= similarityMin) {
    return `it tells the story of ${b.ref} in the same words`;
  }
  const roots = [b.ref, ...b.tracedTo];
  const origin = [a.ref, ...a.tracedTo].find((place) => roots.includes(place));
  if (origin !== undefined) return `it goes back to ${origin} as ${b.ref} does`;
  if (a.site !== null && a.site === b.site) return `it is of the site of ${b.ref}, ${a.site}`;
  // One source may bring pages of many sites; where a page names none, its source is all that is known of it.
  const isSiteless = a.site === null || b.site === null;
  if (isSiteless && a.source !== null && a.source === b.source) return `it is of the source of ${b.ref}`;
  return a.author !== null && a.author === b.author ? `it is by the author of ${b.ref}` : null;
}

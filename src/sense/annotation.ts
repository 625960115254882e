// An annotation: my mark on an item, and how a quote is found in the item's text again (W3C TextQuoteSelector).
import type { Instant } from "../base/clock.ts";
import { folded, words } from "./terms.ts";

/** W3C Web Annotation TextQuoteSelector; white space in all three is single spaces. */
export interface TextQuote {
  exact: string;
  /** Up to 32 characters before and after the quote, to tell it from its like. */
  prefix: string;
  suffix: string;
}

/** Where a quote stands now: where it stood, elsewhere in the item, or nowhere. */
export type Anchor = "same" | "moved" | "gone";

export interface Annotation {
  id: string;
  kind: "annotation";
  /** Item id. */
  item: string;
  /** The item's version that was read. */
  version: number;
  /** Null when the comment is on the whole item. */
  quote: TextQuote | null;
  comment: string | null;
  tags: readonly string[];
  created: Instant;
  anchor: Anchor;
  /** True when every source that brought the item is gone: nothing tells any more what its page says. */
  isPageGone: boolean;
}

/** An annotation as stored: whether its quote still stands is told by the item's text, when the item has a newer version. */
export type StoredAnnotation = Omit<Annotation, "anchor"> & {
  /** The item's version now. */
  itemVersion: number;
};

/** What came of looking for a quote: it, and how often it stands there; or the passage most like it. */
export type Sought = { quote: TextQuote; count: number } | { quote: null; nearest: string | null };

const contextCharacters = 32;
const nearestCharactersMax = 120;

/**
 * Looks for `wanted` in `text`, first as typed, then whatever its case. Runs of white space are alike, and so are
 * typewriter and typographic quotation marks and dashes. The first place counts.
 */
export function findQuote(text: string, wanted: string): Sought {
  const flat = oneLine(text);
  const pattern = patternOf(oneLine(wanted));
  for (const flags of ["gu", "giu"]) {
    const [first, ...others] = pattern === "" ? [] : flat.matchAll(new RegExp(pattern, flags));
    if (first === undefined) continue;
    const end = first.index + first[0].length;
    const quote = {
      exact: first[0],
      prefix: Array.from(flat.slice(Math.max(0, first.index - 2 * contextCharacters), first.index))
        .slice(-contextCharacters)
        .join(""),
      suffix: Array.from(flat.slice(end, end + 2 * contextCharacters))
        .slice(0, contextCharacters)
        .join(""),
    };
    return { quote, count: 1 + others.length };
  }
  return { quote: null, nearest: nearestPassage(flat, wanted) };
}

/** Where `quote` stands in the item's present text. */
export function anchorOf(text: string, quote: TextQuote): Anchor {
  const flat = oneLine(text);
  if (flat.includes(quote.prefix + quote.exact + quote.suffix)) return "same";
  return flat.includes(quote.exact) ? "moved" : "gone";
}

/** What of an item can be quoted: its text, or its title where no text came. */
export function quotableText(title: string | null, text: string | null): string {
  return text === null || text === "" ? (title ?? "") : text;
}

/** The annotation with its anchor; `textNow` is asked for only when the item has changed since. */
export function withAnchor({ itemVersion, ...annotation }: StoredAnnotation, textNow: () => string): Annotation {
  const { quote, version } = annotation;
  return { ...annotation, anchor: quote === null || version === itemVersion ? "same" : anchorOf(textNow(), quote) };
}

function oneLine(text: string): string {
  return text.toWellFormed().replace(/\s+/g, " ").trim();
}

function patternOf(quote: string): string {
  return quote
    .replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
    .replace(/['\u2018\u2019]/g, "['‘’]")
    .replace(/["\u201c\u201d\u201e]/g, '["“”„]')
    .replace(/[-\u2013\u2014]/g, "[-–—]");
}

/** The sentence that shares most words with what was looked for; null when none shares a third of them. */
function nearestPassage(flat: string, wanted: string): string | null {
  const sought = new Set(words(wanted).map(folded));
  let best: { share: number; passage: string | null } = { share: 1 / 3, passage: null };
  for (const [sentence] of flat.matchAll(/[^.!?\u3002]+[.!?\u3002]*/g)) {
    const shared =
      new Set(
        words(sentence)
          .map(folded)
          .filter((word) => sought.has(word)),
      ).size / sought.size;
    if (shared > best.share) best = { share: shared, passage: sentence.trim() };
  }
  return best.passage === null ? null : Array.from(best.passage).slice(0, nearestCharactersMax).join("");
}

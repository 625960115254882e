// The piece of a text that shows why it was found.
import { plainLine } from "../base/plain.ts";
import { firstHit, type Needle } from "./terms.ts";

const charactersMax = 160;
/** How much of the snippet stands before the word that was found. */
const leadCharacters = 30;

/** About 160 characters of `text` on one line around its first hit, from the beginning when there is none; "…" where it is cut. */
export function snippetOf(text: string, needles: readonly Needle[]): string {
  const hit = firstHit(text, needles);
  const from = hit === null ? 0 : wordStart(text, Math.max(0, hit.at - leadCharacters));
  const to = wordEnd(text, from + charactersMax);
  const line = plainLine(text.slice(from, to));
  if (line === "") return "";
  return `${from > 0 ? "…" : ""}${line}${to < text.trimEnd().length ? "…" : ""}`;
}

/** The next word's beginning at or after `at`, unless it is far away. */
function wordStart(text: string, at: number): number {
  if (at === 0) return 0;
  const space = text.slice(at, at + 20).search(/\s/);
  return space === -1 ? characterStart(text, at) : at + space + 1;
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const space = text.lastIndexOf(" ", at);
  return space > at - 20 ? space : characterStart(text, at);
}

/** Never between the two halves of a surrogate pair. */
function characterStart(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at + 1 : at;
}

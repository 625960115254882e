// The error of a query: what is wrong, the query, and a caret below the place.
import { PkmError } from "../base/errors.ts";

/** How much of a long query is shown around the caret. */
const shownBefore = 40;
const shownAfter = 30;

/** A usage error whose second and third line point at `at` (UTF-16 units) in `query`. */
export function refuse(query: string, at: number, wrong: string): PkmError {
  return new PkmError("usage", pointing(query, at, wrong), { hint: "pkm help find" });
}

/** What is wrong, the query, and a caret below `at` in it. */
export function pointing(query: string, at: number, wrong: string): string {
  // One column for each control or space, so that the caret stays below its place.
  const flat = query.replace(/[\s\p{C}]/gu, " ");
  const from = Math.max(0, at - shownBefore);
  const shown = flat.slice(from, at + shownAfter).toWellFormed();
  const before = flat.slice(from, at).toWellFormed();
  return `${wrong}\n${shown.trimEnd()}\n${blank(before)}^`;
}

/** Spaces as wide as `text`: East Asian wide characters and most emoji take two columns, marks none. */
function blank(text: string): string {
  return text
    .replace(/\p{M}/gu, "")
    .replace(
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3ffff}]/gu,
      "  ",
    )
    .replace(/[^ ]/gu, " ");
}

// How many columns of a terminal text takes, and text cut to a number of them.
import { graphemesOf } from "../base/graphemes.ts";

/** Columns that one line of plain text takes. */
export type Measure = (text: string) => number;

/**
 * Letters and signs of Europe, each of which is a column and a grapheme: no marks, nothing wide, no emoji, nothing
 * unseen. Of any other text only Unicode's tables tell, and loading those takes as long as all else at the start.
 */
const oneColumnEach =
  /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*$/;

/** A measure that is right for all of `texts`. */
export async function measureFor(texts: Iterable<string>): Promise<Measure> {
  for (const text of texts) {
    if (!oneColumnEach.test(text)) return unicodeMeasure();
  }
  return (text) => text.length;
}

/** A measure that is right for any text, such as one that is not typed yet. */
export async function unicodeMeasure(): Promise<Measure> {
  const { default: stringWidth } = await import("string-width");
  return (text) => (oneColumnEach.test(text) ? text.length : stringWidth(text));
}

/** The text within `columns` columns; what does not fit gives way to an ellipsis, and no grapheme is split. */
export function cut(text: string, columns: number, measure: Measure): string {
  if (measure(text) <= columns) return text;
  if (columns < 1) return "";
  if (oneColumnEach.test(text)) return `${text.slice(0, columns - 1).trimEnd()}…`;
  let kept = "";
  let used = 1;
  for (const { segment } of graphemesOf(text)) {
    used += measure(segment);
    if (used > columns) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

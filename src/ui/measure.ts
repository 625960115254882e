// How many columns of a terminal text takes, and text cut to a number of them.

/** Columns that one line of plain text takes. */
export type Measure = (text: string) => number;

const printableAscii = /^[ -~]*$/;
const graphemes = new Intl.Segmenter();

/** A measure that is right for all of `texts`. ASCII is measured without loading the Unicode tables, which doubles start-up. */
export async function measureFor(texts: Iterable<string>): Promise<Measure> {
  for (const text of texts) {
    if (!printableAscii.test(text)) return unicodeMeasure();
  }
  return (text) => text.length;
}

async function unicodeMeasure(): Promise<Measure> {
  const { default: stringWidth } = await import("string-width");
  return (text) => (printableAscii.test(text) ? text.length : stringWidth(text));
}

/** The text within `columns` columns; what does not fit gives way to an ellipsis, and no grapheme is split. */
export function cut(text: string, columns: number, measure: Measure): string {
  if (measure(text) <= columns) return text;
  if (columns < 1) return "";
  if (printableAscii.test(text)) return `${text.slice(0, columns - 1).trimEnd()}…`;
  let kept = "";
  let used = 1;
  for (const { segment } of graphemes.segment(text)) {
    used += measure(segment);
    if (used > columns) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

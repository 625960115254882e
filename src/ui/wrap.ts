// Long text cut into lines of a screen.
import type { Measure } from "./measure.ts";

const graphemes = new Intl.Segmenter();

/** The lines of plain text within `columns`, broken at spaces, and inside a word only where it is wider than that. */
export function wrapLines(text: string, columns: number, measure: Measure): string[] {
  const width = Math.max(2, columns);
  return text
    .replaceAll("\t", "    ")
    .split("\n")
    .flatMap((line) => (measure(line) <= width ? [line] : wrapLine(line, width, measure)));
}

function wrapLine(line: string, width: number, measure: Measure): string[] {
  const lines: string[] = [];
  let open = "";
  let used = 0;
  for (const word of line.split(/(?<= )(?=[^ ])/)) {
    const bare = measure(word.trimEnd());
    if (used > 0 && used + bare > width) {
      lines.push(open.trimEnd());
      open = "";
      used = 0;
    }
    if (bare <= width) {
      open += word;
      used += measure(word);
      continue;
    }
    const pieces = broken(word.trimEnd(), width, measure);
    open = `${pieces.pop() ?? ""} `;
    used = measure(open);
    lines.push(...pieces);
  }
  return open.trimEnd() === "" && lines.length > 0 ? lines : [...lines, open.trimEnd()];
}

function broken(word: string, width: number, measure: Measure): string[] {
  const pieces: string[] = [];
  let piece = "";
  let used = 0;
  for (const { segment } of graphemes.segment(word)) {
    const wide = measure(segment);
    if (used > 0 && used + wide > width) {
      pieces.push(piece);
      piece = "";
      used = 0;
    }
    piece += segment;
    used += wide;
  }
  return [...pieces, piece];
}

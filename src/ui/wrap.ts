// Long text cut into lines of a screen.
import { graphemesOf } from "../base/graphemes.ts";
import type { Measure } from "./measure.ts";

/** The lines of plain text within `columns`, broken at spaces, and inside a word only where it is wider than that. */
export function wrapLines(text: string, columns: number, measure: Measure): string[] {
  const width = Math.max(2, columns);
  return text
    .replaceAll("\t", "    ")
    .split("\n")
    .flatMap((line) => (measure(line) <= width ? [line] : wrapLine(line, width, { measure, staysWhole: () => false })));
}

/**
 * Text laid out for wide screens, its lines that are wider than `columns` folded. What stands behind two spaces or more is a
 * second column and stays below itself; a line that is a command, and a word that is an address, stay whole to be copied.
 */
export function foldLines(text: string, columns: number, measure: Measure): string {
  const fits = (line: string): boolean => measure(line) <= columns;
  return text
    .split("\n")
    .flatMap((line) => (fits(line) || command.test(line) ? [line] : foldLine(line, columns, measure)))
    .join("\n");
}

/** "pkm seek add: what it does" is none. */
const command = /^\s*(?:\$ )?pkm (?![a-z ]*: |.*\S {2,}\S)/;
/** Columns that a second column needs beside the first. */
const besideMin = 20;
/** Nothing in it is two columns wide: scripts whose lines break anywhere are no addresses. */
const address = /^[!-\u10ff\u2010-\u205e]+$/;
/** A mark at the head of a line, "> ", is no column of its own. */
const twoColumns = /^(?<left>\s*(?:> +)?\S.*?) {2,}(?<right>\S.*)$/;

function foldLine(line: string, columns: number, measure: Measure): string[] {
  const { left, right } = twoColumns.exec(line)?.groups ?? {};
  const margin = " ".repeat(line.length - line.trimStart().length);
  const under = (text: string, hang: string): string[] =>
    wrapLine(text, Math.max(2, columns - hang.length), { measure, staysWhole: (word) => address.test(word) }).map(
      (each) => hang + each,
    );
  if (left === undefined || right === undefined) {
    const [first = "", ...more] = under(line.trimStart(), /^(?: |[-*] )/.test(line) ? `${margin}  ` : margin);
    return [margin + first.trimStart(), ...more];
  }
  const head = line.slice(0, line.length - right.length);
  // Too little room is left beside it: the second column goes below.
  if (columns - measure(head) < besideMin) return [left, ...under(right, `${margin}    `)];
  const [first = "", ...rest] = under(right, " ".repeat(measure(head)));
  return [head + first.trimStart(), ...rest];
}

interface Breaking {
  measure: Measure;
  /** Whether a word that is wider than a line is not broken all the same. */
  staysWhole: (word: string) => boolean;
}

function wrapLine(line: string, width: number, { measure, staysWhole }: Breaking): string[] {
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
    const whole = word.trimEnd();
    const pieces = staysWhole(whole) ? [whole] : broken(whole, width, measure);
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
  for (const { segment } of graphemesOf(word)) {
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

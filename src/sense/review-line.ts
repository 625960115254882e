// One line being typed: its text on both sides of the cursor, changed by keys.
import { graphemesOf } from "../base/graphemes.ts";

/** A key as the terminal tells it. */
export interface ReviewKey {
  /** "enter", "up", "ctrl-c", "paste", or the character itself. */
  name: string;
  /** What it puts into a text; empty for a key that writes nothing. */
  text: string;
}

export interface TypedLine {
  before: string;
  after: string;
}

/** Longer input is no line any more. */
const charactersMax = 2000;

/** A line with the cursor at its end. */
export function lineOf(text: string): TypedLine {
  return { before: text, after: "" };
}

/** All of it, without the cursor. */
export function textOf({ before, after }: TypedLine): string {
  return `${before}${after}`;
}

/** The line after a key; the same line for a key that means nothing in it. Pasted line feeds become spaces. */
export function typeKey(line: TypedLine, { name, text }: ReviewKey): TypedLine {
  const edit = edits[name];
  if (edit !== undefined) return edit(line);
  if (text === "") return line;
  const room = Math.max(0, charactersMax - textOf(line).length);
  return { before: line.before + text.replace(/\s+/g, " ").slice(0, room).toWellFormed(), after: line.after };
}

const toStart = (line: TypedLine): TypedLine => ({ before: "", after: textOf(line) });
const toEnd = (line: TypedLine): TypedLine => lineOf(textOf(line));
const back = ({ before, after }: TypedLine): TypedLine => ({ before: before.slice(0, lastStart(before)), after });
const left = ({ before, after }: TypedLine): TypedLine => {
  const at = lastStart(before);
  return { before: before.slice(0, at), after: before.slice(at) + after };
};
const right = ({ before, after }: TypedLine): TypedLine => {
  const first = firstGrapheme(after);
  return { before: before + first, after: after.slice(first.length) };
};

const edits: Readonly<Record<string, (line: TypedLine) => TypedLine>> = {
  backspace: back,
  delete: ({ before, after }) => ({ before, after: after.slice(firstGrapheme(after).length) }),
  left,
  "ctrl-b": left,
  right,
  "ctrl-f": right,
  home: toStart,
  "ctrl-a": toStart,
  end: toEnd,
  "ctrl-e": toEnd,
  "ctrl-u": ({ after }) => ({ before: "", after }),
  "ctrl-k": ({ before }) => lineOf(before),
  "ctrl-w": ({ before, after }) => ({ before: before.replace(/\S*\s*$/, ""), after }),
};

/** Where the last grapheme begins. */
function lastStart(text: string): number {
  const tail = Math.max(0, text.length - 64);
  return tail + (Array.from(graphemesOf(text.slice(tail))).at(-1)?.index ?? 0);
}

function firstGrapheme(text: string): string {
  for (const { segment } of graphemesOf(text)) return segment;
  return "";
}

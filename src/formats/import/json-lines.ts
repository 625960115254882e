// The line on which each entry of a JSON document begins: what JSON.parse does not tell.

/**
 * The lines, counted from 1, of the elements of the array under `path` (names of fields, from the outside in), or of the one
 * value there where it is no array; none where nothing is. `text` must have been parsed: it is skipped through, not checked.
 */
export function entryLines(text: string, path: readonly string[]): readonly number[] {
  let at: number | null = afterSpace(text, 0);
  for (const name of path) at = at === null ? null : fieldAt(text, at, name);
  if (at === null) return [];
  return linesAt(text, text[at] === "[" ? elementsAt(text, at) : [at]);
}

/** Where the value of that field begins, of several the last, as JSON.parse has it; null where there is none. */
function fieldAt(text: string, object: number, name: string): number | null {
  if (text[object] !== "{") return null;
  let found: number | null = null;
  let at = afterSpace(text, object + 1);
  while (text[at] === '"') {
    const end = afterString(text, at);
    const value = afterSpace(text, afterSpace(text, end) + 1);
    if (JSON.parse(text.slice(at, end)) === name) found = value;
    at = afterComma(text, afterValue(text, value));
  }
  return found;
}

function elementsAt(text: string, array: number): readonly number[] {
  const elements: number[] = [];
  for (let at = afterSpace(text, array + 1); at < text.length && text[at] !== "]";) {
    elements.push(at);
    at = afterComma(text, afterValue(text, at));
  }
  return elements;
}

/** Behind the white space, the comma and the white space that follow a value. */
function afterComma(text: string, at: number): number {
  const next = afterSpace(text, at);
  return text[next] === "," ? afterSpace(text, next + 1) : next;
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (/[ \t\n\r]/.test(text[at] ?? "")) at += 1;
  return at;
}

/** Without recursion: a document may be nested deeper than any stack. */
function afterValue(text: string, from: number): number {
  const first = text[from];
  if (first === '"') return afterString(text, from);
  const next = first === "{" || first === "[" ? /["[\]{}]/g : /[\s,\]}]/g;
  let depth = 0;
  for (next.lastIndex = from; ;) {
    const sign = next.exec(text);
    if (sign === null) return text.length;
    if (first !== "{" && first !== "[") return sign.index;
    if (sign[0] === '"') next.lastIndex = afterString(text, sign.index);
    else depth += sign[0] === "{" || sign[0] === "[" ? 1 : -1;
    if (depth === 0) return next.lastIndex;
  }
}

/** Behind the closing quote: one before which stands an even number of backslashes. */
function afterString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let before = at;
    while (text[before - 1] === "\\") before -= 1;
    if ((at - before) % 2 === 0) return at + 1;
  }
  return text.length;
}

/** Offsets come in order, so that lines are counted once. */
function linesAt(text: string, offsets: readonly number[]): readonly number[] {
  let line = 1;
  let counted = 0;
  return offsets.map((offset) => {
    for (let feed = text.indexOf("\n", counted); feed !== -1 && feed < offset; feed = text.indexOf("\n", counted)) {
      line += 1;
      counted = feed + 1;
    }
    return line;
  });
}

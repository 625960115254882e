// Blanks out what is not prose in a Markdown body (code, comments), keeping every offset.

/** The body with fenced, indented and inline code and HTML comments replaced by spaces; line breaks and length stay. */
export function maskCode(body: string): string {
  const lines = body.split(/(?<=\n)/);
  const masked: string[] = [];
  let fence: string | null = null;
  let isInList = false;
  let isAfterBlank = true;
  for (const line of lines) {
    const mark = /^[ \t>]*(?:[-*+] +)?(`{3,}(?=[^`]*$)|~{3,})(.*)/.exec(line.trimEnd());
    if (fence !== null) {
      masked.push(blanked(line));
      if (mark?.[1]?.startsWith(fence) && (mark[2] ?? "").trim() === "") fence = null;
      continue;
    }
    if (mark?.[1] !== undefined) {
      fence = mark[1];
      masked.push(blanked(line));
      continue;
    }
    const isBlank = line.trim() === "";
    const isIndented = /^(?: {4}| {0,3}\t)/.test(line);
    if (/^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]/.test(line) && (isInList || !isIndented)) isInList = true;
    else if (!isBlank && !/^[ \t]/.test(line) && isAfterBlank) isInList = false;
    const isCode: boolean = isIndented && !isInList && isAfterBlank && !isBlank;
    masked.push(isCode ? blanked(line) : line);
    isAfterBlank = isBlank || isCode;
  }
  return maskComments(maskInline(masked.join("")));
}

function maskComments(text: string): string {
  const pieces: string[] = [];
  let done = 0;
  for (;;) {
    const open = text.indexOf("<!--", done);
    const close = open === -1 ? -1 : text.indexOf("-->", open + 4);
    if (close === -1) return pieces.join("") + text.slice(done);
    pieces.push(text.slice(done, open), blanked(text.slice(open, close + 3)));
    done = close + 3;
  }
}

/** Blanks spans between backtick runs of equal length within one paragraph (CommonMark 6.1). */
function maskInline(text: string): string {
  return text.includes("`")
    ? text
        .split(/(\n[ \t]*\r?\n)/)
        .map(maskParagraph)
        .join("")
    : text;
}

function maskParagraph(text: string): string {
  const runs = [...text.matchAll(/(?<!\\)`+/g)].map((run) => ({ at: run.index, length: run[0].length }));
  const laterByLength = new Map<number, number[]>();
  for (const run of runs.toReversed()) {
    const places = laterByLength.get(run.length);
    if (places === undefined) laterByLength.set(run.length, [run.at]);
    else places.push(run.at);
  }
  const pieces: string[] = [];
  let done = 0;
  for (const run of runs) {
    const later = laterByLength.get(run.length) ?? [];
    while ((later.at(-1) ?? Infinity) <= Math.max(run.at, done - 1)) later.pop();
    const close = later.at(-1);
    if (run.at < done || close === undefined) continue;
    pieces.push(text.slice(done, run.at), blanked(text.slice(run.at, close + run.length)));
    done = close + run.length;
  }
  return pieces.join("") + text.slice(done);
}

function blanked(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
}

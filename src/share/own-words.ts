// What a reply says in its giver's own words: quoted lines, the draft's lines and what mail programs put around them set apart.

export interface OwnWords {
  text: string;
  /** The passage of the draft that the words stand under, where they answer inside of it; null when they stand on top. */
  about: string | null;
}

/**
 * Takes out what is quoted (`>`), the draft's own lines wherever a program has put them in without a mark, the line
 * that names whom is quoted, forwarded headers and the signature. `draft` is the text as its readers saw it.
 */
export function ownWords(text: string, draft: string): OwnWords {
  const lines = withoutSignature(text.replaceAll("\r\n", "\n").split("\n"));
  const isQuoted = quotedLines(lines, draft);
  const own = lines.filter((_, index) => !isQuoted[index]);
  return { text: tidied(own), about: aboutOf(lines, isQuoted, flat(draft)) };
}

/** RFC 3676, 4.3: two dashes and a space alone. Only the last such mark ends the text. */
function withoutSignature(lines: readonly string[]): readonly string[] {
  const mark = lines.findLastIndex((line) => line === "-- ");
  return mark < 0 ? lines : lines.slice(0, mark);
}

function quotedLines(lines: readonly string[], draft: string): boolean[] {
  const all = flat(draft);
  const isMarked = lines.map((line) => /^\s{0,3}>/.test(line));
  const isDraft = lines.map((line) => isPartOf(line, all));
  const isQuoted = lines.map((_, index) => isMarked[index] === true || isDraft[index] === true);
  let headersEnd = 0;
  for (const [index, line] of lines.entries()) {
    if (isDivider(line.trim())) isQuoted[index] = true;
    if (index < headersEnd || !isHeaderBlock(lines, index)) continue;
    for (headersEnd = index; isHeader(lines[headersEnd]); headersEnd += 1) isQuoted[headersEnd] = true;
  }
  for (const index of introductions(lines, isQuoted)) isQuoted[index] = true;
  return isQuoted;
}

/** "-----Original Message-----". */
function isDivider(line: string): boolean {
  return (
    line.startsWith("--") && line.endsWith("--") && /original|forwarded|message|nachricht|mensaje|messaggio/i.test(line)
  );
}

/** The lines right above a quote that say whom it quotes: they end in a colon and name an address or a date. */
function introductions(lines: readonly string[], isQuoted: readonly boolean[]): readonly number[] {
  const found: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (isQuoted[index] === true || !line.trimEnd().endsWith(":")) continue;
    let next = index + 1;
    while (lines[next]?.trim() === "") next += 1;
    if (isQuoted[next] !== true) continue;
    const before = lines[index - 1] ?? "";
    const isParted = !namesSomebody(line) || namesSomebody(before);
    const isTwo = before.trim() !== "" && isQuoted[index - 1] !== true && isParted;
    const whole = isTwo ? `${before} ${line}` : line;
    if (namesSomebody(whole)) found.push(index, ...(isTwo ? [index - 1] : []));
  }
  return found;
}

function namesSomebody(line: string): boolean {
  return /[^\s<>]@[^\s<>]/.test(line) || /\b\d{1,2}[:.]\d\d\b|\b(?:19|20)\d\d\b/.test(line);
}

/** Three lines of "Name: value" on end, as programs put above what they quote without marks. */
function isHeaderBlock(lines: readonly string[], index: number): boolean {
  return [0, 1, 2].every((offset) => isHeader(lines[index + offset]));
}

function isHeader(line: string | undefined): boolean {
  return line !== undefined && /^\*?\p{L}[\p{L} -]{0,20}:\*? \S/u.test(line);
}

/** A line of at least four words, or 20 characters, that stands word for word in the draft, however it was wrapped. */
function isPartOf(line: string, draft: string): boolean {
  const words = flat(line);
  const isLong = words.length >= 20 || words.split(" ").length >= 4;
  return isLong && draft.includes(words);
}

function aboutOf(lines: readonly string[], isQuoted: readonly boolean[], draft: string): string | null {
  const first = lines.findIndex((line, index) => isQuoted[index] !== true && line.trim() !== "");
  const quoted: string[] = [];
  for (let at = first - 1; at >= 0; at -= 1) {
    const line = (lines[at] ?? "").replace(/^[\s>]+/, "").trim();
    if (line === "" && quoted.length > 0) break;
    if (line !== "") quoted.unshift(line);
  }
  const passage = quoted.join(" ");
  return first > 0 && passage !== "" && draft.includes(flat(passage)) ? passage : null;
}

function tidied(lines: readonly string[]): string {
  return lines
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function flat(text: string): string {
  return text
    .replaceAll(/[\s\u00a0]+/g, " ")
    .trim()
    .toLowerCase();
}

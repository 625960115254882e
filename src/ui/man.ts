// A manual page in roff, in the man(7) macros: pure, from data to text.

export interface ManPage {
  /** "pkm-seek-add": what man is asked for. */
  name: string;
  summary: string;
  /** The line it is typed as. */
  synopsis: string;
  parts: readonly ManPart[];
  /** What stands at the foot: "pkm 0.1.0". */
  program: string;
}

export type ManPart =
  | { heading: string; kind: "prose"; text: string }
  /** Lines as they stand: tables, examples of files. */
  | { heading: string; kind: "lines"; text: string }
  /** Things and what each is about, the thing first. */
  | { heading: string; kind: "list"; rows: readonly (readonly [string, string])[] };

/** The page as roff, in ASCII. */
export function manPage({ name, summary, synopsis, parts, program }: ManPage): string {
  const lines = [
    `.TH ${quoted(name.toUpperCase())} 1 "" ${quoted(program)}`,
    ".nh",
    ".ad l",
    ".SH NAME",
    `${line(name)} \\- ${line(summary)}`,
    ".SH SYNOPSIS",
    `.B ${line(synopsis)}`,
    ...parts.flatMap(partLines),
  ];
  return `${lines.join("\n")}\n`;
}

function partLines(part: ManPart): readonly string[] {
  const head = `.SH ${quoted(part.heading.toUpperCase())}`;
  if (part.kind === "prose") return [head, ...part.text.split("\n").map(line)];
  if (part.kind === "lines") return [head, ".nf", ...part.text.split("\n").map(line), ".fi"];
  return [head, ...part.rows.flatMap(([thing, about]) => [".TP", `.B ${line(thing)}`, line(about)])];
}

/** A line that roff takes as text: no escapes, no request, hyphens that can be copied, ASCII alone. */
function line(text: string): string {
  const escaped = text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll(
      /[^\n -~]/gu,
      (sign) => `\\[u${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`,
    );
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}

function quoted(text: string): string {
  return `"${line(text).replaceAll('"', "'")}"`;
}

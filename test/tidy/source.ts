// Source files as the tidy rules read them: comments, strings and code told apart, and what is imported.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The top of the checkout, ending in a slash. */
export const top: string = fileURLToPath(new URL("../../", import.meta.url));

export interface Piece {
  kind: "code" | "comment" | "text" | "regex";
  /** Without the marks around it: quotes, slashes, comment signs. */
  text: string;
  /** 1-based line it begins on. */
  line: number;
}

export interface Import {
  /** As written; null when it is not a plain string. */
  specifier: string | null;
  /** Erased before the program runs. */
  isType: boolean;
  line: number;
}

export interface SourceFile {
  /** From the top of the checkout, with slashes. */
  path: string;
  text: string;
  pieces: readonly Piece[];
  imports: readonly Import[];
}

/** Paths of all files below a folder, fixtures and golden files left out. */
export function pathsBelow(folder: string): string[] {
  return readdirSync(top + folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(top.length))
    .filter((path) => !/^test\/(fixtures|transcripts)\//.test(path))
    .toSorted();
}

export function readSource(path: string): SourceFile {
  return sourceFile(path, readFileSync(top + path, "utf8"));
}

export function sourceFile(path: string, text: string): SourceFile {
  const pieces = scan(text);
  return { path, text, pieces, imports: importsOf(pieces) };
}

/** Lines that hold more than white space and comments. */
export function codeLineCount({ pieces }: SourceFile): number {
  const lines = new Set<number>();
  for (const piece of pieces) {
    if (piece.kind === "comment") continue;
    piece.text.split("\n").forEach((line, index) => {
      if (piece.kind === "text" || line.trim() !== "") lines.add(piece.line + index);
    });
  }
  return lines.size;
}

/** The code with every string replaced by "" and comments gone: what a rule about names may search. */
export function bareCode({ pieces }: SourceFile): string {
  return pieces.map((piece) => (piece.kind === "code" ? piece.text : piece.kind === "comment" ? "" : '""')).join("");
}

/** A slash after one of these begins a regular expression, after anything else it divides. */
const beforeRegex = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|yield|await|else))\s*$/;
const tokens =
  /\/\/(?<line>[^\n]*)|\/\*(?<block>[\s\S]*?)\*\/|"(?<double>(?:\\.|[^"\\\n])*)"|'(?<single>(?:\\.|[^'\\\n])*)'|(?<tick>`)|(?<slash>\/)|(?<brace>[{}])/g;
const regexBody = /(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
const templateText = /(?:\\[\s\S]|\$(?!\{)|[^\\`$])*/y;

/** Cuts source into pieces. Knows as much of the language as it takes to find strings, templates, comments and regexes. */
export function scan(source: string): Piece[] {
  const pieces: Piece[] = [];
  /** For each open brace: whether it was opened by ${ in a template. */
  const braces: boolean[] = [];
  let codeFrom = 0;
  const push = (kind: Piece["kind"], text: string, at: number): void => {
    pieces.push({ kind, text, line: source.slice(0, at).split("\n").length });
  };
  const closeCode = (at: number): void => {
    if (at > codeFrom) push("code", source.slice(codeFrom, at), codeFrom);
  };
  /** Reads template text from `at`; gives the place after its ` or ${. */
  const readTemplate = (at: number): number => {
    templateText.lastIndex = at;
    const text = templateText.exec(source)?.[0] ?? "";
    push("text", text, at);
    const end = at + text.length;
    if (source[end] !== "$") return end + 1;
    braces.push(true);
    return end + 2;
  };
  tokens.lastIndex = 0;
  for (let match = tokens.exec(source); match !== null; match = tokens.exec(source)) {
    const { line, block, double, single, tick, slash, brace } = match.groups ?? {};
    const at = match.index;
    if (brace === "{") braces.push(false);
    const isTemplateResumed = brace === "}" && braces.pop() === true;
    regexBody.lastIndex = at + 1;
    const isRegex = slash !== undefined && beforeRegex.test(source.slice(Math.max(0, at - 40), at));
    const regex = isRegex ? regexBody.exec(source)?.[0] : undefined;
    const comment = line ?? block;
    const text = double ?? single;
    if (comment === undefined && text === undefined && tick === undefined && !isTemplateResumed && !regex) continue;
    closeCode(at);
    codeFrom = tokens.lastIndex;
    if (comment !== undefined) push("comment", comment, at);
    else if (text !== undefined) push("text", text, at);
    else if (regex !== undefined) {
      push("regex", regex, at);
      codeFrom = at + 1 + regex.length;
    } else codeFrom = readTemplate(at + 1);
    tokens.lastIndex = codeFrom;
  }
  closeCode(source.length);
  return pieces;
}

/** Static imports, re-exports, import() and import types. */
function importsOf(pieces: readonly Piece[]): Import[] {
  const imports: Import[] = [];
  const plain = pieces.filter((piece) => piece.kind !== "comment");
  plain.forEach((piece, index) => {
    if (piece.kind !== "code") return;
    const next = plain[index + 1];
    const { line } = next ?? piece;
    const specifier = next?.kind === "text" ? next.text : null;
    const statement = /(?:^|[;}\n])\s*(import|export)\b(\s+type\b(?!\s*(?:,|from\b)))?([^;()=]*?\bfrom)?\s*$/.exec(
      piece.text,
    );
    if (specifier !== null && statement !== null && (statement[1] === "import" || statement[3] !== undefined)) {
      imports.push({ specifier, isType: statement[2] !== undefined || isAllTypes(statement[3] ?? ""), line });
    }
    for (const call of piece.text.matchAll(/\bimport\s*\(\s*/g)) {
      const isAtEnd = call.index + call[0].length === piece.text.length;
      const isType = /\btypeof\s*$/.test(piece.text.slice(0, call.index));
      imports.push({ specifier: isAtEnd ? specifier : null, isType, line });
    }
  });
  return imports;
}

/** `{ type A, type B } from`: nothing of it is left at run time. */
function isAllTypes(clause: string): boolean {
  const names = /^\s*\{([^}]*)\}\s*from$/.exec(clause)?.[1];
  if (names === undefined) return false;
  return names.split(",").every((name) => name.trim() === "" || name.trim().startsWith("type "));
}

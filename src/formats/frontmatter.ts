// Splits a note into frontmatter and body, and reads the frontmatter; broken YAML is a problem, never an exception.
import { PkmError, reasonOf } from "../base/errors.ts";
import { shellWord } from "../base/shell-word.ts";
import { readSimple } from "./note-simple.ts";
import { yaml } from "./note-yaml.ts";
import type { FrontValue } from "./note-yaml.ts";
import type { Document, DocumentOptions, ParsedNode, ParseOptions, SchemaOptions } from "yaml";

/** Where a text's frontmatter stands; offsets in UTF-16 units. */
export interface Fences {
  /** The first `-` of the opening fence: 0, or 1 after a byte order mark. */
  openAt: number;
  /** The line after the opening fence. */
  contentAt: number;
  /** The first `-` of the closing fence. */
  closeAt: number;
  /** The line after the closing fence; the text's length when nothing follows. */
  bodyAt: number;
  /** The line ending of the opening fence. */
  eol: "\n" | "\r\n";
}

/** What is wrong with a note's frontmatter. */
export interface FrontProblem {
  code: "broken-frontmatter" | "foreign-frontmatter";
  message: string;
}

/** A note's frontmatter, read. */
export interface Frontmatter {
  /** Null when the text has no frontmatter. */
  fences: Fences | null;
  /** Top-level keys in order; empty when there is no frontmatter or it is broken. */
  values: ReadonlyMap<string, FrontValue>;
  problem: FrontProblem | null;
}

/** Longer frontmatter is not parsed: no note has it, and parsing costs more than linear time. */
export const frontmatterCharsMax = 65_536;
const bom = "\ufeff";

/** The fences of `text`: a line `---` at its very beginning (a byte order mark may stand before) and the next line `---`. */
export function findFences(text: string): Fences | null {
  const openAt = text.startsWith(bom) ? 1 : 0;
  const opening = /---[ \t]*(\r?\n)/y;
  opening.lastIndex = openAt;
  const open = opening.exec(text);
  if (open === null) return null;
  const contentAt = opening.lastIndex;
  const closing = /(?<=\n)---[ \t]*(?:\r?\n|$)/g;
  closing.lastIndex = contentAt;
  const close = closing.exec(text);
  if (close === null) return null;
  const eol = open[1] === "\r\n" ? "\r\n" : "\n";
  return { openAt, contentAt, closeAt: close.index, bodyAt: closing.lastIndex, eol };
}

/** Reads the frontmatter of `text`. Nothing in it is ever evaluated, whatever language its fence names. */
export function readFrontmatter(text: string): Frontmatter {
  const fences = findFences(text);
  const none = { fences, values: new Map<string, FrontValue>() };
  if (fences === null) return { ...none, problem: problemWithoutFences(text) };
  if (fences.closeAt - fences.contentAt > frontmatterCharsMax) {
    return { ...none, problem: broken(null, "it is longer than 65,536 characters") };
  }
  const simple = readSimple(text.slice(fences.contentAt, fences.closeAt));
  if (simple !== null) return { fences, values: simple, problem: null };
  const parsed = parseYaml(text.slice(fences.openAt, fences.closeAt));
  return { ...none, values: parsed.values, problem: parsed.problem };
}

/** YAML parsed from the opening fence on, so that lines and offsets count from there. */
export interface ParsedYaml {
  /** Null when the YAML is broken. */
  document: Document.Parsed<ParsedNode> | null;
  values: ReadonlyMap<string, FrontValue>;
  problem: FrontProblem | null;
}

/** Parses YAML that begins at the opening fence. Scalars stay text as written; at most 100 aliases are followed. */
export function parseYaml(source: string): ParsedYaml {
  const values = new Map<string, FrontValue>();
  const { LineCounter, parseDocument } = yaml();
  const lineCounter = new LineCounter();
  try {
    const document = parseDocument(source, { ...asText, lineCounter });
    const [error] = document.errors;
    if (error !== undefined) {
      const { line } = lineCounter.linePos(error.pos[0]);
      return { document: null, values, problem: broken(line, error.message) };
    }
    const content: unknown = document.toJS({ mapAsMap: true, maxAliasCount: 100 });
    if (content instanceof Map) return { document, values: mapFrom(content), problem: null };
    if (content === null) return { document, values, problem: null };
    return { document: null, values, problem: broken(2, "it is not made of `key: value` lines") };
  } catch (thrown) {
    return { document: null, values, problem: broken(null, reasonOf(thrown)) };
  }
}

/** The error of an edit that would have to guess what the frontmatter of the note at `path` means. */
export function refuseEdit(path: string, reason: string): PkmError {
  return new PkmError("failed", `${path}: ${reason}`, { hint: `pkm sense edit ${shellWord(path)}` });
}

const asText: DocumentOptions & ParseOptions & SchemaOptions = {
  schema: "failsafe",
  customTags: ["null"],
  keepSourceTokens: true,
  prettyErrors: false,
  logLevel: "silent",
};

function broken(line: number | null, reason: string): FrontProblem {
  const said = reason.slice(0, 1).toLowerCase() + reason.slice(1);
  return {
    code: "broken-frontmatter",
    message: `frontmatter is not valid YAML (${line === null ? "" : `line ${line}: `}${said})`,
  };
}

function problemWithoutFences(text: string): FrontProblem | null {
  const [first = "", second = ""] = text.slice(0, 1000).replace(bom, "").split(/\r?\n/, 2);
  if (/^(?:---[A-Za-z]\w*|\+\+\+)[ \t]*$/.test(first)) {
    return {
      code: "foreign-frontmatter",
      message: `frontmatter begins with ${first.trim()}; only YAML between --- lines is read`,
    };
  }
  if (/^---[ \t]*$/.test(first) && /^[\w-]+:(?: |$)/.test(second)) return broken(1, "no line --- closes it");
  return isMisplaced(text) ? { code: "foreign-frontmatter", message: misplaced } : null;
}

const misplaced = "frontmatter is not at the very beginning, in lines of its own: no program reads it there";

/** Keys between --- lines behind blank lines or what nobody sees, or in lines that end as those of an old Mac did. */
function isMisplaced(text: string): boolean {
  const form = /^[\s\p{Cf}]*---[ \t]*[\r\n]+[\w-]+:[ \t\r\n][^]*?[\r\n]---[ \t]*(?:[\r\n]|$)/u;
  return form.test(text.slice(0, frontmatterCharsMax));
}

function mapFrom(map: ReadonlyMap<unknown, unknown>): Map<string, FrontValue> {
  const values = new Map<string, FrontValue>();
  for (const [key, value] of map) if (typeof key === "string") values.set(key, valueFrom(value));
  return values;
}

function valueFrom(value: unknown): FrontValue {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(valueFrom);
  return value instanceof Map ? mapFrom(value) : null;
}

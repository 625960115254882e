// Reads the frontmatter that most notes have (plain keys, plain values, simple lists) without the yaml library.
import type { FrontValue } from "./note-yaml.ts";

/** Words that some YAML reader takes for something other than text. */
const reserved = /^(?:true|false|yes|no|on|off|null|y|n)$/i;
const asciiWords = /^[A-Za-z](?:[A-Za-z0-9 _./-]*[A-Za-z0-9])?$/;

/** Whether the text can stand unquoted anywhere in YAML, and every reader takes it for text. */
export function asciiSafe(text: string): boolean {
  return asciiWords.test(text) && !reserved.test(text);
}

const blank = /^ *(?:#\P{Cc}*)?$/u;
const entry = /^([A-Za-z_][A-Za-z0-9_-]*):(?: +(.*))?$/;
const element = /^( *)- +(.*)$/;
/** Starts with no indicator; `: `, ` #` and a last `:` are looked for apart. */
const plain = /^[\p{L}\p{N}_/.(][^\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]*$/u;
const notPlain = /: |:$| #|^\.\.\./;
const double = /^"([^"\\\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]*)"$/u;
const single = /^'([^'\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]*)'$/u;
const flowPlain = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N} _./-]*$/u;

/**
 * The values of a frontmatter text (without its fences), or null when it holds anything that is not
 * trivially simple: then the yaml library is to read it. What is read here the library reads alike.
 */
export function readSimple(content: string): Map<string, FrontValue> | null {
  const values = new Map<string, FrontValue>();
  let list: { key: string; indent: number; elements: string[] } | null = null;
  for (const line of content.split(/\r?\n/)) {
    if (blank.test(line)) continue;
    const item = element.exec(line);
    if (item !== null) {
      const value = scalar(item[2] ?? "");
      const indent = (item[1] ?? "").length;
      if (list === null || value === null) return null;
      if (list.elements.length > 0 && list.indent !== indent) return null;
      list.indent = indent;
      list.elements.push(value);
      values.set(list.key, list.elements);
      continue;
    }
    const pair = entry.exec(line);
    const key = pair?.[1];
    if (key === undefined || reserved.test(key) || values.has(key)) return null;
    const written = (pair?.[2] ?? "").trimEnd();
    list = written === "" ? { key, indent: 0, elements: [] } : null;
    const value = written === "" ? null : (flowList(written) ?? scalar(written));
    if (value === null && written !== "") return null;
    values.set(key, value);
  }
  return values;
}

function scalar(written: string): string | null {
  const text = written.trimEnd();
  const quoted = double.exec(text) ?? single.exec(text);
  if (quoted !== null) return quoted[1] ?? "";
  if (!plain.test(text) || notPlain.test(text) || /^null$/i.test(text)) return null;
  return text;
}

function flowList(written: string): string[] | null {
  if (!written.startsWith("[") || !written.endsWith("]")) return null;
  const inner = written.slice(1, -1).trim();
  if (inner === "") return [];
  const elements = inner.split(",").map((part) => part.trim());
  return elements.every((part) => flowPlain.test(part) && !/^null$/i.test(part)) ? elements : null;
}

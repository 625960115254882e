// The yaml library, loaded when a note first needs it, and values as YAML text.
import { createRequire } from "node:module";
import { asciiSafe } from "./note-simple.ts";
import type * as Yaml from "yaml";

/** What a frontmatter value can be. Every scalar is a string as written (no numbers, no dates); null is empty, `~` or `null`. */
export type FrontValue = string | null | readonly FrontValue[] | ReadonlyMap<string, FrontValue>;

let loaded: typeof Yaml | null = null;

/** The yaml library. It costs about as much as starting Node does, and most notes are read without it. */
export function yaml(): typeof Yaml {
  if (loaded === null) {
    const library: unknown = createRequire(import.meta.url)("yaml");
    if (!isYaml(library)) throw new Error("the yaml library has no parseDocument");
    loaded = library;
  }
  return loaded;
}

function isYaml(library: unknown): library is typeof Yaml {
  return typeof library === "object" && library !== null && "parseDocument" in library;
}

/** Where a value is to stand: on a line of its own (block) or inside `[]` and `{}` (flow). */
export type Place = "block" | "flow";
/** The quotes a value had before; null when it had none. */
export type Quote = "QUOTE_SINGLE" | "QUOTE_DOUBLE" | null;

/**
 * `value` as a YAML scalar on one line, quoted where YAML 1.2 or 1.1 readers would take it for
 * something else. Runs of white space are one space: no value of ours spans lines.
 */
export function scalarText(value: string, place: Place = "block", quote: Quote = null): string {
  const line = oneLine(value);
  if (quote === null && asciiSafe(line)) return line;
  const options = { ...asWritten, ...(quote === null ? {} : { defaultStringType: quote }) };
  if (place === "block") return yaml().stringify(line, options).trimEnd();
  return yaml().stringify([line], options).trimEnd().slice(1, -1);
}

/** `{key: value, ...}` on one line; keys are ours and need no quotes. */
export function flowMapText(entries: readonly (readonly [string, string])[]): string {
  return `{${entries.map(([key, value]) => `${key}: ${scalarText(value, "flow")}`).join(", ")}}`;
}

/** The text with every run of white space as one space, as it is when written on one line. */
export function oneLine(value: string): string {
  return value.replace(/\s+/g, " ").trim();
}

const asWritten = {
  lineWidth: 0,
  compat: "yaml-1.1",
  collectionStyle: "flow",
  flowCollectionPadding: false,
  blockQuote: false,
} as const;

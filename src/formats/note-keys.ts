// Which frontmatter keys pkm reads, under which names other tools write them, and how their values are understood.
import { isIdShaped } from "../base/id.ts";
import { linkKinds } from "../sense/note.ts";
import type { FrontValue } from "./note-yaml.ts";
import type { LinkKind } from "../sense/note.ts";

type Values = ReadonlyMap<string, FrontValue>;
/** Lists of words in frontmatter. */
export type ListKey = "tags" | "context" | "source";

/** The names a list may have in a file; the first is the one pkm writes. */
export const listNames: Readonly<Record<ListKey, readonly string[]>> = {
  tags: ["tags", "tag", "keywords", "Tags"],
  context: ["context", "contexts", "Context", "Contexts"],
  source: ["source", "sources"],
};

/** The key a note's pkm id stands under when another tool already keeps its own id under `id`. */
export const ownIdKey = "pkm-id";

/** The entries of the list `key` in all its names, each once. */
export function listValues(values: Values, key: ListKey): string[] {
  return [...new Set(listNames[key].flatMap((name) => elementsOf(key, values.get(name) ?? null)))];
}

/**
 * The entries one value holds: a list's scalars, or the parts of one text. Tags lose a leading #.
 * Of sources only ids and URLs count: other tools keep book titles there.
 */
export function elementsOf(key: ListKey, value: FrontValue): string[] {
  const texts = typeof value === "string" ? partsOf(key, value) : isList(value) ? value.filter(isText) : [];
  const trimmed = texts.map((text) => (key === "tags" ? text.trim().replace(/^#+/, "") : text.trim()));
  return trimmed.filter((text) => text !== "" && (key !== "source" || isReference(text)));
}

/**
 * The parts of a list written as one text: split at commas; without one, tags at spaces, a context
 * not at all. A source text is split only when every part is a reference.
 */
export function partsOf(key: ListKey, text: string): string[] {
  const separator = text.includes(",") ? "," : key === "context" ? null : /\s+/;
  const parts = (separator === null ? [text] : text.split(separator))
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return key === "source" && !parts.every(isReference) ? [text.trim()] : parts;
}

function isReference(text: string): boolean {
  return isIdShaped(text) || /^https?:\/\/\S+$/i.test(text);
}

/** A typed link as frontmatter has it; `as` null when it is none of the known kinds. */
export interface WrittenLink {
  to: string;
  as: LinkKind | null;
  /** The kind as written. */
  how: string;
}

/** The `{to, as}` entries under `links`; `to` may be written as a [[wikilink]]. Other entries are left alone. */
export function linkValues(values: Values): WrittenLink[] {
  const value = values.get("links") ?? null;
  return isList(value) ? value.map(linkFrom).filter((link) => link !== null) : [];
}

/** The link an entry of `links` means; null when it is not one. */
export function linkFrom(value: FrontValue): WrittenLink | null {
  if (!isMap(value)) return null;
  const to = value.get("to");
  const how = value.get("as");
  if (!isText(to) || !isText(how)) return null;
  const target = to.trim().replace(/^\[\[([^\]|#]*)[^\]]*\]\]$/, "$1");
  const as = linkKinds.find((kind) => kind === how.trim().toLowerCase()) ?? null;
  return target === "" ? null : { to: target, as, how };
}

/** The note's pkm id; null when it has none. An `id` that is no pkm note id is another tool's and not ours to read. */
export function idValue(values: Values): string | null {
  const ids = [values.get("id"), values.get(ownIdKey)].filter((id) => id !== undefined);
  return ids.filter(isText).find(isNoteId) ?? null;
}

/** Whether another tool keeps its own id under `id`. */
export function hasForeignId(values: Values): boolean {
  const id = values.get("id") ?? null;
  return id !== null && !(isText(id) && (id === "" || isNoteId(id)));
}

function isNoteId(text: string): boolean {
  return /^n.*\d/.test(text) && isIdShaped(text);
}

/** The text under the first of `keys` that has one, trimmed; null when none has. */
export function textValue(values: Values, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = values.get(key);
    if (isText(value) && value.trim() !== "") return value.trim();
  }
  return null;
}

function isText(value: FrontValue | undefined): value is string {
  return typeof value === "string";
}

function isList(value: FrontValue): value is readonly FrontValue[] {
  return Array.isArray(value);
}

function isMap(value: FrontValue): value is ReadonlyMap<string, FrontValue> {
  return value instanceof Map;
}

// Edits a note's frontmatter key by key: only the lines of the edited key change, all other bytes stay.
import { isDeepStrictEqual } from "node:util";
import { findFences, parseYaml, readFrontmatter, refuseEdit } from "./frontmatter.ts";
import { addEntry, removeEntry, setValue } from "./note-splice.ts";
import {
  elementsOf,
  hasForeignId,
  linkFrom,
  linkValues,
  listNames,
  listValues,
  ownIdKey,
  partsOf,
} from "./note-keys.ts";
import { flowMapText, oneLine, scalarText } from "./note-yaml.ts";
import type { FrontmatterEdit } from "../sense/note.ts";
import type { FrontValue } from "./note-yaml.ts";
import type { SpliceTarget } from "./note-splice.ts";

type SetEdit = Extract<FrontmatterEdit, { set: string }>;
type ListEdit = Extract<FrontmatterEdit, { key: "tags" | "context" | "source" }>;
type LinksEdit = Extract<FrontmatterEdit, { key: "links" }>;
type Link = LinksEdit["add"][number];

/** A note's text and the path to name in an error. */
export interface EditedNote {
  text: string;
  path: string;
}

/**
 * The text with `edits` made in order. A list is edited under the name it has (`tags` or `tag`);
 * a file without frontmatter gets one. Throws PkmError("failed") when the frontmatter is broken, or
 * written so that the edit would change another key (an anchor that is used elsewhere).
 */
export function editFrontmatter(note: EditedNote, edits: readonly FrontmatterEdit[]): string {
  return edits.reduce((text, edit) => editOnce({ text, path: note.path }, edit), note.text);
}

function editOnce(note: EditedNote, edit: FrontmatterEdit): string {
  const before = readFrontmatter(note.text);
  if (before.problem !== null) throw refuseEdit(note.path, before.problem.message);
  const key = edit.key === "id" && hasForeignId(before.values) ? ownIdKey : edit.key;
  const text = edited(note.text, key, edit);
  const after = readFrontmatter(text);
  const names = isListEdit(edit) ? listNames[edit.key] : [key];
  const isKept =
    after.problem === null &&
    isDeepStrictEqual(without(before.values, names), without(after.values, names)) &&
    bodyOf(text) === bodyOf(note.text) &&
    saysSo(after.values, key, edit);
  if (isKept) return text;
  throw refuseEdit(note.path, `frontmatter is written in a way in which ${key} cannot be changed alone`);
}

function edited(text: string, key: string, edit: FrontmatterEdit): string {
  if ("set" in edit) return setKey(text, key, edit);
  return isListEdit(edit) ? editList(text, edit) : editLinks(text, edit);
}

function isListEdit(edit: FrontmatterEdit): edit is ListEdit {
  return edit.key === "tags" || edit.key === "context" || edit.key === "source";
}

function setKey(text: string, key: string, edit: SetEdit): string {
  const value = oneLine(edit.set);
  if (readFrontmatter(text).values.get(key) === value) return text;
  return setValue(targetOf(text), key, (place, quote) => scalarText(value, place, quote));
}

function editList(text: string, edit: ListEdit): string {
  const names = listNames[edit.key];
  const removed = new Set(edit.remove.map((entry) => asRead(edit.key, entry)));
  const isRemoved = (value: FrontValue): boolean => elementsOf(edit.key, [value]).some((entry) => removed.has(entry));
  let now = text;
  for (const name of names) now = removeAll(asFlowList(now, name, edit), name, isRemoved);
  for (const added of edit.add.map((entry) => asRead(edit.key, entry))) {
    const { values } = readFrontmatter(now);
    if (listValues(values, edit.key).includes(added)) continue;
    const key = names.find((name) => values.has(name)) ?? edit.key;
    now = addEntry(targetOf(now), { key, flow: scalarText(added, "flow"), opensBlock: false });
  }
  return now;
}

/** An entry as it will be read back: on one line, a tag without its #. */
function asRead(key: ListEdit["key"], entry: string): string {
  return elementsOf(key, [oneLine(entry)])[0] ?? entry;
}

/** A list written as one text becomes `[a, b]` when the edit changes it. */
function asFlowList(text: string, name: string, edit: ListEdit): string {
  const { values } = readFrontmatter(text);
  const value = values.get(name);
  if (typeof value !== "string") return text;
  const entries = elementsOf(edit.key, value);
  const present = listValues(values, edit.key);
  const isTarget = name === listNames[edit.key].find((other) => values.has(other));
  const isAdding = isTarget && edit.add.some((entry) => !present.includes(asRead(edit.key, entry)));
  if (!isAdding && !edit.remove.some((entry) => entries.includes(asRead(edit.key, entry)))) return text;
  const parts = partsOf(edit.key, value).map((part) => scalarText(part, "flow"));
  return setValue(targetOf(text), name, () => `[${parts.join(", ")}]`);
}

function editLinks(text: string, edit: LinksEdit): string {
  let now = removeAll(text, "links", (value) => edit.remove.some((link) => isSame(linkFrom(value), link)));
  for (const link of edit.add) {
    if (linkValues(readFrontmatter(now).values).some((other) => isSame(other, link))) continue;
    const entries = [["to", link.to] as const, ["as", link.as] as const];
    now = addEntry(targetOf(now), { key: "links", flow: flowMapText(entries), opensBlock: true });
  }
  return now;
}

function isSame(one: { to: string; as: string | null } | null, other: Link): boolean {
  return one !== null && one.to === other.to && one.as === other.as;
}

function removeAll(text: string, key: string, isRemoved: (value: FrontValue) => boolean): string {
  const value = readFrontmatter(text).values.get(key);
  if (!Array.isArray(value)) return text;
  const entries: readonly FrontValue[] = value;
  const index = entries.findLastIndex(isRemoved);
  const rest = index === -1 ? text : removeEntry(targetOf(text), key, index);
  return rest === text ? text : removeAll(rest, key, isRemoved);
}

function targetOf(text: string): SpliceTarget {
  const fences = findFences(text);
  if (fences === null) return targetOf(withFences(text));
  const { document } = parseYaml(text.slice(fences.openAt, fences.closeAt));
  return { text, fences, contents: document?.contents ?? null };
}

function withFences(text: string): string {
  const eol = /\r?\n/.exec(text)?.[0] ?? "\n";
  const start = text.startsWith("\ufeff") ? 1 : 0;
  return `${text.slice(0, start)}---${eol}---${eol}${text.slice(start)}`;
}

function bodyOf(text: string): string {
  return text.slice(findFences(text)?.bodyAt ?? (text.startsWith("\ufeff") ? 1 : 0));
}

function without(values: ReadonlyMap<string, FrontValue>, names: readonly string[]): [string, FrontValue][] {
  return [...values].filter(([key]) => !names.includes(key));
}

function saysSo(values: ReadonlyMap<string, FrontValue>, key: string, edit: FrontmatterEdit): boolean {
  if ("set" in edit) return (values.get(key) ?? "") === oneLine(edit.set);
  if (isListEdit(edit)) {
    const entries = listValues(values, edit.key);
    const has = (entry: string): boolean => entries.includes(asRead(edit.key, entry));
    return edit.add.every(has) && edit.remove.every((entry) => !has(entry) || edit.add.includes(entry));
  }
  const links = linkValues(values);
  const has = (link: Link): boolean => links.some((other) => isSame(other, link));
  return (
    edit.add.every(has) && edit.remove.every((link) => !has(link) || edit.add.some((added) => isSame(added, link)))
  );
}

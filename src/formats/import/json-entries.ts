// Finds the list of entries in a JSON document of another service, and remembers where it found it.
import { field, manyOf } from "./fields.ts";

export interface Entries {
  list: readonly unknown[];
  /** The names of the fields that lead to it, from the outside in; none where the document is the list. */
  path: readonly string[];
}

/** Where the entry of that number, from 0, stands in its document: "line 3". */
export type PlaceOf = (index: number) => string;

/**
 * What stands under the first of `paths` that leads anywhere, where one of it `isOne`; else null. A single value is a list of
 * one, and a document that is an array is the list.
 */
export function entriesUnder(
  json: unknown,
  paths: readonly (readonly string[])[],
  isOne: (entry: unknown) => boolean,
): Entries | null {
  const path = Array.isArray(json) ? [] : paths.find((each) => (field(json, ...each) ?? null) !== null);
  if (path === undefined) return null;
  const list = manyOf(field(json, ...path));
  return list.some(isOne) ? { list, path } : null;
}

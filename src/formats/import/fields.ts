// Reads JSON that other programs wrote: own fields only, and nothing taken for granted.

/** The field of that name; undefined where there is none. "__proto__" is a name like any other. */
export function field(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const name of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, name)) return undefined;
    here = Object.getOwnPropertyDescriptor(here, name)?.value;
  }
  return here;
}

/** The values of an array; a single value is an array of one, none is an empty one. */
export function manyOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** The text of that field; null where it has none. */
export function textField(value: unknown, ...path: readonly (string | number)[]): string | null {
  const text = field(value, ...path);
  return typeof text === "string" && text.trim() !== "" ? text : null;
}

// JSON arrays as SQLite's json_group_array makes them, read back into lists of text.

/** The texts of a JSON array; anything that is no array reads as empty. */
export function jsonTexts(json: string): readonly string[] {
  const value: unknown = JSON.parse(json);
  return Array.isArray(value) ? value.map(String) : [];
}

/** The pairs of a JSON array of two-element arrays. */
export function jsonPairs(json: string): readonly (readonly [string, string])[] {
  const value: unknown = JSON.parse(json);
  if (!Array.isArray(value)) return [];
  return value
    .filter((pair) => Array.isArray(pair))
    .map((pair): [string, string] => [String(pair[0]), String(pair[1])]);
}

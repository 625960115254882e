// Tags that are probably one: written apart by case, accent, hyphen or plural.
import { folded } from "./terms.ts";

/** For each of `tags` those others that look like it; tags without a like are left out. */
export function lookAlikes(tags: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const tag of tags) {
    const key = likeness(tag);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [tag]);
    else group.push(tag);
  }
  const alike = new Map<string, readonly string[]>();
  for (const group of groups.values()) {
    if (group.length === 1) continue;
    for (const tag of group) {
      alike.set(
        tag,
        group.filter((other) => other !== tag),
      );
    }
  }
  return alike;
}

/** English plurals alone are known; a word of three letters or fewer has none. */
function likeness(tag: string): string {
  const word = folded(tag).replace(/[-_]/g, "");
  if (/[^aeiou]ies$/.test(word) && word.length > 4) return word.replace(/ies$/, "y");
  if (/(?:ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return /[^suia]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word;
}

// Gives links in a note's prose another target; every other byte stays.
import type { Renamer } from "../sense/note.ts";
import { findFences } from "./frontmatter.ts";
import { maskCode } from "./note-mask.ts";
import { findTargets } from "./note-prose.ts";

/** The text with the targets of its links as `rename` says; null leaves one as it is. Alias, heading and code stay. */
export function relinkProse(text: string, rename: Renamer): string {
  const bodyAt = findFences(text)?.bodyAt ?? (text.startsWith("\ufeff") ? 1 : 0);
  let now = text;
  for (const { target, form, from } of findTargets(maskCode(text.slice(bodyAt))).toReversed()) {
    const renamed = rename(target, form);
    if (renamed === null) continue;
    const at = bodyAt + from;
    now = now.slice(0, at) + renamed + now.slice(at + target.length);
  }
  return now;
}

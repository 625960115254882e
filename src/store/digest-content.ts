// A digest as it is kept: JSON, as machines are answered with it, read back into the noun and checked at this edge.
import { listOf, recordOf, textOf } from "./json-columns.ts";
import { sectionNames, type Digest, type DigestEntry, type DigestSection } from "../seek/digest.ts";

/** Null where the content was forgotten (`pkm attention forget`). */
export function digestFrom(json: string): (Digest & { id: string }) | null {
  const { id, date, since, query, sections, ...counts } = recordOf(JSON.parse(json));
  if (typeof id !== "string" || typeof date !== "string") return null;
  const count = (name: string): number => Number(counts[name] ?? 0);
  return {
    id,
    date,
    since: textOf(since),
    query: textOf(query),
    minutes: count("minutes"),
    shown: count("shown"),
    held: count("held"),
    dropped: count("dropped"),
    letGo: count("letGo"),
    sections: listOf(sections).flatMap(sectionOf),
  };
}

function sectionOf(value: unknown): DigestSection[] {
  const { name, items, more } = recordOf(value);
  const known = sectionNames.find((candidate) => candidate === name);
  return known === undefined ? [] : [{ name: known, items: listOf(items).map(entryOf), more: Number(more ?? 0) }];
}

/** Everything that stands there is handed on, so that an item is printed as it was. */
function entryOf(value: unknown): DigestEntry {
  const entry = recordOf(value);
  const { id, kind, title, url, from, minutes, why, excerpt, next } = entry;
  return {
    ...entry,
    id: String(id),
    kind: String(kind),
    title: String(title),
    url: textOf(url),
    from: textOf(from),
    minutes: typeof minutes === "number" ? minutes : null,
    why: listOf(why).map(String),
    excerpt: textOf(excerpt),
    next: textOf(next),
  };
}

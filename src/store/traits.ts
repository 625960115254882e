// What notes in contexts have that other notes may have too, for all of them at once.
import type { NoteTraits } from "../sense/bridges.ts";
import type { Db } from "./database.ts";

interface NoteRow {
  path: string;
  ref: string;
  title: string;
}

interface TraitRow {
  note: string;
  value: string;
}

const brought = "note_source s JOIN arrival a ON a.item = s.item";
/** Each a query of notes by path and one trait. */
const selects = {
  contexts: `SELECT note, context AS value FROM note_context
    UNION SELECT s.note, c.context FROM note_source s JOIN context c ON c.thing = s.item
    UNION SELECT s.note, c.context FROM ${brought} JOIN context c ON c.thing = a.source`,
  items: "SELECT note, item AS value FROM note_source",
  sources: `SELECT DISTINCT s.note, a.source AS value FROM ${brought}`,
  people: `SELECT DISTINCT s.note, o.person AS value FROM ${brought} JOIN source o ON o.id = a.source
    WHERE o.person IS NOT NULL`,
  tags: "SELECT note, tag AS value FROM note_tag",
  links: "SELECT note, resolved AS value FROM note_link WHERE resolved IS NOT NULL",
} as const;

/** Every note that is there and stands in a context, its own or that of an item it was made of. */
export function openTraits(db: Db): { ofNotes(): readonly NoteTraits[] } {
  const by = (sql: string): ReadonlyMap<string, readonly string[]> => {
    const found = new Map<string, string[]>();
    for (const { note, value } of db.prepare<[], TraitRow>(`${sql} ORDER BY 1, 2`).iterate()) {
      const values = found.get(note);
      if (values === undefined) found.set(note, [value]);
      else values.push(value);
    }
    return found;
  };
  return {
    ofNotes() {
      const contexts = by(selects.contexts);
      if (contexts.size < 2) return [];
      const [items, sources, people] = [by(selects.items), by(selects.sources), by(selects.people)];
      const [tags, links] = [by(selects.tags), by(selects.links)];
      return db
        .prepare<[], NoteRow>("SELECT path, coalesce(id, path) AS ref, title FROM note WHERE missing IS NULL")
        .all()
        .filter(({ path }) => contexts.has(path))
        .map(({ path, ref, title }) => ({
          ref,
          title,
          contexts: contexts.get(path) ?? [],
          items: items.get(path) ?? [],
          sources: sources.get(path) ?? [],
          people: people.get(path) ?? [],
          tags: tags.get(path) ?? [],
          links: links.get(path) ?? [],
        }));
    },
  };
}

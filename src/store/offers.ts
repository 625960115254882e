// What a person could mean by the beginning of a word: ids with the names of their things, and tags.
import type { IdKind } from "../base/id.ts";
import type { Db } from "./database.ts";

/** A word that could stand there, and what it means; the name is as it came, and may be empty. */
export interface Offer {
  word: string;
  name: string;
}

export interface Offers {
  /** Things of `kinds` whose id begins with `start`, at most `max` of each kind; items newest first. */
  ids(kinds: readonly IdKind[], start: string, max: number): readonly Offer[];
  /** Tags of notes, items and sources that begin with `start`, those used most first. */
  tags(start: string, max: number): readonly Offer[];
  /** Contexts that begin with `start`. */
  contexts(start: string, max: number): readonly Offer[];
}

const named: Readonly<Partial<Record<IdKind, string>>> = {
  item: "SELECT id AS word, coalesce(title, lead, '') AS name FROM item WHERE id GLOB ? || '*' ORDER BY sorted DESC LIMIT ?",
  source: `SELECT s.id AS word, coalesce(s.title, f.title, s.url) AS name FROM source s LEFT JOIN source_feed f ON f.source = s.id
    WHERE s.dropped IS NULL AND s.id GLOB ? || '*' ORDER BY name LIMIT ?`,
  note: "SELECT id AS word, title AS name FROM note WHERE missing IS NULL AND id GLOB ? || '*' ORDER BY updated DESC LIMIT ?",
  annotation:
    "SELECT id AS word, coalesce(exact, comment) AS name FROM annotation WHERE id GLOB ? || '*' ORDER BY created DESC LIMIT ?",
  share: `SELECT s.id AS word, coalesce((SELECT v.title FROM share_version v WHERE v.share = s.id ORDER BY v.n DESC LIMIT 1), '') AS name
    FROM share s WHERE s.id GLOB ? || '*' ORDER BY s.created DESC LIMIT ?`,
  person: "SELECT id AS word, name FROM person WHERE id GLOB ? || '*' ORDER BY name LIMIT ?",
  community: "SELECT id AS word, name FROM community WHERE id GLOB ? || '*' ORDER BY name LIMIT ?",
  channel:
    "SELECT id AS word, kind AS name FROM channel WHERE removed IS NULL AND id GLOB ? || '*' ORDER BY id LIMIT ?",
  feedback: "SELECT id AS word, text AS name FROM feedback WHERE id GLOB ? || '*' ORDER BY received DESC LIMIT ?",
  delivery:
    "SELECT id AS word, state || ' ' || to_whom AS name FROM delivery WHERE id GLOB ? || '*' ORDER BY at DESC LIMIT ?",
};

const tags = `SELECT tag AS word, count(*) || ' things' AS name FROM (SELECT tag FROM tag UNION ALL SELECT tag FROM note_tag)
  WHERE substr(tag, 1, length(?1)) = ?1 GROUP BY tag ORDER BY count(*) DESC, tag LIMIT ?2`;
const contexts = `SELECT context AS word, count(*) || ' things' AS name
  FROM (SELECT context FROM context UNION ALL SELECT context FROM note_context)
  WHERE substr(context, 1, length(?1)) = ?1 GROUP BY context ORDER BY count(*) DESC, context LIMIT ?2`;

export function openOffers(db: Db): Offers {
  const ask = (sql: string, start: string, max: number): readonly Offer[] =>
    db.prepare<[string, number], Offer>(sql).all(start, max);
  return {
    ids: (kinds, start, max) =>
      // An id's letters are none of GLOB's signs; anything else begins no id.
      /^[0-9a-z]*$/.test(start)
        ? kinds.flatMap((kind) => (named[kind] === undefined ? [] : ask(named[kind], start, max)))
        : [],
    tags: (start, max) => ask(tags, start, max),
    contexts: (start, max) => ask(contexts, start, max),
  };
}

// What lies near a thing: who else has a word, a tag or a person. Each answer is bounded, however large the store.
import type { Relations } from "../sense/related.ts";
import type { Db } from "./database.ts";
import { lazily } from "./lazily.ts";
import { fewWith } from "./search/hits.ts";
import { openSegments } from "./search/segments.ts";

/** Opens the neighbourhood of things; the index of words must be caught up. */
export function openRelations(db: Db): Relations {
  const sql = lazily(() => statementsOf(db));
  return {
    countThings: () => sql().count.get() ?? 0,
    withWord(word, atMost) {
      const numbers = fewWith(sql().segments, word, atMost);
      return numbers === null ? null : sql().refs.all(JSON.stringify(numbers));
    },
    withTag(tag, atMost) {
      const refs = sql().tagged.all({ tag, atMost: atMost + 1 });
      return refs.length > atMost ? null : refs;
    },
    ofPerson(person, atMost) {
      const sources = sql().sources.all(person, atMost);
      const newest = sources.flatMap((source) => [0, 1].flatMap((isNew) => sql().newest.all(source, isNew, atMost)));
      newest.sort((a, b) => (a.sorted > b.sorted ? -1 : a.sorted < b.sorted ? 1 : a.id < b.id ? -1 : 1));
      return newest.slice(0, atMost).map(({ id }) => id);
    },
  };
}

function statementsOf(db: Db) {
  return {
    count: db
      .prepare<[], number>(
        `SELECT coalesce((SELECT max(no) FROM item), 0) + (SELECT count(*) FROM search_doc WHERE ref <> '')`,
      )
      .pluck(),
    segments: openSegments(db),
    refs: db
      .prepare<[string], string>(
        `SELECT coalesce(i.id, n.id, n.path) AS ref FROM json_each(?) j
         LEFT JOIN item i ON i.no = j.value LEFT JOIN search_doc d ON d.no = j.value AND d.kind = 'note'
         LEFT JOIN note n ON n.path = d.ref AND n.missing IS NULL WHERE coalesce(i.id, n.path) IS NOT NULL ORDER BY ref`,
      )
      .pluck(),
    tagged: db
      .prepare<[{ tag: string; atMost: number }], string>(
        `SELECT ref FROM (SELECT t.thing AS ref FROM tag t JOIN item i ON i.id = t.thing WHERE t.tag = @tag
         UNION SELECT coalesce(n.id, n.path) FROM note_tag t JOIN note n ON n.path = t.note
         WHERE t.tag = @tag AND n.missing IS NULL) ORDER BY ref LIMIT @atMost`,
      )
      .pluck(),
    sources: db.prepare<[string, number], string>("SELECT id FROM source WHERE person = ? ORDER BY id LIMIT ?").pluck(),
    newest: db.prepare<[string, number, number], { id: string; sorted: string }>(
      "SELECT id, sorted FROM item WHERE source = ? AND is_new = ? ORDER BY sorted DESC LIMIT ?",
    ),
  };
}

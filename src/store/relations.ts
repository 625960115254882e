// What lies near a thing: who else has a word, a tag or a person. Each answer is bounded, however large the store.
import type { Relations } from "../sense/related.ts";
import type { Db } from "./database.ts";
import { lazily } from "./lazily.ts";

/** Numbers of the full-text index from here on are of what is no item; an item's is its own `no`. The schema says the same. */
const ownFrom = 2 ** 40;

/** Opens the neighbourhood of things; the full-text index must be caught up. */
export function openRelations(db: Db): Relations {
  const sql = lazily(() => statementsOf(db));
  return {
    countThings: () => sql().count.get() ?? 0,
    withWord(word, atMost) {
      // A word of letters, digits and marks alone can not break out of the quotes.
      const numbers = sql().numbers.all(`"${word.replace(/[^\p{L}\p{N}\p{M}]/gu, " ")}"`, atMost + 1);
      return numbers.length > atMost ? null : sql().refs.all(JSON.stringify(numbers));
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
        `SELECT coalesce((SELECT max(no) FROM item), 0) + (SELECT count(*) FROM search_doc WHERE no > ${ownFrom})`,
      )
      .pluck(),
    numbers: db.prepare<[string, number], number>("SELECT rowid FROM search WHERE search MATCH ? LIMIT ?").pluck(),
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

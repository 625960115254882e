// Names like one that nobody has, so that what was not found can be answered with what was meant.
import { nearest } from "../base/nearest.ts";
import type { IdKind } from "../base/id.ts";
import type { Db } from "./database.ts";

interface Named {
  id: string;
  name: string;
}

const shownMax = 3;
/** Of more names none is looked through: this is said beside an error, and no search. */
const namesMax = 2000;

const lists: Readonly<Partial<Record<IdKind, string>>> = {
  source: `SELECT s.id, coalesce(s.title, f.title) AS name FROM source s JOIN source_feed f ON f.source = s.id
    WHERE coalesce(s.title, f.title) IS NOT NULL LIMIT ?`,
  person: "SELECT id, name FROM person LIMIT ?",
  community: "SELECT id, name FROM community LIMIT ?",
};

/** Things of these kinds whose name holds the text or is spelt nearly so, at most three. */
export function nearNames(db: Db, text: string, kinds: readonly IdKind[]): readonly Named[] {
  const all = kinds.flatMap((kind) => {
    const sql = lists[kind];
    return sql === undefined ? [] : db.prepare<[number], Named>(sql).all(namesMax);
  });
  const wanted = text.toLowerCase();
  const holding = wanted === "" ? [] : all.filter(({ name }) => name.toLowerCase().includes(wanted));
  if (holding.length > 0) return holding.slice(0, shownMax);
  const near = nearest(
    wanted,
    all.map(({ name }) => name.toLowerCase()),
  );
  return all.filter(({ name }) => name.toLowerCase() === near).slice(0, shownMax);
}

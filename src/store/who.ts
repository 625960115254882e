// Whose the things are that a search found: the people behind items, notes, annotations and feedback.
import type { WhoReceipt } from "../people/who.ts";
import type { Found } from "../sense/found.ts";
import type { Db } from "./database.ts";
import { peopleOfItems } from "./person-items.ts";

export interface Whose {
  /** A row for each person behind each thing; what is nobody's that is known has none. */
  receipts(found: readonly Pick<Found, "kind" | "ref">[]): readonly WhoReceipt[];
  /** The people whose each of these items is: whom its author names, else whose its source is. */
  authors(items: readonly string[]): ReadonlyMap<string, readonly string[]>;
  /** Those who stand in a context, each with its contexts. */
  contexts(): ReadonlyMap<string, readonly string[]>;
}

const itemNos = (refs: string): string => `SELECT i.no AS item FROM json_each(${refs}) j JOIN item i ON i.id = j.value`;
const title = "coalesce(i.title, i.lead, i.url, i.id)";
const ofItems = `
  SELECT w.person, iif(m.kept IS NULL, 'wrote', 'kept') AS kind, i.id AS ref, coalesce(m.kept, i.sorted) AS at, ${title} AS title
  FROM (${peopleOfItems(itemNos("@refs"))}) w JOIN item i ON i.no = w.item LEFT JOIN item_mark m ON m.item = i.id`;
const ofAnnotations = `
  SELECT w.person, 'marked' AS kind, a.id AS ref, a.created AS at, coalesce(a.exact, a.comment) AS title
  FROM json_each(@refs) j JOIN annotation a ON a.id = j.value JOIN item i ON i.id = a.item
  JOIN (${peopleOfItems("SELECT i.no AS item FROM json_each(@refs) j JOIN annotation a ON a.id = j.value JOIN item i ON i.id = a.item")}) w
    ON w.item = i.no`;
const ofNotes = `
  SELECT DISTINCT w.person, 'cited' AS kind, coalesce(n.id, n.path) AS ref, coalesce(n.created, n.updated) AS at, n.title
  FROM json_each(@refs) j JOIN note n ON n.path = j.value JOIN note_source d ON d.note = n.path JOIN item i ON i.id = d.item
  JOIN (${peopleOfItems("SELECT i.no AS item FROM json_each(@refs) j JOIN note_source d ON d.note = j.value JOIN item i ON i.id = d.item")}) w
    ON w.item = i.no`;
const ofFeedback = `
  SELECT f.person, 'answered' AS kind, f.id AS ref, f.received AS at, f.text AS title
  FROM json_each(@refs) j JOIN feedback f ON f.id = j.value`;

/** Opens it; the index of origins must be caught up. */
export function openWhose(db: Db): Whose {
  const queries = { item: ofItems, annotation: ofAnnotations, note: ofNotes, feedback: ofFeedback };
  return {
    receipts: (found) =>
      Object.entries(queries).flatMap(([kind, sql]) => {
        const refs = found.filter((each) => each.kind === kind).map(({ ref }) => ref);
        if (refs.length === 0) return [];
        return db.prepare<[object], WhoReceipt>(sql).all({ refs: JSON.stringify(refs) });
      }),
    authors(items) {
      const sql = `SELECT i.id, w.person FROM (${peopleOfItems(itemNos("@refs"))}) w JOIN item i ON i.no = w.item`;
      const rows = db
        .prepare<[object], [string, string]>(sql)
        .raw()
        .all({ refs: JSON.stringify(items) });
      return new Map([...Map.groupBy(rows, ([id]) => id)].map(([id, own]) => [id, own.map(([, person]) => person)]));
    },
    contexts() {
      const rows = db
        .prepare<[], [string, string]>("SELECT p.id, c.context FROM person p JOIN context c ON c.thing = p.id")
        .raw()
        .all();
      return new Map([...Map.groupBy(rows, ([id]) => id)].map(([id, own]) => [id, own.map(([, name]) => name)]));
    },
  };
}

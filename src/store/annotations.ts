// Annotations: the person's marks on items.
import { type Clock, type Instant, instantNow } from "../base/clock.ts";
import type { StoredAnnotation, TextQuote } from "../sense/annotation.ts";
import type { Db } from "./database.ts";
import type { Ids } from "./ids.ts";
import { jsonTexts } from "./json-list.ts";
import { lazily } from "./lazily.ts";

export interface NewAnnotation {
  item: string;
  /** The item's version that was read. */
  version: number;
  quote: TextQuote | null;
  comment: string | null;
  /** Left out: now. */
  created?: Instant;
}

export interface Annotations {
  add(annotation: NewAnnotation): StoredAnnotation;
  get(id: string): StoredAnnotation | null;
  /** In the order they were made. */
  ofItem(item: string): readonly StoredAnnotation[];
  /** Those with a quote whose item has a newer version than was read, or whose page is gone; the oldest first. */
  inDoubt(): readonly StoredAnnotation[];
}

interface AnnotationRow {
  id: string;
  item: string;
  version: number;
  exact: string | null;
  prefix: string | null;
  suffix: string | null;
  comment: string | null;
  created: Instant;
  tags: string;
  itemVersion: number;
  isPageGone: 0 | 1;
}

/** A source without a feed, as a saved page, never tells that it is gone. */
const isPageGone = `NOT EXISTS (SELECT 1 FROM arrival r LEFT JOIN source_feed f ON f.source = r.source
    WHERE r.item = a.item AND f.gone IS NULL)`;
const selectAnnotation = `SELECT a.id, a.item, a.version, a.exact, a.prefix, a.suffix, a.comment, a.created,
  (SELECT json_group_array(tag) FROM tag WHERE thing = a.id) AS tags, i.version AS itemVersion,
  ${isPageGone} AS isPageGone
  FROM annotation a JOIN item i ON i.id = a.item`;

export function openAnnotations(db: Db, ids: Ids, clock: Clock): Annotations {
  const one = lazily(() => db.prepare<[string], AnnotationRow>(`${selectAnnotation} WHERE a.id = ?`));
  const ofItem = lazily(() =>
    db.prepare<[string], AnnotationRow>(`${selectAnnotation} WHERE a.item = ? ORDER BY a.created, a.rowid`),
  );
  const insert = lazily(() =>
    db.prepare<[object]>(
      `INSERT INTO annotation (id, item, version, exact, prefix, suffix, comment, created)
       VALUES (@id, @item, @version, @exact, @prefix, @suffix, @comment, @created)`,
    ),
  );
  return {
    add({ item, version, quote, comment, created = instantNow(clock) }) {
      const id = ids.take("annotation");
      const { exact, prefix, suffix } = quote ?? { exact: null, prefix: null, suffix: null };
      insert().run({ id, item, version, exact, prefix, suffix, comment, created });
      const row = one().get(id);
      if (row === undefined) throw new Error(`annotation ${id} was not written`);
      return annotationOf(row);
    },
    get(id) {
      const row = one().get(id);
      return row === undefined ? null : annotationOf(row);
    },
    ofItem: (item) => ofItem().all(item).map(annotationOf),
    inDoubt: () =>
      db
        .prepare<[], AnnotationRow>(
          `${selectAnnotation} WHERE a.exact IS NOT NULL AND (i.version <> a.version OR ${isPageGone})
           ORDER BY a.created, a.rowid`,
        )
        .all()
        .map(annotationOf),
  };
}

function annotationOf(row: AnnotationRow): StoredAnnotation {
  const { id, item, version, comment, created, itemVersion } = row;
  const quote = row.exact === null ? null : { exact: row.exact, prefix: row.prefix ?? "", suffix: row.suffix ?? "" };
  const tags = jsonTexts(row.tags);
  const gone = row.isPageGone === 1;
  return { id, kind: "annotation", item, version, quote, comment, tags, created, itemVersion, isPageGone: gone };
}

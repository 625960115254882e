// Tags of items, sources and annotations; a note's tags stand in its file.
import type { Clock } from "../base/clock.ts";
import type { Db } from "./database.ts";
import { type Labels, openLabels } from "./labels.ts";

export interface Tags extends Labels {
  /** Every tag in use, as written, with how many things have it; in alphabetical order. */
  counts(): readonly TagCount[];
  /** Ids of the things, and refs of the notes, that have a tag called so whatever its case, but not exactly `except`. */
  having(tag: string, except: string): { things: readonly string[]; notes: readonly string[] };
}

export interface TagCount {
  tag: string;
  items: number;
  notes: number;
  /** Sources, annotations and people. */
  others: number;
}

export function openTags(db: Db, clock: Clock): Tags {
  return {
    ...openLabels(db, clock, "tag"),
    counts: () => db.prepare<[], TagCount>(selectCounts).all(),
    having: (tag, except) => ({
      things: db
        .prepare<[string, string], string>(
          "SELECT DISTINCT thing FROM tag WHERE tag = ? COLLATE NOCASE AND tag <> ? ORDER BY thing",
        )
        .pluck()
        .all(tag, except),
      notes: db
        .prepare<[string, string], string>(
          `SELECT DISTINCT coalesce(n.id, n.path) FROM note_tag t JOIN note n ON n.path = t.note
           WHERE t.tag = ? COLLATE NOCASE AND t.tag <> ? AND n.missing IS NULL ORDER BY n.path`,
        )
        .pluck()
        .all(tag, except),
    }),
  };
}

const selectCounts = `
  SELECT tag, sum(kind = 'item') AS items, sum(kind = 'note') AS notes, sum(kind NOT IN ('item', 'note')) AS others FROM
    (SELECT t.tag, coalesce(i.kind, 'item') AS kind FROM tag t LEFT JOIN id i ON i.id = t.thing
     UNION ALL SELECT t.tag, 'note' FROM note_tag t JOIN note n ON n.path = t.note WHERE n.missing IS NULL)
  GROUP BY tag ORDER BY tag COLLATE NOCASE, tag`;

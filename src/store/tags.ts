// Tags of items, sources and annotations; a note's tags stand in its file.
import { type Clock, instantNow } from "../base/clock.ts";
import type { Db } from "./database.ts";
import { lazily } from "./lazily.ts";

export interface Tags {
  /** Tags of the thing with that id, in alphabetical order. */
  of(thing: string): readonly string[];
  /** Puts tags on a thing, those it has already left as they are; returns the ones that are new. */
  add(thing: string, tags: readonly string[]): readonly string[];
  /** Takes tags off, whatever their case; returns those that were there. */
  remove(thing: string, tags: readonly string[]): readonly string[];
}

export function openTags(db: Db, clock: Clock): Tags {
  const sql = lazily(() => statementsOf(db));
  return {
    of: (thing) => sql().of.all(thing),
    add(thing, tags) {
      return tags.filter((tag) => {
        if (sql().alike.get(thing, tag) !== undefined) return false;
        sql().insert.run(thing, tag, instantNow(clock));
        return true;
      });
    },
    remove(thing, tags) {
      const there = tags.flatMap((tag) => sql().alike.all(thing, tag));
      return there.filter((tag) => sql().remove.run(thing, tag).changes === 1);
    },
  };
}

function statementsOf(db: Db) {
  return {
    of: db.prepare<[string], string>("SELECT tag FROM tag WHERE thing = ? ORDER BY tag COLLATE NOCASE").pluck(),
    alike: db
      .prepare<[string, string], string>("SELECT tag FROM tag WHERE thing = ? AND tag = ? COLLATE NOCASE")
      .pluck(),
    insert: db.prepare<[string, string, string]>("INSERT INTO tag (thing, tag, at) VALUES (?, ?, ?)"),
    remove: db.prepare<[string, string]>("DELETE FROM tag WHERE thing = ? AND tag = ?"),
  };
}

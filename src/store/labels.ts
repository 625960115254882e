// Names put on things by the person, tags and contexts alike; those of a note stand in its file.
import { type Clock, instantNow } from "../base/clock.ts";
import type { Db } from "./database.ts";
import { lazily } from "./lazily.ts";

export interface Labels {
  /** Those of the thing with that id, in alphabetical order. */
  of(thing: string): readonly string[];
  /** Puts some on a thing, those it has already left as they are; returns the ones that are new. */
  add(thing: string, labels: readonly string[]): readonly string[];
  /** Takes some off, whatever their case; returns those that were there. */
  remove(thing: string, labels: readonly string[]): readonly string[];
}

/** The labels in the table `noun`, whose column is called the same. */
export function openLabels(db: Db, clock: Clock, noun: "tag" | "context"): Labels {
  const sql = lazily(() => statementsOf(db, noun));
  return {
    of: (thing) => sql().of.all(thing),
    add(thing, labels) {
      return labels.filter((label) => {
        if (sql().alike.get(thing, label) !== undefined) return false;
        sql().insert.run(thing, label, instantNow(clock));
        return true;
      });
    },
    remove(thing, labels) {
      const there = labels.flatMap((label) => sql().alike.all(thing, label));
      return there.filter((label) => sql().remove.run(thing, label).changes === 1);
    },
  };
}

function statementsOf(db: Db, noun: "tag" | "context") {
  return {
    of: db
      .prepare<[string], string>(`SELECT ${noun} FROM ${noun} WHERE thing = ? ORDER BY ${noun} COLLATE NOCASE`)
      .pluck(),
    alike: db
      .prepare<[string, string], string>(`SELECT ${noun} FROM ${noun} WHERE thing = ? AND ${noun} = ? COLLATE NOCASE`)
      .pluck(),
    insert: db.prepare<[string, string, string]>(`INSERT INTO ${noun} (thing, ${noun}, at) VALUES (?, ?, ?)`),
    remove: db.prepare<[string, string]>(`DELETE FROM ${noun} WHERE thing = ? AND ${noun} = ?`),
  };
}

// Gives out ids: the shortest that is free, written down so that none is ever given out again.
import { idCandidates, type IdKind } from "../base/id.ts";
import type { Db } from "./database.ts";

export interface Ids {
  /** A new id. The same `seed` prefers the same ids on every machine; without one they are random. */
  take(kind: IdKind, seed?: string): string;
  /** Takes an id that stands in the person's own file; false when it is already given out. */
  adopt(kind: IdKind, id: string): boolean;
  /** Ids that begin with `prefix`, at most `limit`. */
  startingWith(prefix: string, limit: number): readonly { id: string; kind: string }[];
}

export function openIds(db: Db): Ids {
  const insert = db.prepare<[string, string]>("INSERT INTO id (id, kind) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const prefixed = db.prepare<[string, string, number], { id: string; kind: string }>(
    "SELECT id, kind FROM id WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
  );
  return {
    take(kind, seed = crypto.randomUUID()) {
      const candidates = idCandidates(kind, seed);
      let id = candidates.next().value;
      while (insert.run(id, kind).changes === 0) id = candidates.next().value;
      return id;
    },
    adopt: (kind, id) => insert.run(id, kind).changes === 1,
    startingWith: (prefix, limit) => prefixed.all(prefix, `${prefix}~`, limit),
  };
}

// Gives out ids: the shortest that is free, written down so that none is ever given out again.
import { idCandidates, type IdKind } from "../base/id.ts";
import type { Db } from "./database.ts";
import { lazily } from "./lazily.ts";

export interface Ids {
  /**
   * A new id; that of an item is given out by the row of the item, to be written next. The same `seed` prefers the same
   * ids on every machine; without one they are random.
   */
  take(kind: IdKind, seed?: string): string;
  /** Takes an id that stands in the person's own file; false when it is already given out. */
  adopt(kind: IdKind, id: string): boolean;
  /** Ids that begin with `prefix`, at most `limit`. */
  startingWith(prefix: string, limit: number): readonly { id: string; kind: string }[];
}

export function openIds(db: Db): Ids {
  const insert = db.prepare<[string, string]>("INSERT INTO id (id, kind) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const isItem = lazily(() => db.prepare<[string], 1>("SELECT 1 FROM item WHERE id = ?").pluck());
  const prefixed = lazily(() =>
    db.prepare<[object], { id: string; kind: string }>(
      `SELECT id, kind FROM id WHERE id >= @from AND id < @to
       UNION ALL SELECT id, 'item' FROM item WHERE id >= @from AND id < @to ORDER BY id LIMIT @limit`,
    ),
  );
  /** An item's id is taken by its row, which is written next. */
  const takes = (id: string, kind: IdKind): boolean =>
    kind === "item" ? isItem().get(id) === undefined : insert.run(id, kind).changes === 1;
  return {
    take(kind, seed = crypto.randomUUID()) {
      const candidates = idCandidates(kind, seed);
      let id = candidates.next().value;
      while (!takes(id, kind)) id = candidates.next().value;
      return id;
    },
    adopt: (kind, id) => insert.run(id, kind).changes === 1,
    startingWith: (prefix, limit) => prefixed().all({ from: prefix, to: `${prefix}~`, limit }),
  };
}

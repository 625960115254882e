// What versions of items say: of one, of many in the order in which they lie, and of all that an item ever said.
import type { Instant } from "../base/clock.ts";
import type { ItemVersion } from "../seek/item.ts";
import { pieceColumns, type Bodies, type Piece, type Words } from "./bodies.ts";
import type { Db } from "./database.ts";
import { lazily } from "./lazily.ts";
import { openStoredPage } from "./pages.ts";
import { hashOf, newestVersion, versionColumns, type VersionRow } from "./versions.ts";

export interface ItemWords {
  /** What the item's newest version says, or its version `n`; null when there is none. */
  body(id: string, n?: number): Words | null;
  /**
   * What `read` makes of the newest words of each of `ids` that there are. They are not read in that order but as they lie:
   * a body is unpacked once for all that have a piece of it.
   */
  bodies<Made>(ids: readonly string[], read: (words: Words, id: string) => Made): ReadonlyMap<string, Made>;
  /** What its source said over time, oldest first. */
  versions(id: string): readonly ItemVersion[];
}

type NewestPiece = Piece & { id: string; hasPage: 0 | 1 };

const selectPiece = `SELECT ${pieceColumns} FROM item i JOIN item_version v ON v.item_no = i.no
  AND v.n = coalesce(?, i.version) WHERE i.id = ?`;
const selectPieces = `SELECT i.id, p.text IS NOT NULL AS hasPage, ${pieceColumns}
  FROM json_each(?) j CROSS JOIN item i ON i.id = j.value ${newestVersion}
  LEFT JOIN item_page p ON p.item_no = i.no AND p.version = i.version ORDER BY v.body, v.body_at`;
const selectVersions = `SELECT v.fetched, ${versionColumns} FROM item_version v
  WHERE v.item_no = (SELECT no FROM item WHERE id = ?) ORDER BY v.n`;

export function openItemWords(db: Db, bodies: () => Bodies): ItemWords {
  const page = openStoredPage(db);
  const piece = lazily(() => db.prepare<[number | null, string], Piece>(selectPiece));
  const pieces = lazily(() => db.prepare<[string], NewestPiece>(selectPieces));
  const withPage = (id: string, words: Words): Words => ({ ...words, ...page(id) });
  return {
    body(id, n) {
      const row = piece().get(n ?? null, id);
      if (row === undefined) return null;
      const words = bodies().read(row);
      return n === undefined ? withPage(id, words) : words;
    },
    // One transaction: no other process packs a body anew meanwhile.
    bodies: (ids, read) =>
      db.transaction(() => {
        const wordsOf = bodies().reading();
        const made = new Map<string, ReturnType<typeof read>>();
        for (const { id, hasPage, ...row } of pieces().iterate(JSON.stringify(ids))) {
          const words = wordsOf(row);
          made.set(id, read(hasPage === 1 ? withPage(id, words) : words, id));
        }
        return made;
      })(),
    versions: (id) =>
      db
        .prepare<[string], VersionRow & { fetched: Instant }>(selectVersions)
        .all(id)
        .map((row) => ({ n: row.n, title: row.title, fetched: row.fetched, hash: hashOf(row, bodies()) })),
  };
}

// The counts behind `pkm`, each over an index or a short table.
import type { Around, Standing } from "../share/standing.ts";
import type { Db } from "./database.ts";

export interface Standings {
  read(): { standing: Standing; around: Around };
  /** SQLite's own verdict on the file: "ok", or its words; and the rows whose references are broken. */
  health(): { integrity: string; brokenReferences: number };
}

interface Row {
  waiting: number;
  minutes: number;
  lastFetch: string | null;
  broken: number;
  kept: number;
  drafts: number;
  heard: number;
  unknown: number;
  sources: number;
  hasNews: number;
}

const sql = `
  SELECT
    -- What a source that was removed has left unread waits for nobody: neither a digest nor the review brings it up.
    (SELECT coalesce(sum(c.waiting), 0) FROM source_count c JOIN source s ON s.id = c.source WHERE s.dropped IS NULL) AS waiting,
    (SELECT coalesce(sum(c.minutes), 0) FROM source_count c JOIN source s ON s.id = c.source WHERE s.dropped IS NULL) AS minutes,
    (SELECT max(fetched) FROM source_feed) AS lastFetch,
    (SELECT count(*) FROM source_feed f JOIN source s ON s.id = f.source
      WHERE f.failing_since IS NOT NULL AND s.dropped IS NULL AND s.paused IS NULL) AS broken,
    (SELECT count(*) FROM item_mark m WHERE m.kept IS NOT NULL AND m.dropped IS NULL
      AND NOT EXISTS (SELECT 1 FROM noted n WHERE n.item = m.item)) AS kept,
    (SELECT count(*) FROM share s WHERE s.withdrawn IS NULL AND s.closed IS NULL
      AND NOT EXISTS (SELECT 1 FROM release r JOIN delivery d ON d.release = r.id
        WHERE r.share = s.id AND r.kind = 'publication' AND d.state IN ('sent', 'confirmed'))) AS drafts,
    (SELECT count(*) FROM feedback f JOIN share s ON s.id = f.share
      WHERE f.state = 'received' AND s.withdrawn IS NULL) AS heard,
    (SELECT count(*) FROM delivery WHERE state = 'unknown') AS unknown,
    (SELECT count(*) FROM source WHERE dropped IS NULL) AS sources,
    -- The newest first: what a digest has not shown is hardly ever far down.
    EXISTS (SELECT 1 FROM (SELECT i.id FROM item i INDEXED BY item_new_fetched JOIN source s ON s.id = i.source
      WHERE s.dropped IS NULL AND i.is_new = 1 AND NOT EXISTS (SELECT 1 FROM digest_item g JOIN digest d ON d.id = g.digest
        WHERE g.item = i.id AND d.delivered IS NOT NULL) ORDER BY i.fetched DESC LIMIT 1)) AS hasNews`;

/** The counts and the health of one open database. */
export function openStandings(db: Db): Standings {
  return {
    read() {
      const row = db.prepare<[], Row>(sql).get();
      if (row === undefined) throw new Error("counting gave no row");
      const { waiting, minutes, lastFetch, broken, kept, drafts, heard, unknown, sources, hasNews } = row;
      const standing = {
        seek: { waiting, minutes, lastFetch, broken },
        sense: { kept },
        share: { drafts, heard, unknown },
      };
      return { standing, around: { sources, hasNews: hasNews === 1 } };
    },
    health() {
      try {
        const references = db.pragma("foreign_key_check");
        const integrity = String(db.pragma("integrity_check", { simple: true }));
        return { integrity, brokenReferences: Array.isArray(references) ? references.length : 0 };
      } catch (thrown) {
        // What is damaged enough can not even be looked through.
        if (!(thrown instanceof Error && "code" in thrown && String(thrown.code).startsWith("SQLITE_"))) throw thrown;
        return { integrity: thrown.message, brokenReferences: 0 };
      }
    },
  };
}

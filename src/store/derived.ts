// What the store works out from the rest of it, and can work out anew: the index of words, the counts, the notes.
import type { Db } from "./database.ts";

export interface Derived {
  /** Drops what was worked out; the counts are made anew at once, words and notes are read again by the next that asks. */
  rebuild(): void;
}

const countsSql = `
  UPDATE source_count AS c SET
    items = (SELECT count(*) FROM brought a WHERE a.source = c.source),
    unread = (SELECT count(*) FROM brought a JOIN item i ON i.no = a.item_no WHERE a.source = c.source AND i.is_new = 1),
    dealt = (SELECT count(*) FROM arrival a JOIN item_mark m ON m.item = a.item WHERE a.source = c.source),
    kept = (SELECT count(m.kept) FROM arrival a JOIN item_mark m ON m.item = a.item WHERE a.source = c.source),
    waiting = (SELECT count(*) FROM item i WHERE i.source = c.source AND i.is_new = 1),
    minutes = (SELECT coalesce(sum(i.minutes), 0) FROM item i WHERE i.source = c.source AND i.is_new = 1)`;

const wordsSql = `
  DELETE FROM search_block;
  DELETE FROM search_gone;
  DELETE FROM search_segment;
  UPDATE search_through SET through = 0;
  DELETE FROM search_again;
  UPDATE search_doc SET is_indexed = 0, is_stale = 1 WHERE ref <> '';
  INSERT INTO search_doc (kind, ref)
    SELECT 'note', path FROM note UNION ALL SELECT 'annotation', id FROM annotation
    UNION ALL SELECT 'feedback', id FROM feedback UNION ALL SELECT 'person', id FROM person WHERE true
    ON CONFLICT (ref) DO NOTHING`;

/** A file that is no longer as it was is read again, and none was last written before 1970. */
const notesSql = "UPDATE note SET modified_ms = -1 WHERE missing IS NULL";

/** What is derived in one open database. */
export function openDerived(db: Db): Derived {
  return {
    rebuild() {
      const insert = "INSERT INTO source_count (source) SELECT id FROM source WHERE true ON CONFLICT DO NOTHING";
      db.transaction(() => db.exec([insert, countsSql, wordsSql, notesSql].join(";\n"))).immediate();
    },
  };
}

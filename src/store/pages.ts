// The readable text of items' own pages, kept beside what their feeds said.
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { dayMs, instantNow, type Clock } from "../base/clock.ts";
import type { FullText, PageAsk, PageStore } from "../seek/full-text.ts";
import type { Db } from "./database.ts";
import { lazily } from "./lazily.ts";
import { deriving } from "./deriving.ts";

export interface Pages extends PageStore {
  /** The text of the page of the item's newest version; null where it was not read. */
  get(item: string): FullText | null;
  /** The item as its page is asked for; null where it has none that could be read. */
  ask(item: string): PageAsk | null;
}

interface PageRow {
  html: Buffer | null;
  text: Buffer;
}

/** Where a page failed, it is asked for again on later days, so many times. */
const failuresMax = 3;

const selectAsk = `SELECT i.id, i.url, s.url AS source FROM item i JOIN source s ON s.id = i.source`;

export function openPages(db: Db, clock: Clock): Pages {
  const write = (
    item: string,
    columns: { failures: string; why: string | null; html: Buffer | null; text: Buffer | null },
  ): void => {
    const { failures, ...values } = columns;
    db.prepare(
      `INSERT INTO item_page (item_no, version, asked, failures, why, html, text)
       SELECT no, version, @asked, ${failures}, @why, @html, @text FROM item WHERE id = @item
       ON CONFLICT (item_no) DO UPDATE SET version = excluded.version, asked = excluded.asked,
         failures = iif(excluded.failures = 0, 0, item_page.failures + 1), why = excluded.why, html = excluded.html, text = excluded.text`,
    ).run({ item, asked: instantNow(clock), ...values });
  };
  return {
    get: openStoredPage(db),
    ask: (item) => db.prepare<[string], PageAsk>(`${selectAsk} WHERE i.id = ? AND i.url IS NOT NULL`).get(item) ?? null,
    wanted: (limit) =>
      db
        .prepare<[string, number], PageAsk>(
          // From the few sources that are read in full to their items, never through all that is new.
          `SELECT i.id, i.url, s.url AS source FROM source s CROSS JOIN item i ON i.source = s.id
           LEFT JOIN item_page p ON p.item_no = i.no
           WHERE s.full_text = 1 AND s.dropped IS NULL AND i.is_new = 1 AND i.url IS NOT NULL
             AND (p.item_no IS NULL OR p.version <> i.version OR (p.failures BETWEEN 1 AND ${failuresMax - 1} AND p.asked < ?))
           ORDER BY i.sorted DESC LIMIT ?`,
        )
        .all(new Date(clock.now().getTime() - dayMs).toISOString(), limit),
    // What is kept can be asked for again, so that it is shown also where nothing can be written down.
    keep: (item, { html, text, minutes }) =>
      deriving(
        db,
        db.transaction(() => {
          write(item, { failures: "0", why: null, html: html === null ? null : packed(html), text: packed(text) });
          db.prepare("UPDATE item SET minutes = ? WHERE id = ?").run(minutes, item);
          db.prepare("INSERT INTO search_again (item_no) SELECT no FROM item WHERE id = ? ON CONFLICT DO NOTHING").run(
            item,
          );
        }),
      ),
    fail: (item, why) => deriving(db, () => write(item, { failures: "1", why, html: null, text: null })),
  };
}

/** The page of an item's newest version, by the item's id; null where it was not read. */
export function openStoredPage(db: Db): (item: string) => FullText | null {
  const select = lazily(() =>
    db.prepare<[string], PageRow>(
      `SELECT p.html, p.text FROM item i JOIN item_page p ON p.item_no = i.no AND p.version = i.version
       WHERE i.id = ? AND p.text IS NOT NULL`,
    ),
  );
  return (item) => {
    const row = select().get(item);
    return row === undefined ? null : { html: row.html === null ? null : unpacked(row.html), text: unpacked(row.text) };
  };
}

/** The text of an item's page by the item's number; null where it was not read. */
export function openPageText(db: Db): (no: number) => string | null {
  const text = db.prepare<[number], Buffer>(
    `SELECT p.text FROM item_page p JOIN item i ON i.no = p.item_no AND i.version = p.version
     WHERE p.item_no = ? AND p.text IS NOT NULL`,
  );
  return (no) => {
    const packedText = text.pluck().get(no);
    return packedText === undefined ? null : unpacked(packedText);
  };
}

function packed(text: string): Buffer {
  return zstdCompressSync(Buffer.from(text, "utf8"));
}

function unpacked(bytes: Buffer): string {
  return zstdDecompressSync(bytes).toString("utf8");
}

// The words of versions in an archive: as text, and packed anew where they are put back.
import type { ArchiveValue } from "../share/archive.ts";
import { openBodies, type Piece, type ToKeep } from "./bodies.ts";
import type { Db } from "./database.ts";

export type Row = Record<string, unknown>;

/** Columns that say where the words lie; an archive has the words instead. */
const placeColumns: readonly string[] = ["body", "body_at", "summary_bytes", "html_bytes", "text_bytes"];
const wordNames = ["summary", "html", "text", "is_text_of_html"] as const;
/** The length of a text that is what the HTML says: it is not kept, here or there. */
const textOfHtml = -1;
const nowhere: Piece = { body: null, bodyAt: 0, summaryBytes: null, htmlBytes: null, textBytes: null };

export interface ArchivedWords {
  /** The row of item_version with its words for their place. */
  told(row: Row): Row;
  /** Rows of item_version as they are inserted, their words packed together. */
  stored(rows: readonly Row[]): readonly Row[];
}

export function openArchivedWords(db: Db): ArchivedWords {
  const bodies = openBodies(db);
  return {
    told(row) {
      const rest = Object.entries(row).filter(([name]) => !placeColumns.includes(name));
      const piece = pieceOf(row);
      const isTextOfHtml = piece.textBytes === textOfHtml;
      const words = bodies.read({ ...piece, textBytes: isTextOfHtml ? null : piece.textBytes });
      return { ...Object.fromEntries(rest), ...words, is_text_of_html: isTextOfHtml ? 1 : 0 };
    },
    stored(rows) {
      const words = rows.map(wordsOf);
      const pieces = bodies.put(words.filter(hasWords));
      return rows.map((row, at) => {
        const own = words[at];
        const piece = (own === undefined ? undefined : pieces.get(own)) ?? nowhere;
        const rest = Object.entries(row).filter(([name]) => !wordNames.some((word) => word === name));
        return { ...Object.fromEntries(rest), ...columnsOf(piece) };
      });
    },
  };
}

function pieceOf(row: Row): Piece {
  const count = (name: string): number | null => {
    const value = row[name];
    return typeof value === "number" ? value : null;
  };
  return {
    body: count("body"),
    bodyAt: count("body_at") ?? 0,
    summaryBytes: count("summary_bytes"),
    htmlBytes: count("html_bytes"),
    textBytes: count("text_bytes"),
  };
}

function columnsOf({ body, bodyAt, summaryBytes, htmlBytes, textBytes }: Piece): Row {
  return { body, body_at: bodyAt, summary_bytes: summaryBytes, html_bytes: htmlBytes, text_bytes: textBytes };
}

function wordsOf(row: Row): ToKeep {
  const text = (name: (typeof wordNames)[number]): string | null => {
    const value = row[name];
    return typeof value === "string" ? value : null;
  };
  const isTextOfHtml = row["is_text_of_html"] === 1;
  return { said: { summary: text("summary"), html: text("html"), text: text("text") }, isTextOfHtml };
}

function hasWords({ said: { summary, html, text } }: ToKeep): boolean {
  return summary !== null || html !== null || text !== null;
}

/** A value of SQLite as an archive has it; bytes stand as text where they are UTF-8. */
export function archived(value: unknown): ArchiveValue {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  if (!(value instanceof Uint8Array)) throw new Error(`a ${typeof value} stands in the store`);
  const bytes = Buffer.from(value);
  const utf8 = bytes.toString("utf8");
  return Buffer.from(utf8).equals(bytes) ? { utf8 } : { base64: bytes.toString("base64") };
}

/** What archived was given. */
export function unarchived(value: ArchiveValue): string | number | null | Uint8Array {
  if (value === null || typeof value !== "object") return value;
  return "utf8" in value ? Buffer.from(value.utf8) : Buffer.from(value.base64, "base64");
}

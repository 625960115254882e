// Bodies as they lie in the store: what one document brought in one zstd frame, each version a piece of it.
import { frameOf, framesOf, unpackedFrame, wordsAt, type FramedWords } from "../formats/body-frame.ts";
import { htmlToText } from "../formats/html-text.ts";
import type { ItemBody } from "../seek/item.ts";
import type { PackedFrame, PackedPlace, PackedWords } from "../seek/packed.ts";
import type { Db } from "./database.ts";

/** What is kept of the words of one version. */
export interface Words extends ItemBody {
  /** The shorter description beside the body, as HTML; null when there is none. */
  summary: string | null;
}

/** Words to be kept; text that is what the HTML says is not kept twice. */
export interface ToKeep {
  said: Pick<FramedWords, "summary" | "html" | "text">;
  isTextOfHtml?: boolean;
  /** Where they are packed already; then the words themselves are read only when others of that frame are not kept. */
  packed?: PackedWords | null;
}

/** Where the words of a version lie: columns of item_version. */
export interface Piece extends PackedPlace {
  body: number | null;
}

/** The columns of a Piece of item_version v. */
export const pieceColumns = `v.body, v.body_at AS bodyAt, v.summary_bytes AS summaryBytes, v.html_bytes AS htmlBytes,
  v.text_bytes AS textBytes`;

export interface Bodies {
  /** Packs what one document brought; hands back where each lies. */
  put<Kept extends ToKeep>(words: readonly Kept[]): ReadonlyMap<Kept, Piece>;
  /** What lies there. Pieces of one body that are read in turn are unpacked once. */
  read(piece: Piece): Words;
  /** Reads as `read` does, within one transaction: neighbours in a body are fetched once. */
  reading(): (piece: Piece) => Words;
  /** Takes a body away that no version has a piece of. */
  release(body: number): void;
  /** Packs anew what versions still have of a body, or takes it away with the last of them. */
  trim(body: number): void;
}

export function openBodies(db: Db): Bodies {
  const sql = statementsOf(db);
  let last: { packed: Buffer; bytes: Buffer } | null = null;
  const unpacked = (no: number): Buffer => {
    const frame = sql.select.get(no);
    if (frame === undefined) throw new Error(`there is no body ${no}`);
    // Told by its bytes, not by its number: another process may have packed it anew.
    if (last?.packed.equals(frame) !== true) last = { packed: frame, bytes: unpackedFrame(frame) };
    return last.bytes;
  };
  const insert = ({ bytes }: PackedFrame): number | null =>
    bytes.length === 0 ? null : Number(sql.insert.run(bytes).lastInsertRowid);
  return {
    put<Kept extends ToKeep>(words: readonly Kept[]) {
      const pieces = new Map<Kept, Piece>();
      const loose: Kept[] = [];
      for (const [frame, held] of Map.groupBy(words, ({ packed }) => packed?.frame ?? null)) {
        // A frame is kept as it came where all of it is; else what lies in it would be there for ever.
        if (frame === null || held.length !== frame.count) {
          loose.push(...held);
          continue;
        }
        const body = insert(frame);
        for (const each of held) if (each.packed) pieces.set(each, { ...each.packed.place, body });
      }
      let at = 0;
      for (const frame of framesOf(loose.map(framedOf))) {
        const body = insert(frame);
        for (const place of frame.places) {
          const each = loose[at];
          if (each !== undefined) pieces.set(each, { ...place, body });
          at += 1;
        }
      }
      return pieces;
    },
    read: (piece) => whole(wordsAt(piece, piece.body === null ? Buffer.alloc(0) : unpacked(piece.body))),
    reading() {
      let held: { no: number; bytes: Buffer } | null = null;
      return (piece) => {
        if (piece.body === null) return whole(wordsAt(piece, Buffer.alloc(0)));
        if (held?.no !== piece.body) held = { no: piece.body, bytes: unpacked(piece.body) };
        return whole(wordsAt(piece, held.bytes));
      };
    },
    release: (body) => void sql.release.run(body, body),
    trim(body) {
      const held = sql.held.all(body);
      const { bytes, places } = frameOf(held.map((row) => wordsAt(row, unpacked(body))));
      if (held.length > 0) sql.replace.run(bytes, body);
      held.forEach(({ itemNo, n }, at) => sql.shift.run(places[at]?.bodyAt ?? 0, itemNo, n));
      sql.release.run(body, body);
    },
  };
}

function framedOf({ said, isTextOfHtml = false }: ToKeep): FramedWords {
  return { summary: said.summary, html: said.html, text: isTextOfHtml ? null : said.text, isTextOfHtml };
}

/** With the text that is not kept. */
function whole({ summary, html, text, isTextOfHtml = false }: FramedWords): Words {
  if (!isTextOfHtml || html === null) return { summary, html, text };
  const read = htmlToText(html);
  return { summary, html, text: read === "" ? null : read };
}

function statementsOf(db: Db) {
  return {
    insert: db.prepare<[Uint8Array]>("INSERT INTO body (packed) VALUES (?)"),
    replace: db.prepare<[Uint8Array, number]>("UPDATE body SET packed = ? WHERE no = ?"),
    select: db.prepare<[number], Buffer>("SELECT packed FROM body WHERE no = ?").pluck(),
    release: db.prepare<[number, number]>(
      "DELETE FROM body WHERE no = ? AND NOT EXISTS (SELECT 1 FROM item_version WHERE body = ?)",
    ),
    held: db.prepare<[number], Piece & { itemNo: number; n: number }>(
      `SELECT v.item_no AS itemNo, v.n, ${pieceColumns} FROM item_version v WHERE v.body = ? ORDER BY v.body_at`,
    ),
    shift: db.prepare<[number, number, number]>("UPDATE item_version SET body_at = ? WHERE item_no = ? AND n = ?"),
  };
}

// Bodies as they lie in the store: what one document brought in one zstd frame, each version a piece of it.
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { htmlToText } from "../formats/html-text.ts";
import type { ItemBody } from "../seek/item.ts";
import type { Db } from "./database.ts";

/** What is kept of the words of one version. */
export interface Words extends ItemBody {
  /** The shorter description beside the body, as HTML; null when there is none. */
  summary: string | null;
}

/** Words to be kept; text that is what the HTML says is not kept twice. */
type Kept = Words & { isTextOfHtml?: boolean };

/** Where the words of a version lie: columns of item_version. */
export interface Piece {
  body: number | null;
  bodyAt: number;
  summaryBytes: number | null;
  htmlBytes: number | null;
  textBytes: number | null;
}

/** The columns of a Piece of item_version v. */
export const pieceColumns = `v.body, v.body_at AS bodyAt, v.summary_bytes AS summaryBytes, v.html_bytes AS htmlBytes,
  v.text_bytes AS textBytes`;

export interface Bodies {
  /** Packs what one document brought; hands back where each lies. */
  put(words: readonly Kept[]): readonly Piece[];
  /** What lies there. Pieces of one body that are read in turn are unpacked once. */
  read(piece: Piece): Words;
  /** Reads as `read` does, within one transaction: neighbours in a body are fetched once. */
  reading(): (piece: Piece) => Words;
  /** Takes a body away that no version has a piece of. */
  release(body: number): void;
  /** Packs anew what versions still have of a body, or takes it away with the last of them. */
  trim(body: number): void;
}

/** The number of bytes of a text that is what the HTML says. */
const textOfHtml = -1;

type Lengths = Pick<Piece, "summaryBytes" | "htmlBytes" | "textBytes">;

/** Bytes of a body before it is packed, but for one piece alone that is longer: to read one takes about 0.3 ms. */
const bodyBytesMax = 128 * 1024;

/** Measured on 30 articles of 4 kB: level 3 takes twice as long for 2 % less. */
const packing = { chunkSize: 64 * 1024, params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export function openBodies(db: Db): Bodies {
  const sql = statementsOf(db);
  let last: { packed: Buffer; bytes: Buffer } | null = null;
  const unpacked = (no: number): Buffer => {
    const frame = sql.select.get(no);
    if (frame === undefined) throw new Error(`there is no body ${no}`);
    // Told by its bytes, not by its number: another process may have packed it anew.
    if (last?.packed.equals(frame) !== true) last = { packed: frame, bytes: zstdDecompressSync(frame) };
    return last.bytes;
  };
  const putGroup = (words: readonly Kept[]): readonly Piece[] => {
    const { bytes, pieces } = joined(words);
    const body = bytes.length === 0 ? null : Number(sql.insert.run(packed(bytes)).lastInsertRowid);
    return pieces.map((piece) => ({ ...piece, body }));
  };
  return {
    put: (words) => groupsOf(words).flatMap(putGroup),
    read: (piece) => whole(wordsOf(piece, piece.body === null ? Buffer.alloc(0) : unpacked(piece.body))),
    reading() {
      let held: { no: number; bytes: Buffer } | null = null;
      return (piece) => {
        if (piece.body === null) return whole(wordsOf(piece, Buffer.alloc(0)));
        if (held?.no !== piece.body) held = { no: piece.body, bytes: unpacked(piece.body) };
        return whole(wordsOf(piece, held.bytes));
      };
    },
    release: (body) => void sql.release.run(body, body),
    trim(body) {
      const held = sql.held.all(body);
      const kept = held.map((row) => wordsOf(row, unpacked(body)));
      const { bytes, pieces } = joined(kept);
      if (held.length > 0) sql.replace.run(packed(bytes), body);
      held.forEach(({ itemNo, n }, at) => sql.shift.run(pieces[at]?.bodyAt ?? 0, itemNo, n));
      sql.release.run(body, body);
    },
  };
}

function packed(bytes: Buffer): Buffer {
  return zstdCompressSync(bytes, { ...packing, pledgedSrcSize: bytes.length });
}

/** Neighbours together, as many as a body may hold. */
function groupsOf(words: readonly Kept[]): readonly (readonly Kept[])[] {
  const groups: Kept[][] = [];
  let room = 0;
  for (const each of words) {
    const length = (each.summary?.length ?? 0) + (each.html?.length ?? 0) + (each.text?.length ?? 0);
    if (length > room || groups.length === 0) {
      groups.push([]);
      room = bodyBytesMax;
    }
    groups.at(-1)?.push(each);
    room -= length;
  }
  return groups;
}

/** The bytes of all of them one after the other, and where each lies. */
function joined(words: readonly Kept[]): { bytes: Buffer; pieces: readonly Piece[] } {
  let at = 0;
  const pieces = words.map((each): Piece => {
    const piece = { body: null, bodyAt: at, ...lengthsOf(each) };
    at += lengthOf(piece);
    return piece;
  });
  const bytes = Buffer.allocUnsafe(at);
  at = 0;
  for (const { summary, html, text, isTextOfHtml = false } of words) {
    for (const part of [summary, html, isTextOfHtml ? null : text]) if (part !== null) at += bytes.write(part, at);
  }
  return { bytes, pieces };
}

function lengthsOf({ summary, html, text, isTextOfHtml = false }: Kept): Lengths {
  const length = (part: string | null): number | null => (part === null ? null : Buffer.byteLength(part));
  return {
    summaryBytes: length(summary),
    htmlBytes: length(html),
    textBytes: isTextOfHtml ? textOfHtml : length(text),
  };
}

function lengthOf({ summaryBytes, htmlBytes, textBytes }: Lengths): number {
  return (summaryBytes ?? 0) + (htmlBytes ?? 0) + Math.max(0, textBytes ?? 0);
}

function wordsOf({ bodyAt, summaryBytes, htmlBytes, textBytes }: Piece, bytes: Buffer): Kept {
  let at = bodyAt;
  const next = (length: number | null): string | null => {
    if (length === null) return null;
    at += length;
    return bytes.toString("utf8", at - length, at);
  };
  const said = { summary: next(summaryBytes), html: next(htmlBytes) };
  if (textBytes !== textOfHtml) return { ...said, text: next(textBytes) };
  return { ...said, text: null, isTextOfHtml: true };
}

/** With the text that is not kept. */
function whole({ summary, html, text, isTextOfHtml = false }: Kept): Words {
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

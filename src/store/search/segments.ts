// Segments of the search index in the store: written whole, merged when there are many, looked up word by word.
import type { Db } from "../database.ts";
import type { PutRow } from "./block-writer.ts";
import type { BlockReader } from "./block.ts";
import { openBlocks } from "./rows.ts";
import { packedDocuments, type Documents, type SegmentDraft } from "./draft.ts";
import type { FoundKind } from "../../sense/query-filter.ts";
import { unpackRising } from "./numbers.ts";

/** The words of documents of one kind. */
export interface Segment {
  no: number;
  kind: FoundKind;
  /** Least and greatest number of its documents. */
  first: number;
  last: number;
  /** How many documents it has, those that are gone among them. */
  docs: number;
  gone: number;
  /** Words of the documents that are not gone. */
  words: number;
}

export interface Segments {
  /** Those with the newest documents first. */
  list(): readonly Segment[];
  entry(segment: number, term: string): BlockReader | null;
  /** Words that begin so, in order; each is to be read before the next is asked for. */
  beginning(segment: number, letters: string): Iterable<BlockReader>;
  /** Tells the number of each of its documents by ordinal. */
  noOf(segment: Segment): (ordinal: number) => number;
  /** Tells how many words each has. */
  wordsIn(segment: Segment): (ordinal: number) => number;
  /** Ordinals of documents that are gone, by segment. */
  gone(): ReadonlyMap<number, ReadonlySet<number>>;
}

export interface SegmentWriter {
  add(kind: string, draft: SegmentDraft): void;
  /** Takes documents of a kind out of the segments that have them. */
  remove(kind: string, nos: readonly number[]): void;
  /** Writes a segment whose rows `fill` puts. */
  write(kind: string, documents: Documents, fill: (put: PutRow) => void): void;
  drop(segment: number): void;
}

const columns = "no, kind, first, last, docs, gone, words";

export function openSegments(db: Db): Segments {
  const blocks = openBlocks(db);
  const sql = {
    list: db.prepare<[], Segment>(`SELECT ${columns} FROM search_segment ORDER BY last DESC`),
    nos: db.prepare<[number], Buffer | null>("SELECT nos FROM search_segment WHERE no = ?").pluck(),
    lengths: db.prepare<[number], Buffer>("SELECT lengths FROM search_segment WHERE no = ?").pluck(),
    gone: db.prepare<[], { segment: number; doc: number }>("SELECT segment, doc FROM search_gone"),
  };
  return {
    list: () => sql.list.all(),
    entry: blocks.find,
    *beginning(segment, letters) {
      const next = blocks.walk(segment, letters);
      for (let entry = next(); entry?.term.startsWith(letters) === true; entry = next()) yield entry;
    },
    noOf({ no, first, docs }) {
      const packed = sql.nos.get(no) ?? null;
      if (packed === null) return (ordinal) => first + ordinal;
      const nos = unpackRising(packed, docs);
      return (ordinal) => nos[ordinal] ?? 0;
    },
    wordsIn({ no }) {
      const lengths = sql.lengths.get(no) ?? Buffer.alloc(0);
      return (ordinal) => lengths.readUInt16LE(2 * ordinal);
    },
    gone: () =>
      new Map(
        [...Map.groupBy(sql.gone.all(), ({ segment }) => segment)].map(([segment, rows]) => [
          segment,
          new Set(rows.map(({ doc }) => doc)),
        ]),
      ),
  };
}

export function openSegmentWriter(db: Db): SegmentWriter {
  const segments = openSegments(db);
  const insert = db.prepare<[object]>(
    `INSERT INTO search_segment (kind, first, last, docs, words, nos, lengths)
     VALUES (@kind, @first, @last, @docs, @words, @nos, @lengths)`,
  );
  const blocks = openBlocks(db);
  const among = db.prepare<[string, number, number], Segment>(
    `SELECT ${columns} FROM search_segment WHERE kind = ? AND first <= ? AND last >= ?`,
  );
  const bury = db.prepare<[number, number]>(
    "INSERT INTO search_gone (segment, doc) VALUES (?, ?) ON CONFLICT DO NOTHING",
  );
  const buried = db.prepare<[number, number]>(
    "UPDATE search_segment SET gone = gone + 1, words = words - ? WHERE no = ?",
  );
  const drops = ["search_block WHERE segment", "search_gone WHERE segment", "search_segment WHERE no"].map((what) =>
    db.prepare<[number]>(`DELETE FROM ${what} = ?`),
  );
  const writer: SegmentWriter = {
    add(kind, draft) {
      if (draft.nos.length > 0) writer.write(kind, draft, (put) => draft.pack(put));
    },
    remove(kind, nos) {
      if (nos.length === 0) return;
      for (const segment of among.all(kind, Math.max(...nos), Math.min(...nos))) {
        const noOf = segments.noOf(segment);
        const ordinals = new Map(Array.from({ length: segment.docs }, (_, ordinal) => [noOf(ordinal), ordinal]));
        const wordsIn = segments.wordsIn(segment);
        for (const ordinal of nos.flatMap((no) => ordinals.get(no) ?? []))
          if (bury.run(segment.no, ordinal).changes > 0) buried.run(wordsIn(ordinal), segment.no);
      }
    },
    write(kind, { nos, lengths }, fill) {
      const words = lengths.reduce((sum, length) => sum + length, 0);
      const row = { kind, first: nos[0] ?? 0, last: nos.at(-1) ?? 0, docs: nos.length, words };
      const segment = Number(insert.run({ ...row, ...packedDocuments({ nos, lengths }) }).lastInsertRowid);
      fill(blocks.putting(segment));
    },
    drop: (segment) => drops.forEach((statement) => statement.run(segment)),
  };
  return writer;
}

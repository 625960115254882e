// Blocks of the search index as rows of a table: the one where a word would stand, and those that follow.
import type { Db } from "../database.ts";
import { rowBytes, type PutRow } from "./block-writer.ts";
import { BlockReader, compareTerms } from "./block.ts";

export interface Blocks {
  /** A reader that stands at the word; null where the segment does not have it. */
  find(segment: number, term: string): BlockReader | null;
  /** Goes from word to word, from the first that is not before `from`; null at the end. The store may be written to meanwhile. */
  walk(segment: number, from: string): () => BlockReader | null;
  putting(segment: number): PutRow;
}

interface Row {
  term: string;
  part: number;
  entries: Buffer;
}

export function openBlocks(db: Db): Blocks {
  const row = "SELECT term, part, entries FROM search_block WHERE segment = ?";
  const before = db.prepare<[number, string], Row>(`${row} AND term <= ? ORDER BY term DESC, part DESC LIMIT 1`);
  const next = db.prepare<[number, string], Row>(`${row} AND term > ? ORDER BY term, part LIMIT 1`);
  const parts = db
    .prepare<[number, string], Buffer>("SELECT entries FROM search_block WHERE segment = ? AND term = ? ORDER BY part")
    .pluck();
  const insert = db.prepare<[number, string, number, Uint8Array]>(
    "INSERT INTO search_block (segment, term, part, entries) VALUES (?, ?, ?, ?)",
  );
  const reader = (segment: number, row: Row | undefined): BlockReader | null => {
    if (row === undefined) return null;
    const isWhole = row.part === 0 && row.entries.length < rowBytes;
    return new BlockReader(isWhole ? row.entries : Buffer.concat(parts.all(segment, row.term)));
  };
  return {
    find(segment, term) {
      const block = reader(segment, before.get(segment, term));
      while (block?.next() === true) if (block.term === term) return block;
      return null;
    },
    walk(segment, from) {
      let row = before.get(segment, from) ?? next.get(segment, from);
      let block = reader(segment, row);
      const step = (): BlockReader | null => {
        while (row !== undefined && block?.next() !== true) {
          row = next.get(segment, row.term);
          block = reader(segment, row);
        }
        return block;
      };
      let current = step();
      while (current !== null && compareTerms(current.term, from) < 0) current = step();
      let isFirst = true;
      return () => {
        if (!isFirst) return step();
        isFirst = false;
        return current;
      };
    },
    putting:
      (segment) =>
      ({ term, part, entries }) =>
        void insert.run(segment, term, part, entries),
  };
}

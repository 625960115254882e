// Blocks of the search index as rows of a table: the one where a word would stand, and those that follow.
import type { Db } from "./database.ts";
import { rowBytes, type PutRow } from "./search-block.ts";

export interface Blocks {
  /** The block where the word stands, if it stands in the segment; null where none begins before it. */
  at(segment: number, term: string): Uint8Array | null;
  /** The next block whose first word comes after that word, with its first word. */
  after(segment: number, term: string): { term: string; block: Uint8Array } | null;
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
  const whole = (segment: number, { term, part, entries }: Row): Uint8Array =>
    part === 0 && entries.length < rowBytes ? entries : Buffer.concat(parts.all(segment, term));
  return {
    at(segment, term) {
      const found = before.get(segment, term);
      return found === undefined ? null : whole(segment, found);
    },
    after(segment, term) {
      const found = next.get(segment, term);
      return found === undefined ? null : { term: found.term, block: whole(segment, found) };
    },
    putting:
      (segment) =>
      ({ term, part, entries }) =>
        void insert.run(segment, term, part, entries),
  };
}

// The rows of a CSV document by the names of their columns, one at a time, with the line each begins on (RFC 4180).
import { parse } from "csv-parse/sync";
import type { NotTaken } from "../../sense/imported.ts";

const rowBytesMax = 1_000_000;

/** A row by its columns' names, lower case; "" where it has none. */
export interface CsvRow {
  place: string;
  get(column: string): string;
}

/** The names in the first row, lower case; none when it can not be read. */
export function csvHeader(text: string): readonly string[] {
  const end = text.indexOf("\n");
  const first = text.slice(0, end === -1 ? 4096 : Math.min(end, 4096));
  try {
    const [row] = parse(first, { bom: true, relax_column_count: true, to: 1 });
    return (row ?? []).map(nameOf);
  } catch {
    // What is no CSV has no columns; the kinds are told by them.
    return [];
  }
}

/** Hands every row to `onRow`, and what can not be read to `onBad`. */
export function eachCsvRow(text: string, onRow: (row: CsvRow) => void, onBad: (bad: NotTaken) => void): void {
  let names: readonly string[] | null = null;
  let line = 1;
  const bad = (at: number, what: string): void => onBad({ kind: "not-taken", place: `line ${at}`, what });
  const options = {
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    relax_quotes: true,
    skip_records_with_error: true,
    max_record_size: rowBytesMax,
    on_record(cells: string[], { lines }: { lines: number }) {
      const place = `line ${line}`;
      line = lines + 1;
      if (names === null) names = cells.map(nameOf);
      else onRow({ place, get: (column) => cells[names?.indexOf(column) ?? -1] ?? "" });
      return null;
    },
    on_skip(error: { lines?: unknown; code?: unknown } | undefined): undefined {
      const what = reasons[String(error?.code)] ?? "a row that is no CSV";
      bad(line, what);
      line = Number(error?.lines ?? line) + 1;
    },
  };
  try {
    parse(text, options);
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    const code = "code" in thrown ? String(thrown.code) : "";
    bad(line, `${reasons[code] ?? "what is no CSV"}, and all after it`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quote that is never closed",
  INVALID_OPENING_QUOTE: "a quote inside a field",
  CSV_INVALID_CLOSING_QUOTE: "text behind a closed quote",
  CSV_MAX_RECORD_SIZE: `a row of more than ${rowBytesMax} bytes`,
};

function nameOf(cell: string): string {
  return cell.trim().toLowerCase();
}

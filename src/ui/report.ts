// What a command answers with: data for machines and its layout for people; human.ts, json.ts and tsv.ts print it.
import type { ErrorKind } from "../base/errors.ts";

/** How a value is meant, so that people's output can dress it; never the only carrier of meaning. */
export type Tone = "plain" | "dim" | "strong" | "id" | "good" | "warn" | "bad" | "link";

export interface Cell {
  /** As it came; the printer takes out control bytes. Empty prints as nothing. */
  text: string;
  tone: Tone;
  /** Where the text leads in a terminal that has links; left out where nowhere. */
  href?: string;
}

export interface Heading {
  title: string;
  align: "left" | "right";
  /** The one column that gives way when the screen is narrow; its text is cut with an ellipsis. */
  isFlexible: boolean;
  /** Left out for people below this many screen columns; 0 is never. TSV and JSON always have it. */
  hiddenBelowColumns: number;
}

/** Rows of things. JSON prints `values` as an array, JSONL a line each, TSV the cells uncut. */
interface TableLayout {
  kind: "table";
  values: readonly object[];
  headings: readonly Heading[];
  /** One row of cells for each value, as many as there are headings. */
  cells: readonly (readonly Cell[])[];
  /** What people read when there are no rows; machines read nothing (JSON: []). */
  empty: string;
}

/** One thing: JSON prints `value`; people read the fields that are not null, then the body. */
interface RecordLayout {
  kind: "record";
  value: object;
  fields: readonly { label: string; value: string | null; tone: Tone }[];
  /** Longer text below the fields; null when there is none. */
  body: string | null;
}

/** Prose or exact bytes for people, with the same answer as data (an array prints as JSONL lines). */
interface TextLayout {
  kind: "text";
  value: object | readonly object[];
  text: string;
  /** True for bytes that a pipe must get unchanged (an export); a terminal gets them without control bytes all the same. */
  isExact: boolean;
  /** From this character on lines are read as they stand, however wide; null where all of them may be folded on a screen. */
  keepsFrom: number | null;
}

export type Layout = TableLayout | RecordLayout | TextLayout;

export interface ReportExtras {
  /** Words for the person: what was done, what to type next. On stderr, only when it is a terminal. */
  words?: readonly string[];
  /** Lines for stderr in every mode, each naming its thing; only with an outcome, never beside exit 0. */
  complaints?: readonly string[];
  /** Ids in the answer, for --ids and %n, in the order printed; left out, those of the rows or of the thing. */
  ids?: readonly string[];
  /** What the exit status says beside success; null is 0. */
  outcome?: ErrorKind | null;
  /** Called once the whole answer has been taken by stdout, never when the reader went away; null when nobody asks. */
  onTaken?: (() => void) | null;
}

/** A command's whole answer. */
export type Report = { layout: Layout } & Required<ReportExtras>;

/** How one column is made from a row. */
export interface Column<Row> {
  title: string;
  value: (row: Row) => string | number | null;
  tone?: Tone | ((row: Row) => Tone);
  /** A page that the cell leads to; null for none. */
  href?: (row: Row) => string | null;
  align?: "left" | "right";
  isFlexible?: boolean;
  hiddenBelowColumns?: number;
}

/** A report of rows; the cells are made here, so a printer needs to know nothing of the row. */
export function table<Row extends object>(
  content: { rows: readonly Row[]; columns: readonly Column<Row>[]; empty: string },
  extras: ReportExtras = {},
): Report {
  const headings = content.columns.map((column) => ({
    title: column.title,
    align: column.align ?? "left",
    isFlexible: column.isFlexible ?? false,
    hiddenBelowColumns: column.hiddenBelowColumns ?? 0,
  }));
  const cells = content.rows.map((row) => content.columns.map((column) => cellOf(column, row)));
  return complete(
    { kind: "table", values: content.rows, headings, cells, empty: content.empty },
    { ids: idsOf(content.rows), ...extras },
  );
}

/** A report of one thing. A field whose value is null is left out for people. */
export function record(
  content: {
    value: object;
    fields: readonly { label: string; value: string | null; tone?: Tone }[];
    body?: string | null;
  },
  extras: ReportExtras = {},
): Report {
  const fields = content.fields.map((field) => ({ ...field, tone: field.tone ?? "plain" }));
  return complete(
    { kind: "record", value: content.value, fields, body: content.body ?? null },
    { ids: idsOf([content.value]), ...extras },
  );
}

/** A report that people read as `text` and machines as `value`. */
export function text(
  content: { value: object | readonly object[]; text: string; isExact?: boolean; keepsFrom?: number },
  extras: ReportExtras = {},
): Report {
  const { isExact = false, keepsFrom = null } = content;
  return complete({ kind: "text", ...content, isExact, keepsFrom }, extras);
}

function idsOf(values: readonly object[]): readonly string[] {
  return values.flatMap((value) => ("id" in value && typeof value.id === "string" ? [value.id] : []));
}

function cellOf<Row>(column: Column<Row>, row: Row): Cell {
  const value = column.value(row);
  const tone = typeof column.tone === "function" ? column.tone(row) : (column.tone ?? "plain");
  const href = column.href?.(row) ?? null;
  return { text: value === null ? "" : String(value), tone, ...(href === null ? {} : { href }) };
}

function complete(layout: Layout, extras: ReportExtras): Report {
  return {
    layout,
    words: extras.words ?? [],
    complaints: extras.complaints ?? [],
    ids: extras.ids ?? [],
    outcome: extras.outcome ?? null,
    onTaken: extras.onTaken ?? null,
  };
}

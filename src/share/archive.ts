// An archive: everything of a home as JSON lines, which is refused whole when a byte of it is missing or another.
import { PkmError } from "../base/errors.ts";
import { plainLine } from "../base/plain.ts";
import { shownUrl } from "../seek/source.ts";
import {
  notWhole,
  sealedLines,
  textField,
  unsealed,
  type Fields,
  type Line,
  type NumberedLine,
} from "./sealed-lines.ts";

/** What a row's column may hold; bytes stand as text where they are UTF-8. */
export type ArchiveValue = string | number | null | { utf8: string } | { base64: string };

export interface ArchiveRow {
  table: string;
  values: Readonly<Record<string, ArchiveValue>>;
}

/** A note's file as it lies in the notes folder. */
export interface ArchivedFile {
  path: string;
  modifiedMs: number;
  content: { utf8: string } | { base64: string };
}

/** The store as rows. */
export interface ArchiveShelf {
  /** How many migrations the store has had. */
  schema(): number;
  /** Rows by table. */
  counts(): Readonly<Record<string, number>>;
  /** Whether it holds nothing but what was read from the notes folder. */
  isEmpty(): boolean;
  /** Every row, in the order in which they are put back. */
  rows(): Iterable<ArchiveRow>;
  /** Runs `act` so that all it reads is of one instant; nothing may be written meanwhile. */
  snapshot<Result>(act: () => Promise<Result>): Promise<Result>;
  /**
   * Puts rows into an empty store, in one transaction; `before` is done when all of them fit, before they count. Throws
   * PkmError("failed") naming the line of a row that does not fit.
   */
  putBack(rows: Iterable<ArchiveRow & { line: number }>, before: () => void): void;
}

const format = 1;
const filesName = "note_file";
/** No Date is later (ECMA-262, 21.4.1.1). */
const latestMs = 8.64e15;

/** The lines of an archive, each with its line feed. The same home makes the same bytes. */
export function archiveLines(shelf: ArchiveShelf, files: readonly (() => ArchivedFile)[]): Generator<string> {
  return sealedLines(recordsOf(shelf, files));
}

function* recordsOf(shelf: ArchiveShelf, files: readonly (() => ArchivedFile)[]): Generator<Line> {
  const counts = { [filesName]: files.length, ...shelf.counts() };
  yield { record: "archive", format, schema: shelf.schema(), counts };
  for (const file of files) {
    const { content, ...rest } = file();
    yield { record: filesName, ...rest, ...content };
  }
  for (const { table, values } of shelf.rows()) yield { record: table, ...withoutPasswords(table, values) };
}

const addresses: Readonly<Record<string, readonly string[]>> = {
  source: ["url", "found_at"],
  source_feed: ["site", "moved_to"],
  channel: ["settings"],
  change_row: ["before", "after"],
};

/** Passwords stand nowhere in the store but in addresses as they were typed. */
function withoutPasswords(table: string, values: ArchiveRow["values"]): ArchiveRow["values"] {
  const columns = addresses[table] ?? [];
  const clean = columns.flatMap((name): [string, ArchiveValue][] => {
    const value = values[name];
    return typeof value === "string" ? [[name, withoutPassword(value)]] : [];
  });
  return { ...values, ...Object.fromEntries(clean) };
}

function withoutPassword(text: string): string {
  if (/^https?:/i.test(text)) return shownUrl(text);
  return text.replace(/(https?:\/\/)[^/"\s@]+@/gi, "$1").replace(/([a-z]+:\/\/[^/"\s@:]*):[^/"\s@]*@/gi, "$1@");
}

/** What an archive says of itself at its head, and what in it is not taken without trust. */
export interface ArchiveHead {
  counts: ReadonlyMap<string, number>;
  records: number;
  /** Programs it would run and secrets it would use, each in words. */
  reaches: readonly string[];
}

/** Whether this is the first line of an archive. */
export function isArchive(firstLine: string): boolean {
  return /^\{"record":"archive","format":\d/.test(firstLine);
}

/** Reads an archive through to its last byte. Throws PkmError("failed") when it is of a newer pkm, cut short or changed. */
export function checkArchive(lines: Iterable<NumberedLine>, schema: number): ArchiveHead {
  const found = new Map<string, number>();
  const reaches: string[] = [];
  let head: Fields | null = null;
  let records = 0;
  for (const { line, record, fields } of unsealed(lines)) {
    if (line === 1) head = checkHead(fields, schema);
    else found.set(record, (found.get(record) ?? 0) + 1);
    records += 1;
    reaches.push(...reachesOf(record, fields));
  }
  if (head === null) throw notWhole("it is empty");
  checkCounts(head, found);
  return { counts: found, records, reaches };
}

function checkHead(fields: Fields, schema: number): Fields {
  if (fields.get("record") !== "archive") throw notWhole("its first line is not the head of one");
  const written = numberField(fields, "schema");
  if (fields.get("format") !== format || !(written <= schema)) {
    throw new PkmError(
      "failed",
      `the archive was written by a newer pkm (schema ${written}, this one knows ${schema})`,
      {
        hint: "npm install --global pkm@latest",
      },
    );
  }
  return fields;
}

function checkCounts(head: Fields, found: ReadonlyMap<string, number>): void {
  const counts = head.get("counts");
  if (typeof counts !== "object" || counts === null) throw notWhole("its head has no counts");
  for (const [name, count] of Object.entries(counts)) {
    const told = typeof count === "number" ? count : "no number of";
    if ((found.get(name) ?? 0) !== count) throw notWhole(`it has ${found.get(name) ?? 0} of ${told} ${name}`);
  }
}

/** No number where there is none: what stands there may be anything that JSON can say. */
function numberField(fields: Fields, name: string): number {
  const value = fields.get(name);
  return typeof value === "number" ? value : Number.NaN;
}

/** What a record would run or send when it is used. */
function reachesOf(record: string, fields: Fields): readonly string[] {
  const said = (name: string): string => {
    const value = fields.get(name);
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
  const say = (name: string): string => plainLine(said(name)).slice(0, 80);
  const is = (name: string, form: RegExp): boolean => form.test(said(name));
  if (record === "source" && is("url", /^exec:/)) return [`the program ${say("url").slice("exec:".length)}`];
  if (record === "source" && is("secret", /./)) return [`the secret ${say("secret")} for ${say("url")}`];
  if (record === "channel" && (is("kind", /^command$/) || is("settings", /"cmd:/)))
    return [`the program of the channel ${say("id")}`];
  if (record !== "change_row" || !is("place", /^(?:source|channel)$/)) return [];
  const isReach = ["before", "after"].some((side) => is(side, /"(?:exec|cmd):|"secret":"|"kind":"command"|\\"cmd:/));
  return isReach ? [`change ${say("change")}, which undo or redo could bring back`] : [];
}

/** The note files of an archive that was checked. */
export function* filesIn(lines: Iterable<NumberedLine>): Generator<ArchivedFile & { line: number }> {
  for (const { line, record, fields } of unsealed(lines)) {
    if (record !== filesName) continue;
    const [utf8, base64] = [fields.get("utf8"), fields.get("base64")];
    const content = typeof utf8 === "string" ? { utf8 } : { base64: typeof base64 === "string" ? base64 : "" };
    const modifiedMs = numberField(fields, "modifiedMs");
    if (!(Math.abs(modifiedMs) <= latestMs)) throw notWhole(`line ${line} has no time`);
    yield { line, path: textField(fields, "path", line), modifiedMs, content };
  }
}

/** The rows of an archive that was checked. */
export function* rowsIn(lines: Iterable<NumberedLine>): Generator<ArchiveRow & { line: number }> {
  for (const { line, record, fields } of unsealed(lines)) {
    if (line === 1 || record === filesName) continue;
    const values = [...fields].flatMap(([name, value]): [string, ArchiveValue][] =>
      name === "record" ? [] : [[name, valueOf(value, line)]],
    );
    yield { line, table: record, values: Object.fromEntries(values) };
  }
}

function valueOf(value: unknown, line: number): ArchiveValue {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  if (typeof value === "object" && "utf8" in value && typeof value.utf8 === "string") return { utf8: value.utf8 };
  if (typeof value === "object" && "base64" in value && typeof value.base64 === "string")
    return { base64: value.base64 };
  throw notWhole(`line ${line} has a value that is none`);
}

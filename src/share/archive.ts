// An archive: everything of a home as JSON lines, which is refused whole when a byte of it is missing or another.
import { PkmError } from "../base/errors.ts";
import { growingSha256 } from "../base/hash.ts";
import { plainLine } from "../base/plain.ts";
import { shownUrl } from "../seek/source.ts";

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
  /** Puts rows into an empty store, in one transaction. Throws PkmError("failed") naming the line of a row that does not fit. */
  putBack(rows: Iterable<ArchiveRow & { line: number }>): void;
}

/** A line of a document with its number, from 1. */
export interface NumberedLine {
  no: number;
  text: string;
}

const format = 1;
const filesName = "note_file";
const again = "pkm export --as all --out FILE";

/** The lines of an archive, each with its line feed. The same home makes the same bytes. */
export function* archiveLines(shelf: ArchiveShelf, files: readonly (() => ArchivedFile)[]): Generator<string> {
  const hash = growingSha256();
  let records = 0;
  const line = (record: string, rest: object): string => {
    const text = `${JSON.stringify({ record, ...rest })}\n`;
    hash.feed(text);
    records += 1;
    return text;
  };
  const counts = { [filesName]: files.length, ...shelf.counts() };
  yield line("archive", { format, schema: shelf.schema(), counts });
  for (const file of files) {
    const { path, modifiedMs, content } = file();
    yield line(filesName, { path, modifiedMs, ...content });
  }
  for (const { table, values } of shelf.rows()) yield line(table, withoutPasswords(table, values));
  yield `${JSON.stringify({ record: "end", records, sha256: hash.hex() })}\n`;
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
  const hash = growingSha256();
  const found = new Map<string, number>();
  const reaches: string[] = [];
  let head: Fields | null = null;
  let end: Fields | null = null;
  let records = 0;
  for (const { no, text } of lines) {
    const fields = fieldsOf(text, no);
    if (end !== null) throw broken(`line ${no} stands behind its end`);
    if (no === 1) head = checkHead(fields, schema);
    const record = textOf(fields, "record", no);
    if (record === "end") {
      end = fields;
      continue;
    }
    hash.feed(`${text}\n`);
    records += 1;
    if (no > 1) found.set(record, (found.get(record) ?? 0) + 1);
    reaches.push(...reachesOf(record, fields));
  }
  if (head === null || end === null) throw broken("it ends before its end");
  if (end.get("records") !== records || end.get("sha256") !== hash.hex())
    throw broken("its bytes are not as they were written");
  checkCounts(head, found);
  return { counts: found, records, reaches };
}

type Fields = ReadonlyMap<string, unknown>;

function checkHead(fields: Fields, schema: number): Fields {
  if (fields.get("record") !== "archive") throw broken("its first line is not the head of one");
  const written = Number(fields.get("schema"));
  if (fields.get("format") !== format || written > schema) {
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
  if (typeof counts !== "object" || counts === null) throw broken("its head has no counts");
  for (const [name, count] of Object.entries(counts)) {
    if ((found.get(name) ?? 0) !== count) throw broken(`it has ${found.get(name) ?? 0} of ${String(count)} ${name}`);
  }
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
  for (const { no, text } of lines) {
    if (!text.startsWith(`{"record":"${filesName}"`)) continue;
    const fields = fieldsOf(text, no);
    const [utf8, base64] = [fields.get("utf8"), fields.get("base64")];
    const content = typeof utf8 === "string" ? { utf8 } : { base64: typeof base64 === "string" ? base64 : "" };
    yield { line: no, path: textOf(fields, "path", no), modifiedMs: Number(fields.get("modifiedMs")), content };
  }
}

/** The rows of an archive that was checked. */
export function* rowsIn(lines: Iterable<NumberedLine>): Generator<ArchiveRow & { line: number }> {
  for (const { no, text } of lines) {
    if (no === 1 || text.startsWith(`{"record":"${filesName}"`) || text.startsWith('{"record":"end"')) continue;
    const fields = fieldsOf(text, no);
    const values = [...fields].flatMap(([name, value]): [string, ArchiveValue][] =>
      name === "record" ? [] : [[name, valueOf(value, no)]],
    );
    yield { line: no, table: textOf(fields, "record", no), values: Object.fromEntries(values) };
  }
}

function valueOf(value: unknown, line: number): ArchiveValue {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  if (typeof value === "object" && "utf8" in value && typeof value.utf8 === "string") return { utf8: value.utf8 };
  if (typeof value === "object" && "base64" in value && typeof value.base64 === "string")
    return { base64: value.base64 };
  throw broken(`line ${line} has a value that is none`);
}

function fieldsOf(text: string, line: number): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw broken(`line ${line} is no JSON`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw broken(`line ${line} is no record`);
  return new Map(Object.entries(value));
}

function textOf(fields: Fields, name: string, line: number): string {
  const value = fields.get(name);
  if (typeof value !== "string") throw broken(`line ${line} has no ${name}`);
  return value;
}

function broken(why: string): PkmError {
  return new PkmError("failed", `the archive is not whole: ${why}; nothing of it is taken`, { hint: again });
}

// JSON lines that end in a count and a hash of all before: cut short or changed they are not taken for whole.
import { PkmError } from "../base/errors.ts";
import { growingSha256 } from "../base/hash.ts";

/** A line of a document with its number, from 1. */
export interface NumberedLine {
  no: number;
  text: string;
}

/** The own fields of a record. */
export type Fields = ReadonlyMap<string, unknown>;

export interface SealedRecord {
  line: number;
  /** What it says it is. */
  record: string;
  fields: Fields;
}

/** A record to be written: what it is, and its fields. */
export type Line = Readonly<Record<string, unknown>> & { record: string };

/** Each record as a line with its line feed, and the seal as the last. The same records make the same bytes. */
export function* sealedLines(records: Iterable<Line>): Generator<string> {
  const hash = growingSha256();
  let count = 0;
  for (const record of records) {
    const line = `${JSON.stringify(record)}\n`;
    hash.feed(line);
    count += 1;
    yield line;
  }
  yield `${JSON.stringify({ record: "end", records: count, sha256: hash.hex() })}\n`;
}

/** The records but for the seal. Throws PkmError("failed") at the end when that is not there or not theirs. */
export function* unsealed(lines: Iterable<NumberedLine>): Generator<SealedRecord> {
  const hash = growingSha256();
  let end: Fields | null = null;
  let count = 0;
  for (const { no, text } of lines) {
    if (end !== null) throw notWhole(`line ${no} stands behind its end`);
    const fields = fieldsOf(text, no);
    const record = textField(fields, "record", no);
    if (record === "end") {
      end = fields;
      continue;
    }
    hash.feed(`${text}\n`);
    count += 1;
    yield { line: no, record, fields };
  }
  if (end === null) throw notWhole("it ends before its end");
  if (end.get("records") !== count || end.get("sha256") !== hash.hex())
    throw notWhole("its bytes are not as they were written");
}

/** The fields of a line; throws PkmError("failed") naming it when it is no JSON object. */
function fieldsOf(text: string, line: number): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notWhole(`line ${line} is no JSON`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw notWhole(`line ${line} is no record`);
  return new Map(Object.entries(value));
}

/** The text in that field; throws PkmError("failed") naming the line when there is none. */
export function textField(fields: Fields, name: string, line: number): string {
  const value = fields.get(name);
  if (typeof value !== "string") throw notWhole(`line ${line} has no ${name}`);
  return value;
}

/** That something of it is missing or another. */
export function notWhole(why: string): PkmError {
  return new PkmError("failed", `the archive is not whole: ${why}; nothing of it is taken`, {
    hint: "pkm export --as all --out FILE",
  });
}

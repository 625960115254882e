// Tells what a document of another service is by what is in it, and reads it.
import { PkmError } from "../../base/errors.ts";
import type { Reading, Take } from "../../sense/imported.ts";
import { textOfFile } from "../decode.ts";
import { readOpml } from "../opml.ts";
import { readBookmarks } from "./bookmarks.ts";
import { csvKinds } from "./csv-kinds.ts";
import { csvHeader, eachCsvRow } from "./csv-rows.ts";
import { isNewsboat, readNewsboat, takeList } from "./feed-lists.ts";
import type { Entries, PlaceOf } from "./json-entries.ts";
import { jsonKinds } from "./json-kinds.ts";
import { entryLines } from "./json-lines.ts";

/** Every kind that can be asked for by name. */
export const importKinds: readonly string[] = [
  "opml",
  "newsboat",
  "pocket",
  "bookmarks",
  ...csvKinds.map(({ kind }) => kind).filter((kind) => kind !== "pocket"),
  ...jsonKinds.map(({ kind }) => kind),
];

/**
 * The document as something to read; `wanted` says its kind where the person did. Null when it is nothing that is
 * known, or not of the kind wanted. Throws PkmError("failed") with the line for JSON that is none.
 */
export function recognise(bytes: Uint8Array, wanted: string | null): Reading | null {
  const text = textOfFile(bytes);
  const head = text.slice(0, 4096).trimStart();
  const readings = /^[[{]/.test(head)
    ? jsonReadings(text, wanted)
    : head.startsWith("<")
      ? markupReadings(bytes, text)
      : [...csvReadings(text), ...(isNewsboat(text) || wanted === "newsboat" ? [newsboat(text)] : [])];
  return readings.find(({ kind }) => wanted === null || kind === wanted) ?? null;
}

function jsonReadings(text: string, wanted: string | null): readonly Reading[] {
  const json = parsed(text);
  return jsonKinds.flatMap(({ kind, service, entriesIn, read }) => {
    const entries = wanted === null || wanted === kind ? entriesIn(json) : null;
    if (entries === null) return [];
    return [{ kind, service, read: (take: Take) => read(entries.list, placesIn(text, entries), take) }];
  });
}

/** The document is gone through for its lines once, when the first place is asked for. */
function placesIn(text: string, { path }: Entries): PlaceOf {
  let lines: readonly number[] | null = null;
  return (index) => {
    lines ??= entryLines(text, path);
    return `line ${lines[index] ?? 1}`;
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    const at = brokenAt(text, thrown instanceof Error ? thrown.message : "");
    const where = at === null ? "" : `line ${text.slice(0, at).split("\n").length}: `;
    const cause = { hint: "pkm help import", cause: thrown };
    throw new PkmError("failed", `${where}it begins as JSON and is none`, cause);
  }
}

/** Where JSON breaks off, as far as the engine's words tell: by a number, or by the characters around the place. */
function brokenAt(text: string, message: string): number | null {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return Number(position);
  if (/end of JSON/.test(message)) return text.length;
  const form = /^Unexpected token '(.+)', (?:\.\.\.)?"([\s\S]*)"(?:\.\.\.)? is not/;
  const [, token = "", around = ""] = form.exec(message) ?? [];
  const at = around === "" ? -1 : text.indexOf(around);
  if (at === -1 || text.includes(around, at + 1)) return null;
  return at + Math.max(0, around.lastIndexOf(token, 10));
}

function markupReadings(bytes: Uint8Array, text: string): readonly Reading[] {
  const head = text.slice(0, 4096);
  if (/<opml[\s>]/i.test(head)) {
    const list = readOpml(bytes);
    return list === null ? [] : [{ kind: "opml", service: "OPML", read: (take) => takeList(list, take) }];
  }
  const isPocket = /<title>\s*Pocket Export\s*<\/title>/i.test(head) || /<a [^>]*time_added=/i.test(head);
  const read = (take: Take): void => readBookmarks(text, take);
  if (isPocket) return [{ kind: "pocket", service: "Pocket", read }];
  const isBookmarks = /NETSCAPE-Bookmark-file/i.test(head) || /<dt>\s*<(?:h3|a) /i.test(head);
  return isBookmarks ? [{ kind: "bookmarks", service: "Bookmarks", read }] : [];
}

function csvReadings(text: string): readonly Reading[] {
  const header = new Set(csvHeader(text));
  return csvKinds
    .filter(({ columns }) => columns.every((column) => header.has(column)))
    .map(({ kind, service, of }) => ({
      kind,
      service,
      read: (take) => eachCsvRow(text, (row) => take(of(row)), take),
    }));
}

function newsboat(text: string): Reading {
  return { kind: "newsboat", service: "newsboat", read: (take) => readNewsboat(text, take) };
}

// What a form of export is: its name, its words, and how it comes by its document.
import type { Report } from "../../ui/report.ts";
import type { Context } from "../context.ts";

/** A document about to be written. */
export interface Exported {
  /** Counts and the like, for machines. */
  value: object;
  /** What it is, for people: "12 sources". */
  what: string;
  /** The document, made while it is written. */
  parts: Iterable<string>;
  words?: readonly string[];
  /** Where it is a folder: its files, by their paths inside. */
  files?: Iterable<{ path: string; content: string | Uint8Array }>;
}

export interface ExportForm {
  kind: string;
  /** For help: a sentence or more. */
  about: string;
  /** It can only be written to a folder. */
  needsFolder?: boolean;
  /** Makes the document and hands it to `write`, inside of which the store stands still. */
  hand(context: Context, write: (exported: Exported) => Promise<Report>): Promise<Report>;
}

/** "1 source", "2 sources". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

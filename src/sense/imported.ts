// What another service handed out, in our nouns: what every importer makes, and what taking in begins with.
import type { Instant } from "../base/clock.ts";
import type { TextQuote } from "./annotation.ts";

export interface ImportedMark {
  /** Null when the comment is on the whole item. */
  quote: TextQuote | null;
  comment: string | null;
  tags: readonly string[];
  /** Null when the service does not say. */
  created: Instant | null;
}

export interface ImportedItem {
  kind: "item";
  /** Where it stands in the document: "line 3", "feed 7". */
  place: string;
  /** http or https; null for a book and the like. */
  url: string | null;
  /** Names it where it has no URL. */
  guid: string | null;
  title: string | null;
  author: string | null;
  published: Instant | null;
  /** When it was saved over there. */
  saved: Instant | null;
  /** Its opening, or what is known of it, as plain text. */
  text: string | null;
  isRead: boolean;
  /** Starred, liked, a favourite. */
  isKept: boolean;
  tags: readonly string[];
  marks: readonly ImportedMark[];
}

export interface ImportedFeed {
  kind: "feed";
  place: string;
  /** http or https. */
  url: string;
  title: string | null;
  tags: readonly string[];
}

/** What was not understood, or is not taken: above all what would run a program. */
export interface NotTaken {
  kind: "not-taken";
  place: string;
  /** In words: "the command mail-feed". */
  what: string;
}

export type Imported = ImportedItem | ImportedFeed | NotTaken;

/** Receives one thing after the other, so that a long document never stands in memory as nouns. */
export type Take = (imported: Imported) => void;

/** A document of another service that was recognised. */
export interface Reading {
  /** "pocket", "opml" ... */
  kind: string;
  /** The service as people call it; its items stand under a source of that name. */
  service: string;
  /** Hands everything in the document to `take`; the same each time. */
  read(take: Take): void;
}

// A document that was read, in the form in which one thread hands it to another: its words packed as the store keeps them.
import { minutesOf, textIsOfHtml } from "../seek/content.ts";
import type { Beside, Enclosure, FeedAuthor, FeedEntry } from "../seek/feed.ts";
import type { NamedEntry } from "../seek/identity.ts";
import type { PackedFrame, PackedPlace, PackedWords } from "../seek/packed.ts";
import type { Came, ReadDocument } from "../seek/reading.ts";
import type { Instant } from "../base/clock.ts";
import { framesOf, unpackedFrame, wordsAt, type FramedWords } from "./body-frame.ts";
import { bodyText } from "./feed/content.ts";

type Worded = "html" | "text" | "plain" | "summary" | "packed" | "minutes";

/** An entry without its words. */
interface BareEntry extends Omit<FeedEntry, Worded> {
  minutes: number;
}

interface PackedEntry extends Omit<NamedEntry, "entry"> {
  entry: BareEntry;
  /** Which frame its words are in, by number. */
  frame: number;
  place: PackedPlace;
}

interface PackedDocument extends Omit<ReadDocument, "entries"> {
  entries: readonly PackedEntry[];
  frames: readonly PackedFrame[];
}

/** What came, in nothing but what the structured clone algorithm of HTML copies. */
export type PackedCame = Exclude<Came, { kind: "feed" }> | { kind: "feed"; document: PackedDocument };

/** In the form that crosses. */
export function packCame(came: Came): PackedCame {
  return came.kind === "feed" ? { kind: "feed", document: packDocument(came.document) } : came;
}

/** As it was before it crossed; words are unpacked when they are asked for. */
export function unpackCame(came: PackedCame): Came {
  return came.kind === "feed" ? { kind: "feed", document: unpackDocument(came.document) } : came;
}

function packDocument({ entries, ...document }: ReadDocument): PackedDocument {
  const frames = framesOf(entries.map(({ entry }) => wordsOf(entry)));
  const places = frames.flatMap(({ places: of }, frame) => of.map((place) => ({ frame, place })));
  return {
    ...document,
    frames: frames.map(({ bytes, count }) => ({ bytes, count })),
    entries: entries.map(({ entry, ...names }, at) => {
      const where = places[at];
      if (where === undefined) throw new Error("an entry was not packed");
      return { ...names, ...where, entry: bareOf(entry) };
    }),
  };
}

function wordsOf(entry: FeedEntry): FramedWords {
  const { html, summary } = entry;
  return textIsOfHtml(entry) ? { summary, html, text: null, isTextOfHtml: true } : { summary, html, text: entry.text };
}

function bareOf(entry: FeedEntry): BareEntry {
  const { guid, title, link, externalLink, published, updated, authors, enclosures, tags, comments } = entry;
  const { durationSeconds, ownLink = null, beside = null, minutes = minutesOf(entry) } = entry;
  const pages = { link, ownLink, externalLink, comments };
  return { guid, title, ...pages, published, updated, authors, enclosures, tags, durationSeconds, beside, minutes };
}

function unpackDocument({ entries, frames, ...document }: PackedDocument): ReadDocument {
  const opened = frames.map(openFrame);
  return {
    ...document,
    entries: entries.map(({ entry, frame, place, ...names }) => {
      const open = opened[frame];
      if (open === undefined) throw new Error(`a document has no frame ${frame}`);
      return { ...names, entry: new FramedEntry(entry, open, place) };
    }),
  };
}

interface OpenFrame {
  frame: PackedFrame;
  wordsAt(place: PackedPlace): FramedWords;
}

/** A frame that is unpacked when the first words are read out of it. */
function openFrame(frame: PackedFrame): OpenFrame {
  let bytes: Buffer | null = null;
  return {
    frame,
    wordsAt(place) {
      bytes ??= unpackedFrame(frame.bytes);
      return wordsAt(place, bytes);
    },
  };
}

class FramedEntry implements FeedEntry {
  readonly guid: string | null;
  readonly title: string | null;
  readonly link: string | null;
  readonly ownLink: string | null;
  readonly externalLink: string | null;
  readonly published: Instant | null;
  readonly updated: Instant | null;
  readonly authors: readonly FeedAuthor[];
  readonly enclosures: readonly Enclosure[];
  readonly tags: readonly string[];
  readonly comments: string | null;
  readonly durationSeconds: number | null;
  readonly beside: Beside | null;
  readonly minutes: number;
  readonly packed: PackedWords;
  readonly #open: OpenFrame;

  constructor(entry: BareEntry, open: OpenFrame, place: PackedPlace) {
    this.guid = entry.guid;
    this.title = entry.title;
    this.link = entry.link;
    this.ownLink = entry.ownLink ?? null;
    this.externalLink = entry.externalLink;
    this.published = entry.published;
    this.updated = entry.updated;
    this.authors = entry.authors;
    this.enclosures = entry.enclosures;
    this.tags = entry.tags;
    this.comments = entry.comments;
    this.durationSeconds = entry.durationSeconds;
    this.beside = entry.beside ?? null;
    this.minutes = entry.minutes;
    this.packed = { frame: open.frame, place };
    this.#open = open;
  }

  get html(): string | null {
    return this.#words().html;
  }

  get summary(): string | null {
    return this.#words().summary;
  }

  get plain(): string | null {
    return this.#words().text;
  }

  get text(): string | null {
    const { html, text, isTextOfHtml = false } = this.#words();
    return isTextOfHtml && html !== null ? bodyText({ html, plain: null }) : text;
  }

  #words(): FramedWords {
    return this.#open.wordsAt(this.packed.place);
  }
}

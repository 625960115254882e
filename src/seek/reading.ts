// Reads what a source answered: a feed with its entries named, word that nothing has changed, or why there is none.
import { reasonOf } from "../base/errors.ts";
import type { Instant } from "../base/clock.ts";
import { shortHash } from "../base/hash.ts";
import type { DocumentOrigin, Feed, NoFeed } from "./feed.ts";
import type { FetchOutcome, FreshAnswer, UnchangedAnswer } from "./fetch.ts";
import { nameEntries, type NamedEntry, type SourceName } from "./identity.ts";
import { wholeEntries, type Failure } from "./poll.ts";

export type ReadFeed = (bytes: Uint8Array, origin: DocumentOrigin) => Feed | NoFeed;

/** An answer whose body was read. */
export type Heard = Omit<FreshAnswer, "body">;

/** A document that was read as a feed. */
export interface ReadDocument {
  answer: Heard;
  /** What the document says of itself. */
  feed: Omit<Feed, "entries">;
  /** When each of its entries was published; null where it does not say. */
  published: readonly (Instant | null)[];
  /** Those of its entries that can be relied on. */
  entries: readonly NamedEntry[];
  /** Short hash of its bytes. */
  bodyHash: string;
}

/** An answer that was read. */
export type Came =
  | { kind: "feed"; document: ReadDocument }
  | { kind: "unchanged"; answer: Heard | UnchangedAnswer }
  | { kind: "broken"; failure: Failure | "gone" };

/** The source as reading needs it. */
export interface Reading {
  source: SourceName;
  /** Hash of the body that was read last; null when none was. */
  bodyHash: string | null;
}

/** Reads what the server of a source answered; touches no store. */
export function readAnswer({ source, bodyHash }: Reading, outcome: FetchOutcome, readFeed: ReadFeed): Came {
  if (outcome.kind === "gone") return { kind: "broken", failure: "gone" };
  if (outcome.kind === "failed") return { kind: "broken", failure: outcome };
  if (outcome.kind === "unchanged") return { kind: "unchanged", answer: outcome };
  const { body, ...answer } = outcome;
  if (bodyHash !== null && shortHash(body) === bodyHash) return { kind: "unchanged", answer };
  const feed = readBody(outcome, readFeed);
  if ("retryAt" in feed) return { kind: "broken", failure: feed };
  if (feed.format === null) return { kind: "broken", failure: noFeedFailure(feed) };
  try {
    return { kind: "feed", document: documentOf(source, outcome, feed) };
  } catch (thrown) {
    return { kind: "broken", failure: unreadable(`could not be read: ${reasonOf(thrown)}`) };
  }
}

/** The document that `answer` brought, its entries named as `source` has them. */
export function documentOf(source: SourceName, { body, ...answer }: FreshAnswer, feed: Feed): ReadDocument {
  const { entries, ...head } = feed;
  return {
    answer,
    feed: { ...head, title: cutLoose(head.title), link: cutLoose(head.link) },
    published: entries.map(({ published }) => published),
    entries: nameEntries({ ...feed, entries: wholeEntries(feed) }, source),
    bodyHash: shortHash(body),
  };
}

/** A copy: what a parser cut out of a document keeps the whole of it in memory, and these outlive their document. */
function cutLoose<Text extends string | null>(text: Text): Text | string {
  return text === null ? text : Buffer.from(text, "utf16le").toString("utf16le");
}

/** A failure that is our own. */
export function unreadable(message: string): Failure {
  return { code: "unreadable", message: `${message}: this is a bug in pkm`, retryAt: null };
}

function readBody(answer: FreshAnswer, readFeed: ReadFeed): Feed | NoFeed | Failure {
  try {
    const read = readFeed(answer.body, { contentType: answer.contentType, baseUrl: answer.url });
    return read.format === null ? (read.inPage ?? read) : read;
  } catch (thrown) {
    // The reader takes any document; should one break it, the other feeds are still read.
    return unreadable(`could not be read: ${reasonOf(thrown)}`);
  }
}

/** Why a document is no feed, in words. */
export function noFeedFailure({ looksLike }: NoFeed): Failure {
  const things: Readonly<Record<string, string>> = {
    html: "a web page",
    xml: "XML of another kind",
    json: "JSON of another kind",
    text: "plain text",
    empty: "an empty document",
    binary: "a binary file",
  };
  return { code: "no-feed", message: `answers with ${things[looksLike] ?? looksLike}, not a feed`, retryAt: null };
}

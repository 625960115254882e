// One answer of one source, taken in: read, decided, and written down in one short transaction.
import type { Instant } from "../base/clock.ts";
import { reasonOf } from "../base/errors.ts";
import { shortHash } from "../base/hash.ts";
import { decide, takeNewest, tallyOf, type Intent, type Known, type KnownItem, type Tally } from "./decide.ts";
import type { DocumentOrigin, Feed, NoFeed } from "./feed.ts";
import type { FetchOutcome, FreshAnswer, UnchangedAnswer } from "./fetch.ts";
import { nameEntries, type NamedEntry } from "./identity.ts";
import {
  afterFailure,
  afterFeed,
  afterGone,
  afterUnchanged,
  movedForGood,
  wholeEntries,
  type Failure,
} from "./poll.ts";
import type { FeedFacts, Poll } from "./source.ts";

/** What taking in needs of the store. */
export interface TakeInStore {
  sources: {
    setFacts(id: string, facts: FeedFacts): void;
    move(id: string, url: string): boolean;
  };
  items: {
    known(source: string, names: readonly string[], keys: readonly string[]): Omit<Known, "alike">;
    /** Items of the source that were published at one of these instants. */
    publishedAt(source: string, instants: readonly Instant[]): readonly KnownItem[];
    take(source: string, intents: readonly Intent[], now: Instant): void;
    relaxed<Result>(act: () => Result): Result;
    concernsAll(thrown: unknown): boolean;
  };
}

export type ReadFeed = (bytes: Uint8Array, origin: DocumentOrigin) => Feed | NoFeed;

/** What came of one answer. */
export type Taken =
  | { kind: "fetched"; tally: Tally; movedTo: string | null; facts: FeedFacts }
  | { kind: "unchanged"; movedTo: string | null; facts: FeedFacts }
  | { kind: "broken"; failure: Failure | "gone"; facts: FeedFacts };

export interface TakeIn {
  store: TakeInStore;
  now: Date;
}

/** An answer that was read: a feed, word that nothing has changed, or why there is none. */
export type Came =
  | { kind: "feed"; answer: FreshAnswer; feed: Feed }
  | { kind: "unchanged"; answer: FreshAnswer | UnchangedAnswer }
  | { kind: "broken"; failure: Failure | "gone" };

/** Reads what the server of `poll` answered; touches no store. */
export function readAnswer(poll: Poll, outcome: FetchOutcome, readFeed: ReadFeed): Came {
  if (outcome.kind === "gone") return { kind: "broken", failure: "gone" };
  if (outcome.kind === "failed") return { kind: "broken", failure: outcome };
  if (outcome.kind === "unchanged") return { kind: "unchanged", answer: outcome };
  const { bodyHash } = poll.facts;
  if (bodyHash !== null && shortHash(outcome.body) === bodyHash) return { kind: "unchanged", answer: outcome };
  const feed = readBody(outcome, readFeed);
  if ("retryAt" in feed) return { kind: "broken", failure: feed };
  if (feed.format === null) return { kind: "broken", failure: noFeedFailure(feed) };
  const { title, link } = feed;
  return { kind: "feed", answer: outcome, feed: { ...feed, title: cutLoose(title), link: cutLoose(link) } };
}

/** A copy: what a parser cut out of a document keeps the whole of it in memory, and these outlive their document. */
function cutLoose<Text extends string | null>(text: Text): Text | string {
  return text === null ? text : Buffer.from(text, "utf16le").toString("utf16le");
}

/** Takes in what was read of `poll`. Nothing that a server answers removes an item or makes it unread again. */
export function takeIn(poll: Poll, came: Came, tools: TakeIn): Taken {
  if (came.kind === "broken") return broken(poll, came.failure, tools);
  if (came.kind === "unchanged") return unchanged(poll, came.answer, tools);
  try {
    return takeFeed(poll, { ...came, takeMax: null }, tools);
  } catch (thrown) {
    if (tools.store.items.concernsAll(thrown)) throw thrown;
    // The store takes any feed; should one break it, the others are still taken in.
    return broken(poll, unreadable(`could not be stored: ${reasonOf(thrown)}`), tools);
  }
}

function unreadable(message: string): Failure {
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

/** A document that was read as a feed; `takeMax` new items wait to be read, the rest is let go, null is all. */
export interface ReadAnswer {
  answer: FreshAnswer;
  feed: Feed;
  takeMax: number | null;
}

/** Writes down what a feed brings. */
export function takeFeed(poll: Poll, { answer, feed, takeMax }: ReadAnswer, { store, now }: TakeIn): Taken {
  const at = now.toISOString();
  const entries = nameEntries({ ...feed, entries: wholeEntries(feed) }, poll);
  const names = entries.map(({ name }) => name);
  const keys = new Set(entries.flatMap(({ key, ownKey }) => [key, ownKey]));
  return store.items.relaxed(() => {
    const standing = store.items.known(poll.id, names, [...keys]);
    const known = { ...standing, alike: alikeOf(poll, { entries, standing }, store) };
    const intents = takeNewest(decide({ entries, known, source: poll, now: at }), takeMax);
    const tally = tallyOf(intents);
    const bodyHash = shortHash(answer.body);
    const facts = afterFeed(poll, { answer, feed, bodyHash, hasNew: tally.new > 0 }, now);
    store.items.take(poll.id, intents, at);
    store.sources.setFacts(poll.id, facts);
    return { kind: "fetched", tally, movedTo: moved(poll, answer, store), facts };
  });
}

/** Looks for renamed stories only where there is something to rename: a source that is read for the first time has nothing. */
function alikeOf(
  poll: Poll,
  { entries, standing }: { entries: readonly NamedEntry[]; standing: Omit<Known, "alike"> },
  { items }: TakeInStore,
): readonly KnownItem[] {
  if (poll.facts.fetched === null) return [];
  const names = new Set(standing.arrivals.map(({ name }) => name));
  const keys = new Set(standing.items.map(({ key }) => key));
  const strangers = entries.filter(({ name, key }) => !names.has(name) && !keys.has(key));
  const instants = new Set(strangers.flatMap(({ entry }) => entry.published ?? []));
  return instants.size === 0 ? [] : items.publishedAt(poll.id, [...instants]);
}

function unchanged(poll: Poll, answer: FreshAnswer | UnchangedAnswer, { store, now }: TakeIn): Taken {
  const facts = afterUnchanged(poll, answer, now);
  return store.items.relaxed(() => {
    store.sources.setFacts(poll.id, facts);
    return { kind: "unchanged", movedTo: moved(poll, answer, store), facts };
  });
}

function broken(poll: Poll, failure: Failure | "gone", { store, now }: TakeIn): Taken {
  const facts = failure === "gone" ? afterGone(poll.facts, now) : afterFailure(poll.facts, failure, now);
  if (facts !== poll.facts) store.items.relaxed(() => store.sources.setFacts(poll.id, facts));
  return { kind: "broken", failure, facts };
}

function moved(poll: Poll, answer: { movedTo: string | null }, store: TakeInStore): string | null {
  const movedTo = movedForGood(poll.facts, answer);
  // The secret would go along to where the server points.
  if (movedTo !== null && poll.settings.secret !== null && new URL(movedTo).origin !== new URL(poll.url).origin)
    return null;
  return movedTo !== null && movedTo !== poll.url && store.sources.move(poll.id, movedTo) ? movedTo : null;
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

// One answer of one source, taken in: decided, and written down in one short transaction.
import type { Instant } from "../base/clock.ts";
import { reasonOf } from "../base/errors.ts";
import { decide, takeNewest, tallyOf, type Intent, type Known, type KnownItem, type Tally } from "./decide.ts";
import type { UnchangedAnswer } from "./fetch.ts";
import type { NamedEntry } from "./identity.ts";
import { afterFailure, afterFeed, afterGone, afterUnchanged, movedForGood, type Failure } from "./poll.ts";
import { unreadable, type Came, type Heard, type ReadDocument } from "./reading.ts";
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
    adopt(source: string, ids: readonly string[]): void;
    relaxed<Result>(act: () => Result): Result;
    concernsAll(thrown: unknown): boolean;
  };
}

/** What came of one answer. */
export type Taken =
  | { kind: "fetched"; tally: Tally; letGo: number; movedTo: string | null; facts: FeedFacts }
  | { kind: "unchanged"; movedTo: string | null; facts: FeedFacts }
  | { kind: "broken"; failure: Failure | "gone"; facts: FeedFacts };

export interface TakeIn {
  store: TakeInStore;
  now: Date;
}

/** Takes in what was read of `poll`. Nothing that a server answers removes an item or makes it unread again. */
export function takeIn(poll: Poll, came: Came, tools: TakeIn): Taken {
  if (came.kind === "broken") return broken(poll, came.failure, tools);
  if (came.kind === "unchanged") return unchanged(poll, came.answer, tools);
  try {
    return takeDocument(poll, { document: came.document, takeMax: null }, tools);
  } catch (thrown) {
    if (tools.store.items.concernsAll(thrown)) throw thrown;
    // The store takes any feed; should one break it, the others are still taken in.
    return broken(poll, unreadable(`could not be stored: ${reasonOf(thrown)}`), tools);
  }
}

/** Writes down what a document brings; `takeMax` new items wait to be read, the rest is let go, null is all. */
export function takeDocument(
  poll: Poll,
  { document, takeMax }: { document: ReadDocument; takeMax: number | null },
  { store, now }: TakeIn,
): Taken {
  const at = now.toISOString();
  const { answer, entries } = document;
  const names = entries.map(({ name }) => name);
  const keys = new Set(entries.flatMap(({ key, ownKey }) => [key, ownKey]));
  return store.items.relaxed(() => {
    const standing = store.items.known(poll.id, names, [...keys]);
    const known = { ...standing, alike: alikeOf(poll, { entries, standing }, store) };
    const intents = takeNewest(decide({ entries, known, source: poll, now: at }), takeMax);
    const tally = tallyOf(intents);
    const facts = afterFeed(poll, { ...document, hasNew: tally.new > 0 }, now);
    store.items.take(poll.id, intents, at);
    // What an import that was undone has laid aside is wanted again when a feed brings it.
    const brought = intents.flatMap((intent) =>
      intent.kind === "arrival" || intent.kind === "takeover" ? [intent.item] : [],
    );
    if (brought.length > 0) store.items.adopt(poll.id, brought);
    store.sources.setFacts(poll.id, facts);
    const letGo = intents.filter((intent) => intent.kind === "new" && intent.isLetGo).length;
    return { kind: "fetched", tally, letGo, movedTo: moved(poll, answer, store), facts };
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

function unchanged(poll: Poll, answer: Heard | UnchangedAnswer, { store, now }: TakeIn): Taken {
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

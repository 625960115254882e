// Adds a source: finds the feed behind what the person typed, fetches it at once, and takes its newest items.
import type { Clock } from "../base/clock.ts";
import { addressesToTry } from "./address.ts";
import { findFeed, type FindPorts, type FoundFeed } from "./find-feed.ts";
import type { Item } from "./item.ts";
import { isCutShort } from "./poll.ts";
import { documentOf } from "./reading.ts";
import { originOf, shownUrl, usualSettings, type NewSource, type Poll, type Source } from "./source.ts";
import { takeDocument, type TakeInStore } from "./take-in.ts";

export interface SubscribeStore extends TakeInStore {
  sources: TakeInStore["sources"] & {
    get(id: string): Source;
    idOf(url: string): string | null;
    plant(source: { url: string; foundAt: string | null }): string;
    revive(id: string, source: Omit<NewSource, "url">): void;
    polls(ids: readonly string[]): readonly Poll[];
  };
  items: TakeInStore["items"] & {
    ofSource(source: string, limit: number): readonly Item[];
    waitAgain(source: string, names: readonly string[], newestMax: number | null): void;
  };
  changes: { record<Result>(summary: string, act: () => Result): Result };
  transact<Result>(act: () => Result): Result;
}

export interface SubscribePorts extends FindPorts {
  store: SubscribeStore;
  clock: Clock;
}

export interface Wish extends Omit<NewSource, "url"> {
  /** As typed: a feed, a page that has one, a bare domain, exec: and a program. */
  typed: string;
  /** New items that wait to be read; null is all, 0 none. */
  takeMax: number | null;
}

/** What came of a wish, in the shape of `seek add --json` and a little more. */
export interface Subscribed {
  source: string;
  title: string | null;
  url: string;
  /** Items that came now and wait to be read. */
  new: number;
  /** All that wait to be read, with what was there before: of this source, or by another. */
  waiting: number;
  /** Items that came now and do not wait. */
  letGo: number;
  /** The newest of the source. */
  newest: readonly Item[];
  /** Items that were taken in, new or let go. */
  items: number;
  /** True when the source was there already; nothing was changed. */
  wasKnown: boolean;
  /** The page that named the feed; null when the person typed the feed's address. */
  foundAt: string | null;
  /** Why it could not be read now, though it was added; null when it was read. */
  unreadWhy: string | null;
  /** True when the document ends before its end; what stands in it was taken in. */
  isCutShort: boolean;
  /** True when the feed lies on another server than the one that the secret was named for: it is asked without. */
  hasLostSecret: boolean;
}

const newestMax = 3;

/**
 * Adds the source, or says that it is there. One that was removed comes back as if for the first time: of what it has, the
 * newest wait that nothing was done with. Throws PkmError as findFeed does.
 */
export async function subscribe(wish: Wish, ports: SubscribePorts): Promise<Subscribed> {
  const { store } = ports;
  const addresses = originOf(wish.typed) === "program" ? [wish.typed] : addressesToTry(wish.typed);
  for (const url of addresses) {
    const known = livingSource(url, store);
    if (known !== null) return knownAlready(known, store);
  }
  const found = await findFeed(wish.typed, wish.settings ?? usualSettings, ports);
  const known = [found.url, found.answer.url].map((url) => livingSource(url, store)).find((source) => source !== null);
  return known === undefined ? plant(wish, found, ports) : knownAlready(known, store);
}

/**
 * Adds the address as it stands, unread: for a feed of a list whose server does not answer now. It is due, and what is
 * wrong with it will be told like of any other source.
 */
export function subscribeUnread(wish: Wish, why: string, { store }: Pick<SubscribePorts, "store">): Subscribed {
  const { typed: url, filter, person, tags, contexts, settings = usualSettings } = wish;
  return store.transact(() => {
    const id = store.sources.idOf(url) ?? store.sources.plant({ url, foundAt: null });
    store.changes.record(`add the source ${id}, ${settings.title ?? shownUrl(url)}`, () =>
      store.sources.revive(id, { filter, person, tags, contexts, settings }),
    );
    const nothing = { new: 0, letGo: 0, wasKnown: false, foundAt: null, isCutShort: false, hasLostSecret: false };
    return { ...subscribedOf(id, store), ...nothing, unreadWhy: why };
  });
}

function plant(wish: Wish, found: FoundFeed, { store, clock }: SubscribePorts): Subscribed {
  const { takeMax, filter, person, tags, contexts } = wish;
  const wished = wish.settings ?? usualSettings;
  const hasLostSecret = wished.secret !== null && !found.isOwn;
  const given = hasLostSecret ? { ...wished, secret: null, user: null } : wished;
  // A name that says nothing but what the feed says itself would hide a new one.
  const settings = given.title === found.feed.title ? { ...given, title: null } : given;
  const { url, foundAt, answer, feed } = found;
  return store.transact(() => {
    const before = store.sources.idOf(url);
    const id = before ?? store.sources.plant({ url, foundAt });
    const name = settings.title ?? feed.title ?? shownUrl(url);
    store.changes.record(`add the source ${id}, ${name}`, () =>
      store.sources.revive(id, { filter, person, tags, contexts, settings }),
    );
    const [poll] = store.sources.polls([id]);
    if (poll === undefined) throw new Error(`the source ${id} was planted and is not there`);
    const document = documentOf(poll, answer, feed);
    const taken = takeDocument(poll, { document, takeMax }, { store, now: clock.now() });
    const names = document.entries.map(({ name: entry }) => entry);
    if (before !== null) store.items.waitAgain(id, names, takeMax);
    return {
      ...subscribedOf(id, store),
      ...(taken.kind === "fetched" ? { new: taken.tally.new, letGo: taken.letGo } : { new: 0, letGo: 0 }),
      wasKnown: false,
      foundAt,
      unreadWhy: null,
      isCutShort: isCutShort(feed),
      hasLostSecret,
    };
  });
}

/** Id of the source with this address on http or https that is not dropped; null when there is none. */
function livingSource(url: string, store: SubscribeStore): string | null {
  const other = url.startsWith("https:") ? url.replace("https:", "http:") : url.replace(/^http:/, "https:");
  const id = store.sources.idOf(url) ?? store.sources.idOf(other);
  return id !== null && store.sources.get(id).state !== "dropped" ? id : null;
}

function knownAlready(id: string, store: SubscribeStore): Subscribed {
  const nothing = { new: 0, letGo: 0, foundAt: null, unreadWhy: null, isCutShort: false, hasLostSecret: false };
  return { ...subscribedOf(id, store), ...nothing, wasKnown: true };
}

function subscribedOf(
  id: string,
  { sources, items }: SubscribeStore,
): Pick<Subscribed, "source" | "title" | "url" | "newest" | "items" | "waiting"> {
  const { title, url, items: count, unread: waiting } = sources.get(id);
  return { source: id, title, url, newest: items.ofSource(id, newestMax), items: count, waiting };
}

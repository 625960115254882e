// Adds a source: finds the feed behind what the person typed, fetches it at once, and takes its newest items.
import type { Clock } from "../base/clock.ts";
import { PkmError, type ErrorKind } from "../base/errors.ts";
import { addressesToTry, isWorthHttp } from "./address.ts";
import type { Feed, NoFeed } from "./feed.ts";
import type { FailedAnswer, FetchRequest, FreshAnswer, Web } from "./fetch.ts";
import type { Item } from "./item.ts";
import { isCutShort } from "./poll.ts";
import { shownUrl, type NewSource, type Poll, type Source } from "./source.ts";
import { noFeedFailure, takeFeed, type ReadFeed, type TakeInStore } from "./take-in.ts";

export interface SubscribeStore extends TakeInStore {
  sources: TakeInStore["sources"] & {
    get(id: string): Source;
    idOf(url: string): string | null;
    plant(source: { url: string; foundAt: string | null }): string;
    revive(id: string, source: Omit<NewSource, "url">): void;
    polls(ids: readonly string[]): readonly Poll[];
  };
  items: TakeInStore["items"] & { ofSource(source: string, limit: number): readonly Item[] };
  changes: { record<Result>(summary: string, act: () => Result): Result };
  transact<Result>(act: () => Result): Result;
}

export interface SubscribePorts {
  web: Web;
  readFeed: ReadFeed;
  store: SubscribeStore;
  clock: Clock;
}

export interface Wish extends Omit<NewSource, "url"> {
  /** As typed: a feed, a page that names one, a bare domain. */
  typed: string;
  /** New items that wait to be read; null is all, 0 none. */
  takeMax: number | null;
}

/** What came of a wish, in the shape of `seek add --json` and a little more. */
export interface Subscribed {
  source: string;
  title: string | null;
  url: string;
  /** Items that wait to be read. */
  new: number;
  /** The newest of the source. */
  newest: readonly Item[];
  /** Items that were taken in, new or let go. */
  items: number;
  /** True when the source was there already; nothing was changed. */
  wasKnown: boolean;
  /** The page that named the feed; null when the person typed the feed's address. */
  foundAt: string | null;
  /** True when the document ends before its end; what stands in it was taken in. */
  isCutShort: boolean;
}

const newestMax = 3;

/** Throws PkmError: "usage" for what is no address, "try-later" without a network, "failed" when no feed is to be had there. */
export async function subscribe(wish: Wish, ports: SubscribePorts): Promise<Subscribed> {
  const { store } = ports;
  for (const url of addressesToTry(wish.typed)) {
    const known = livingSource(url, store);
    if (known !== null) return knownAlready(known, store);
  }
  const found = await findFeed(wish.typed, ports);
  const known = [found.url, found.answer.url].map((url) => livingSource(url, store)).find((source) => source !== null);
  return known === undefined ? plant(wish, found, ports) : knownAlready(known, store);
}

interface FoundFeed {
  /** The address to ask from now on. */
  url: string;
  foundAt: string | null;
  answer: FreshAnswer;
  feed: Feed;
}

async function findFeed(typed: string, { web, readFeed }: SubscribePorts): Promise<FoundFeed> {
  const page = await firstAnswer(typed, web);
  const document = readAnswer(page.answer, readFeed);
  if (document.format !== null) return { ...page, foundAt: null, feed: document };
  const [named] = document.feeds;
  if (named === undefined) throw noFeed(page.url, document);
  const foundAt = page.answer.url;
  const answer = await web.fetch({ ...unconditional, url: named.url, foundAt });
  if (answer.kind !== "fresh") throw failure(named.url, answer);
  const feed = readAnswer(answer, readFeed);
  if (feed.format === null) throw noFeed(named.url, feed);
  return { url: answer.movedTo ?? named.url, foundAt, answer, feed };
}

const unconditional: Omit<FetchRequest, "url"> = { etag: null, lastModified: null };

/** The first of the addresses that answers, and the one to ask from now on: where it has moved for good, else as typed. */
async function firstAnswer(typed: string, web: Web): Promise<Pick<FoundFeed, "url" | "answer">> {
  let first: PkmError | null = null;
  for (const url of addressesToTry(typed)) {
    const answer = await web.fetch({ ...unconditional, url });
    if (answer.kind === "fresh") return { url: answer.movedTo ?? url, answer };
    first ??= failure(url, answer);
    if (answer.kind !== "failed" || !isWorthHttp(answer.code, url)) break;
  }
  throw first ?? new PkmError("usage", `${typed} is no address`, { hint: "pkm seek add https://example.org/feed" });
}

function readAnswer(answer: FreshAnswer, readFeed: ReadFeed): Feed | NoFeed {
  return readFeed(answer.body, { contentType: answer.contentType, baseUrl: answer.url });
}

function plant(wish: Wish, found: FoundFeed, { store, clock, readFeed }: SubscribePorts): Subscribed {
  const { takeMax, filter, person, tags, contexts } = wish;
  const { url, foundAt, answer, feed } = found;
  return store.transact(() => {
    const id = store.sources.idOf(url) ?? store.sources.plant({ url, foundAt });
    const name = feed.title ?? shownUrl(url);
    store.changes.record(`add the source ${id}, ${name}`, () =>
      store.sources.revive(id, { filter, person, tags, contexts }),
    );
    const [poll] = store.sources.polls([id]);
    if (poll === undefined) throw new Error(`the source ${id} was planted and is not there`);
    const taken = takeFeed(poll, { answer, feed, takeMax }, { store, readFeed, now: clock.now() });
    const count = taken.kind === "fetched" ? taken.tally.new : 0;
    return { ...subscribedOf(id, store), new: count, wasKnown: false, foundAt, isCutShort: isCutShort(feed) };
  });
}

/** Id of the source with this address on http or https that is not dropped; null when there is none. */
function livingSource(url: string, store: SubscribeStore): string | null {
  const other = url.startsWith("https:") ? url.replace("https:", "http:") : url.replace("http:", "https:");
  const id = store.sources.idOf(url) ?? store.sources.idOf(other);
  return id !== null && store.sources.get(id).state !== "dropped" ? id : null;
}

function knownAlready(id: string, store: SubscribeStore): Subscribed {
  return { ...subscribedOf(id, store), new: 0, wasKnown: true, foundAt: null, isCutShort: false };
}

function subscribedOf(
  id: string,
  { sources, items }: SubscribeStore,
): Omit<Subscribed, "new" | "wasKnown" | "foundAt" | "isCutShort"> {
  const { title, url, items: count } = sources.get(id);
  return { source: id, title, url, newest: items.ofSource(id, newestMax), items: count };
}

function noFeed(url: string, document: NoFeed): PkmError {
  const { message } = noFeedFailure(document);
  const why = document.looksLike === "html" ? "answers with a web page that names no feed" : message;
  return new PkmError("failed", `${shownUrl(url)} ${why}`, { hint: `pkm seek check ${shownUrl(url)}` });
}

function failure(url: string, answer: FailedAnswer | { kind: "gone" } | { kind: "unchanged" }): PkmError {
  const shown = shownUrl(url);
  const hint = `pkm seek check ${shown}`;
  if (answer.kind === "gone") return new PkmError("failed", `${shown}: the page is gone for good (410)`, { hint });
  if (answer.kind === "unchanged")
    return new PkmError("failed", `${shown}: the server answered with no document`, { hint });
  const { code, message } = answer;
  const kind: ErrorKind = code === "offline" ? "try-later" : code === "unauthorized" ? "credentials" : "failed";
  return new PkmError(kind, `${shown}: ${message}`, { hint });
}

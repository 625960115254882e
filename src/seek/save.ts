// Saves one page: its readable text becomes an item of the source "saved pages", which nobody is asked for again.
import type { Clock, Instant } from "../base/clock.ts";
import { plainLine } from "../base/plain.ts";
import { PkmError } from "../base/errors.ts";
import { addressesToTry, isWorthHttp } from "./address.ts";
import type { DocumentOrigin, Feed, NoFeed } from "./feed.ts";
import type { FetchOutcome, FreshAnswer, Web } from "./fetch.ts";
import { nameEntries } from "./identity.ts";
import type { Item } from "./item.ts";
import { ownEntry, ownFeed } from "./own-feed.ts";
import { savedScheme, shownUrl, type FilterKind, type NewSource, type Poll, type Source } from "./source.ts";
import { documentOf, noFeedFailure } from "./reading.ts";
import { takeDocument, type TakeInStore } from "./take-in.ts";

/** A page as it reads. */
export interface ReadablePage {
  /** Its canonical address on its own site, else the one that answered; null when it came from nowhere. */
  url: string | null;
  title: string | null;
  author: string | null;
  published: Instant | null;
  updated: Instant | null;
  /** The readable part, addresses absolute, not yet sanitised; null where the page stands as a whole. */
  html: string | null;
  text: string;
  /** True when the readable part could not be told from the rest. */
  isWhole: boolean;
}

export interface SaveStore extends TakeInStore {
  sources: TakeInStore["sources"] & {
    get(id: string): Source;
    idOf(url: string): string | null;
    plant(source: { url: string; foundAt: string | null }): string;
    revive(id: string, source: Omit<NewSource, "url">): void;
    edit(id: string, change: { shelfDays: number }): void;
    polls(ids: readonly string[]): readonly Poll[];
  };
  items: TakeInStore["items"] & { get(id: string): Item };
  tags: { add(thing: string, tags: readonly string[]): readonly string[] };
  changes: { record<Result>(summary: string, act: () => Result): Result };
  transact<Result>(act: () => Result): Result;
}

export interface SavePorts {
  web: Web;
  readFeed(bytes: Uint8Array, origin: DocumentOrigin): Feed | NoFeed;
  readPage(bytes: Uint8Array, origin: DocumentOrigin): Promise<ReadablePage | null>;
  store: SaveStore;
  clock: Clock;
}

export interface PageWish {
  /** As typed. */
  typed: string;
  /** How the page reached the person. */
  filter: FilterKind;
  tags: readonly string[];
  /** Called in the same recorded change with the item's id: for an annotation. */
  also: (item: string) => void;
}

export interface SavedItem {
  item: Item;
  /** new: for the first time; changed: its text is not what it was; same: it was saved before; brought: another source's words stand. */
  what: "new" | "changed" | "same" | "brought";
  /** True when menus and all were kept. */
  isWhole: boolean;
}

const sourceTitle = "saved pages";

/** What it takes to tell a page from anything else and to read it. */
export type ReadPagePorts = Pick<SavePorts, "readFeed" | "readPage">;

/** The page at `url`, an address that the document at `foundAt` named. Throws PkmError as savePage does. */
export async function readWebPage(
  { url, foundAt }: { url: string; foundAt: string },
  ports: ReadPagePorts & { web: Web },
): Promise<ReadablePage> {
  const answer = await ports.web.fetch({ url, foundAt, etag: null, lastModified: null });
  if (answer.kind !== "fresh") throw unanswered(url, answer);
  return readablePage(answer, ports);
}

/** Throws PkmError: "usage" for what is no address, "try-later" without a network, "failed" for what can not be read. */
export async function savePage(wish: PageWish, ports: SavePorts): Promise<SavedItem> {
  const answer = await pageAnswer(wish.typed, ports.web);
  const page = await readablePage(answer, ports);
  return keep(wish, { answer, page }, ports);
}

async function pageAnswer(typed: string, web: Web): Promise<FreshAnswer> {
  let first: PkmError | null = null;
  for (const url of addressesToTry(typed)) {
    const answer = await web.fetch({ url, etag: null, lastModified: null });
    if (answer.kind === "fresh") return answer;
    first ??= unanswered(url, answer);
    if (answer.kind !== "failed" || !isWorthHttp(answer.code, url)) break;
  }
  throw first ?? new PkmError("usage", `${typed} is no address`, { hint: "pkm seek save https://…" });
}

function unanswered(url: string, answer: Exclude<FetchOutcome, FreshAnswer>): PkmError {
  const message = answer.kind === "failed" ? answer.message : "the page is gone for good (410)";
  const code = answer.kind === "failed" ? answer.code : null;
  const kind =
    code === "offline" ? "try-later" : code === "unauthorized" || code === "forbidden" ? "credentials" : "failed";
  return new PkmError(kind, `${shownUrl(url)}: ${message}`, { hint: `pkm seek save ${shownUrl(url)}` });
}

async function readablePage(answer: FreshAnswer, { readFeed, readPage }: ReadPagePorts): Promise<ReadablePage> {
  const origin = { contentType: answer.contentType, baseUrl: answer.url };
  const shown = shownUrl(answer.url);
  const document = readFeed(answer.body, origin);
  if (document.format !== null)
    throw new PkmError("failed", `${shown} is a feed, not a page`, { hint: `pkm seek add ${shown}` });
  const page =
    /^(?:html|text|xml)$/.test(document.looksLike) && !isBinary(answer) ? await readPage(answer.body, origin) : null;
  if (page !== null) return page;
  const what = document.looksLike === "html" ? "answers with a page without text" : whatItIs(answer, document);
  throw new PkmError("failed", `${shown} ${what}`, { hint: `pkm open ${shown}` });
}

function isBinary({ contentType, body }: FreshAnswer): boolean {
  const isPdf = body[0] === 0x25 && body[1] === 0x50 && body[2] === 0x44 && body[3] === 0x46;
  return isPdf || /^\s*(?:image|audio|video|font)\//i.test(contentType ?? "");
}

function whatItIs(answer: FreshAnswer, document: NoFeed): string {
  if (isBinary(answer)) return "answers with a document that pkm can not read";
  return noFeedFailure(document).message.replace(/, not a feed$/, ", not a page");
}

function keep(wish: PageWish, found: { answer: FreshAnswer; page: ReadablePage }, ports: SavePorts): SavedItem {
  const { store, clock } = ports;
  const { page, answer } = found;
  const now = clock.now();
  return store.transact(() => {
    const url = savedScheme + wish.filter;
    const id = store.sources.idOf(url) ?? store.sources.plant({ url, foundAt: null });
    const name = plainLine(page.title ?? page.url ?? answer.url);
    return store.changes.record(`save the page ${name}`, () => {
      if (store.sources.get(id).state === "dropped") {
        store.sources.revive(id, { filter: wish.filter, person: null, tags: [], contexts: [] });
        // What a person saved is not let go for waiting.
        store.sources.edit(id, { shelfDays: 0 });
      }
      const [poll] = store.sources.polls([id]);
      if (poll === undefined) throw new Error(`the source ${id} was planted and is not there`);
      const feed = feedOf(page, answer.url);
      const document = documentOf(poll, answer, feed);
      const taken = takeDocument(poll, { document, takeMax: null }, { store, now });
      // What a server says of one page says nothing of the next one.
      const server = { site: null, etag: null, lastModified: null, bodyHash: null, movedTo: null, nextDue: null };
      store.sources.setFacts(id, { ...taken.facts, ...server, title: titleFor(wish.filter) });
      const item = itemOf(feed, poll, store);
      store.tags.add(item, wish.tags);
      wish.also(item);
      const tally = taken.kind === "fetched" ? taken.tally : { new: 0, updated: 0 };
      const stored = store.items.get(item);
      const what = tally.new > 0 ? "new" : tally.updated > 0 ? "changed" : stored.source.id === id ? "same" : "brought";
      return { item: stored, what, isWhole: page.isWhole };
    });
  });
}

function titleFor(filter: FilterKind): string {
  return filter === "naive" ? sourceTitle : `${sourceTitle} (${filter})`;
}

/** Id of the item that the page's entry came to. */
function itemOf(feed: Feed, poll: Poll, store: SaveStore): string {
  const [named] = nameEntries(feed, poll);
  const [arrival] = named === undefined ? [] : store.items.known(poll.id, [named.name], []).arrivals;
  if (arrival === undefined) throw new Error("a page was saved and is not there");
  return arrival.item;
}

/** The page as a feed of one entry, so that it goes the way of all items. */
function feedOf(page: ReadablePage, answered: string): Feed {
  const { title, author, published, updated, html, text } = page;
  const link = page.url ?? answered;
  const authors = author === null ? [] : [{ name: author, email: null, url: null }];
  return ownFeed(sourceTitle, [ownEntry({ guid: link, title, link, published, updated, authors, html, text })]);
}

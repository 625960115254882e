// Finds the feed behind what a person typed: a feed, a page that names one, or one that has one at a usual place.
import { PkmError, type ErrorKind } from "../base/errors.ts";
import { addressesToTry, isWorthHttp } from "./address.ts";
import { ask, type AskPorts, type Asked } from "./ask.ts";
import type { Feed, NoFeed } from "./feed.ts";
import type { FetchFailureCode, FetchOutcome, FreshAnswer } from "./fetch.ts";
import { guessesMax, siteFeeds, usualPlaces } from "./finding.ts";
import { originOf, programScheme, shownUrl } from "./source.ts";
import { noFeedFailure, type ReadFeed } from "./reading.ts";

export interface FoundFeed {
  /** The address to ask from now on. */
  url: string;
  /** The page that named the feed or led to it; null when the person typed the feed's address. */
  foundAt: string | null;
  answer: FreshAnswer;
  feed: Feed;
  /** Whether it lies where the person's secret was named for, so that it may be asked with that. */
  isOwn: boolean;
}

export type FindPorts = AskPorts & { readFeed: ReadFeed };

interface Search {
  ports: FindPorts;
  settings: Asked["settings"];
  /** What was typed, as addresses in the order to try them. */
  addresses: readonly string[];
}

/** What led to an address: a page that was read, or the very address that was typed. */
interface Lead {
  foundAt: string;
  /** Told by a rule of pkm, not by a document: then it may lead wherever the typed address may. */
  isTyped: boolean;
}

/** A page, or an answer that is no feed. */
interface Page {
  url: string;
  answer: FreshAnswer;
  document: NoFeed;
}

/** Feeds that a page names are asked in turn up to this many. */
const namedMax = 3;
const selvesMax = 2;

/**
 * The feed behind `typed`. A page costs one request, and one more where it names its feed; at most 8 more where it
 * names none. Throws PkmError: "usage" for what is no address, "try-later" without a network, "credentials" where the
 * server wants to know who asks, "failed" when there is no feed.
 */
export async function findFeed(typed: string, settings: Asked["settings"], ports: FindPorts): Promise<FoundFeed> {
  if (originOf(typed) === "program") return ofProgram(typed, { ports, settings, addresses: [typed] });
  // A secret goes in the open only where the person typed http.
  const addresses = addressesToTry(typed).slice(0, settings.secret === null ? undefined : 1);
  const search = { ports, settings, addresses };
  const [first = typed] = addresses;
  const known = await atSite(first, { foundAt: first, isTyped: true }, search);
  if (known !== null) return known;
  const { url, answer } = await firstAnswer(typed, search);
  const document = readAnswer(answer, ports.readFeed);
  if (document.format !== null) return { url, answer, foundAt: null, feed: document, isOwn: isOwn(url, search) };
  const page = { url, answer, document };
  return (await named(page, search)) ?? (await unnamed(page, search));
}

async function ofProgram(url: string, search: Search): Promise<FoundFeed> {
  const answer = await askFor(url, null, search);
  if (answer.kind !== "fresh") throw failure(url, answer);
  const feed = readAnswer(answer, search.ports.readFeed);
  if (feed.format === null) throw noFeed(url, feed);
  return { url, answer, foundAt: null, feed, isOwn: true };
}

/** The feed that a page names; null when it names none. Throws for the first one when none of those it names can be read. */
async function named({ answer, document }: Page, search: Search): Promise<FoundFeed | null> {
  let why: PkmError | null = null;
  for (const { url } of document.feeds.slice(0, namedMax)) {
    const found = await tryFeed(url, { foundAt: answer.url, isTyped: false }, search);
    if ("feed" in found) return found;
    why ??= found.why;
  }
  if (why !== null) throw why;
  return null;
}

/** The feed of a page that names none: what it links to, its entries, then the usual places. */
async function unnamed({ url, answer, document }: Page, search: Search): Promise<FoundFeed> {
  const lead = { foundAt: answer.url, isTyped: false };
  if (document.looksLike !== "html") throw noFeed(url, document);
  const { hints, selves, inPage } = document;
  for (const hint of hints) {
    const found = await tryFeed(hint, lead, search);
    if ("feed" in found) return found;
  }
  for (const self of selves.slice(0, selvesMax)) {
    const found = await atSite(self, lead, search);
    if (found !== null) return found;
  }
  if (inPage !== null) return { url, foundAt: null, answer, feed: inPage, isOwn: isOwn(url, search) };
  const places = usualPlaces(answer.url).filter((place) => !hints.includes(place));
  for (const place of places.slice(0, guessesMax - hints.length)) {
    const found = await tryFeed(place, lead, search);
    if ("feed" in found) return found;
    if (found.isHopeless) break;
  }
  throw noFeed(url, document);
}

/** The feed where a well-known site keeps it; one with entries before one without. Null when there is none. */
async function atSite(page: string, lead: Lead, search: Search): Promise<FoundFeed | null> {
  const site = siteFeeds(page);
  let empty: FoundFeed | null = null;
  for (const url of site?.urls ?? []) {
    const found = await tryFeed(url, lead, search);
    if (!("feed" in found)) {
      if (found.isHopeless) break;
      continue;
    }
    if (found.feed.entries.length > 0 || site?.wantsEntries !== true) return found;
    empty ??= found;
  }
  return empty;
}

interface NotFound {
  why: PkmError;
  /** Whether to ask the same server for more would be no use, or no courtesy. */
  isHopeless: boolean;
}

const hopeless: ReadonlySet<FetchFailureCode> = new Set([
  "offline",
  "name-not-found",
  "refused",
  "reset",
  "timeout",
  "tls",
  "rate-limited",
]);

async function tryFeed(url: string, lead: Lead, search: Search): Promise<FoundFeed | NotFound> {
  const { foundAt } = lead;
  const answer = await askFor(url, lead, search);
  if (answer.kind !== "fresh") {
    return { why: failure(url, answer), isHopeless: answer.kind === "failed" && hopeless.has(answer.code) };
  }
  const feed = readAnswer(answer, search.ports.readFeed);
  if (feed.format === null) return { why: noFeed(url, feed), isHopeless: false };
  const kept = keptAddress(url, answer, search);
  return { url: kept, foundAt, answer, feed, isOwn: isOwn(kept, search) };
}

/** The first of the addresses that answers, and the one to ask from now on: where it has moved for good, else as typed. */
async function firstAnswer(typed: string, search: Search): Promise<{ url: string; answer: FreshAnswer }> {
  let first: PkmError | null = null;
  for (const url of search.addresses) {
    const answer = await askFor(url, null, search);
    if (answer.kind === "fresh") return { url: keptAddress(url, answer, search), answer };
    first ??= failure(url, answer);
    if (answer.kind !== "failed" || !isWorthHttp(answer.code, url)) break;
  }
  throw first ?? new PkmError("usage", `${typed} is no address`, { hint: "pkm seek add https://example.org/feed" });
}

/** A secret is for the origin it was named for, whatever that origin says. */
function keptAddress(url: string, { movedTo }: FreshAnswer, { settings }: Search): string {
  if (movedTo === null) return url;
  return settings.secret === null || new URL(movedTo).origin === new URL(url).origin ? movedTo : url;
}

/** The person's secret goes to the address that was typed, or to one of the same origin, whatever led there. */
function askFor(url: string, lead: Lead | null, search: Search): Promise<FetchOutcome> {
  const { ports, settings } = search;
  const own = lead === null || isOwn(url, search) ? settings : { ...settings, secret: null, user: null };
  const foundAt = lead === null || lead.isTyped ? null : lead.foundAt;
  return ask({ url, etag: null, lastModified: null, foundAt, settings: own }, ports);
}

function isOwn(url: string, { addresses }: Search): boolean {
  return addresses.some((address) => URL.parse(address)?.origin === URL.parse(url)?.origin);
}

function readAnswer(answer: FreshAnswer, readFeed: ReadFeed): Feed | NoFeed {
  return readFeed(answer.body, { contentType: answer.contentType, baseUrl: answer.url });
}

function noFeed(url: string, document: NoFeed): PkmError {
  const { message } = noFeedFailure(document);
  const isPage = document.looksLike === "html";
  const why = isPage ? "answers with a web page that names no feed" : message;
  const shown = shownUrl(url);
  if (originOf(url) === "program") return new PkmError("failed", `${shown} ${message}`, { hint: ownCommand(url) });
  const hint = [`pkm seek check ${shown}`, ...(isPage ? [`pkm seek save ${shown}`] : [])];
  return new PkmError("failed", `${shown} ${why}`, { hint });
}

/** The program as the person would run it to see for themselves. */
function ownCommand(url: string): string {
  return url.slice(programScheme.length) || "pkm seek add --help";
}

function failure(url: string, answer: Exclude<FetchOutcome, FreshAnswer>): PkmError {
  const shown = shownUrl(url);
  const hint = originOf(url) === "program" ? ownCommand(url) : `pkm seek check ${shown}`;
  if (answer.kind === "gone") return new PkmError("failed", `${shown}: the page is gone for good (410)`, { hint });
  if (answer.kind === "unchanged")
    return new PkmError("failed", `${shown}: the server answered with no document`, { hint });
  const { code, message } = answer;
  if (code === "unauthorized" || code === "no-secret") {
    const mend = [`pkm seek check ${shown}`, `pkm seek add ${shown} --secret env:NAME --user NAME`];
    return new PkmError("credentials", `${shown}: ${message}`, { hint: mend });
  }
  // Without a network nothing can be looked into.
  if (code === "offline") return new PkmError("try-later", `${shown}: ${message}`, { hint: `pkm seek add ${shown}` });
  const kind: ErrorKind = code === "forbidden" ? "credentials" : "failed";
  return new PkmError(kind, `${shown}: ${message}`, { hint });
}

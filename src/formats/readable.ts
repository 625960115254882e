// The readable text of a web page, without menus and adverts, and what the page says of itself.
import type { DocumentOrigin } from "../seek/feed.ts";
import type { ReadablePage } from "../seek/save.ts";
import { decodeDocument } from "./decode.ts";
import { readDate } from "./feed/dates.ts";
import { escapeHtml } from "./feed/entities.ts";
import { eachTag } from "./feed/html-tags.ts";
import { oneLine } from "./feed/line.ts";
import { absoluteHtml, absoluteUrl } from "./feed/links.ts";
import { htmlToText, plainTitle } from "./html-text.ts";

/** Pages beyond these are read as they stand: working out their readable part could take minutes. */
const lengthMax = 4_000_000;
const elementsMax = 30_000;
const depthMax = 300;
const metasMax = 500;
const lineMax = 500;

/** Reads a page of HTML, or a plain text; null when it has no text. Scripts are never run and nothing is fetched. */
export async function readPage(
  bytes: Uint8Array,
  { contentType, baseUrl }: DocumentOrigin,
): Promise<ReadablePage | null> {
  const { text: source } = decodeDocument(bytes, contentType);
  const isHtml = /<(?:!doctype\s+html|html|head|body|p|div|article)[\s>]/i.test(source.slice(0, 20_000));
  if (!isHtml) return plainPage(source, baseUrl);
  const head = readHead(source, baseUrl);
  const main = head.isBounded ? await mainPart(source) : null;
  const html = main?.html ?? null;
  const text = htmlToText(html ?? source.slice(head.bodyFrom));
  if (text.trim() === "") return null;
  return {
    url: head.canonical ?? baseUrl,
    title: head.title ?? main?.title ?? head.pageTitle,
    author: head.author ?? main?.author ?? null,
    published: head.published ?? readDate(main?.published ?? ""),
    updated: head.updated,
    html: html === null ? null : absoluteHtml(html, head.base),
    text,
    isWhole: html === null,
  };
}

function plainPage(source: string, url: string | null): ReadablePage | null {
  const text = source.trim();
  if (text === "") return null;
  const [first = ""] = text.split("\n");
  const title = oneLine(first).slice(0, 120).toWellFormed();
  const html = `<pre>${escapeHtml(text)}</pre>`;
  return { url, title, author: null, published: null, updated: null, html, text, isWhole: true };
}

interface Main {
  html: string;
  title: string | null;
  author: string | null;
  /** As the page writes it. */
  published: string | null;
}

async function mainPart(source: string): Promise<Main | null> {
  const [{ Readability }, { parseHTML }] = await Promise.all([import("@mozilla/readability"), import("linkedom")]);
  const plain = withRawTextEscaped(source);
  const page = /<html[\s>]/i.test(plain) ? plain : `<html><body>${plain}</body></html>`;
  const found = article(() => {
    // Its types name the browser's, which no program of ours has, and its window is a proxy that owns nothing.
    const document: unknown = Reflect.get(parseHTML(page), "document");
    return new Readability(document, { maxElemsToParse: elementsMax }).parse();
  });
  // Readability takes scripts out, but for those in a template or a second title.
  const html = (found?.content ?? "").replace(/<(?=\/?script(?:[\s/>]|$))/gi, "&lt;");
  if (htmlToText(html).trim() === "") return null;
  return {
    html,
    title: lineOf(found?.title),
    author: lineOf(found?.byline),
    published: found?.publishedTime ?? null,
  };
}

/** Elements whose content is text by the HTML Standard, 13.2.6.4, and markup to the parser of linkedom. */
const rawText = /^(?:plaintext|iframe|noembed|noframes)$/;

/** The page as that parser understands it rightly: what it took for elements was counted by nobody. */
function withRawTextEscaped(html: string): string {
  const parts: string[] = [];
  let from = 0;
  let rawFrom = -1;
  const endAt = (end: number): void => {
    if (rawFrom === -1) return;
    parts.push(html.slice(from, rawFrom), html.slice(rawFrom, end).replaceAll("<", "&lt;"));
    [from, rawFrom] = [end, -1];
  };
  eachTag(html, {
    onOpen: (name, _, { end }) => {
      if (rawText.test(name)) rawFrom = end;
    },
    onClose: (_, start) => endAt(start),
  });
  endAt(html.length);
  return [...parts, html.slice(from)].join("");
}

/** Readability throws for pages it was not made for: those are read as they stand. */
function article<Found>(parse: () => Found): Found | null {
  try {
    return parse();
  } catch {
    return null;
  }
}

interface Head {
  base: string | null;
  canonical: string | null;
  title: string | null;
  /** Of the title element, which often names the site too. */
  pageTitle: string | null;
  author: string | null;
  published: string | null;
  updated: string | null;
  /** Where what is to be read begins. */
  bodyFrom: number;
  /** Whether the page is small and shallow enough to look for its main part. */
  isBounded: boolean;
}

function readHead(html: string, pageUrl: string | null): Head {
  const metas = new Map<string, string>();
  const nesting = openNesting();
  let base: string | null = null;
  let canonical: string | null = null;
  let pageTitle: string | null = null;
  let titleFrom = -1;
  let bodyFrom = 0;
  let hasBody = false;
  eachTag(html, {
    onOpen: (name, attributes, { end, isSelfClosed }) => {
      nesting.open(name, { isSelfClosed });
      if (name === "body" && !hasBody) [bodyFrom, hasBody] = [end, true];
      if (name === "base") base ??= absoluteUrl(attributes.get("href"), pageUrl);
      if (name === "link" && attributes.get("rel")?.toLowerCase() === "canonical")
        canonical ??= absoluteUrl(attributes.get("href"), pageUrl);
      if (name === "meta" && metas.size < metasMax) addMeta(metas, attributes);
      if (name === "title" && pageTitle === null) titleFrom = end;
    },
    onClose: (name, start) => {
      nesting.close(name);
      const isTop = name === "head" || (name === "title" && pageTitle === null);
      if (isTop && !hasBody) bodyFrom = start;
      if (name === "title" && titleFrom !== -1) pageTitle ??= lineOf(plainTitle(html.slice(titleFrom, start)));
    },
  });
  const first = (...names: readonly string[]): string | null =>
    names.map((name) => lineOf(metas.get(name))).find(isText) ?? null;
  const date = (...names: readonly string[]): string | null =>
    names.map((name) => readDate(metas.get(name) ?? "")).find(isText) ?? null;
  const author = first("author", "article:author_name", "parsely-author", "dc.creator", "citation_author", "byl");
  return {
    base: base ?? pageUrl,
    canonical: isOwnAddress(canonical, pageUrl) ? canonical : null,
    title: first("og:title", "twitter:title", "citation_title", "dc.title"),
    pageTitle,
    author: author === null || /^https?:/.test(author) ? null : author,
    published: date(
      "article:published_time",
      "og:published_time",
      "datepublished",
      "date",
      "pubdate",
      "dc.date",
      "dcterms.created",
      "citation_publication_date",
      "parsely-pub-date",
    ),
    updated: date("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified"),
    bodyFrom,
    isBounded: html.length <= lengthMax && nesting.isBounded(),
  };
}

interface Nesting {
  open(name: string, how: { isSelfClosed: boolean }): void;
  close(name: string): void;
  isBounded(): boolean;
}

/** Elements that hold nothing, and those that the next of their kind closes. */
const flat = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li)$/;

/**
 * Counts elements and how deep they stand as the parser takes them: a closing tag of what is not open closes nothing,
 * and a slash before the > closes an element in drawings and formulas alone.
 */
function openNesting(): Nesting {
  const open: string[] = [];
  let [elements, isTooDeep] = [0, false];
  return {
    open(name, { isSelfClosed }) {
      elements += 1;
      const isClosed = isSelfClosed && (open.includes("svg") || open.includes("math"));
      if (isTooDeep || isClosed || flat.test(name)) return;
      open.push(name);
      isTooDeep = open.length > depthMax;
    },
    close(name) {
      const at = open.lastIndexOf(name);
      if (at !== -1) open.length = at;
    },
    isBounded: () => elements <= elementsMax && !isTooDeep,
  };
}

function addMeta(metas: Map<string, string>, attributes: ReadonlyMap<string, string>): void {
  const name = attributes.get("property") ?? attributes.get("name") ?? attributes.get("itemprop");
  const content = attributes.get("content");
  if (name === undefined || content === undefined || metas.has(name.toLowerCase())) return;
  metas.set(name.toLowerCase(), content);
}

/** A page speaks for its own site only; and many name their front page where they mean themselves. */
function isOwnAddress(canonical: string | null, pageUrl: string | null): boolean {
  if (canonical === null || pageUrl === null) return false;
  const [named, asked] = [new URL(canonical), new URL(pageUrl)];
  const hostOf = (url: URL): string => url.host.replace(/^www\./, "");
  return hostOf(named) === hostOf(asked) && (named.pathname !== "/" || asked.pathname === "/");
}

function lineOf(text: string | null | undefined): string | null {
  const line = oneLine(plainTitle(text ?? ""))
    .slice(0, lineMax)
    .toWellFormed();
  return line === "" ? null : line;
}

function isText(value: string | null): value is string {
  return value !== null;
}

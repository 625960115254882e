// Documents that are no feed: what they are, and the feeds that a page of HTML names.
import { Tokenizer } from "htmlparser2";
import { plainTitle } from "../html-text.ts";
import type { NoFeed } from "../../seek/feed.ts";
import { absoluteUrl } from "./links.ts";
import { silent } from "./tokens.ts";

type NamedFeed = NoFeed["feeds"][number];

/** What a page says of itself. */
interface PageHead {
  title: string | null;
  /** Feeds named by link rel=alternate (or rel=feed), absolute, each once, feeds of comments last. */
  feeds: readonly NamedFeed[];
}

const feedTypes: ReadonlySet<string> = new Set([
  "application/rss+xml",
  "application/atom+xml",
  "application/feed+json",
  "application/json",
  "application/rdf+xml",
  "application/x-rss+xml",
  "text/rss+xml",
  "text/atom+xml",
]);
const feedsMax = 50;

/** The title of a page and the feeds it names; `baseUrl` is the page's own address, or null. */
export function readPageHead(html: string, baseUrl: string | null): PageHead {
  const links: Map<string, string>[] = [];
  let base = baseUrl;
  let hasBase = false;
  let title: string | null = null;
  let titleFrom = -1;
  eachTag(html, {
    onOpen: (name, attributes, end) => {
      if (name === "link" && links.length < feedsMax * 4) links.push(attributes);
      if (name === "title" && title === null) titleFrom = end;
      if (name !== "base" || hasBase) return;
      const href = absoluteUrl(attributes.get("href"), baseUrl);
      hasBase = href !== null;
      base = href ?? base;
    },
    onClose: (name, start) => {
      if (name === "title" && titleFrom !== -1) title ??= plainTitle(html.slice(titleFrom, start)) || null;
    },
  });
  return { title, feeds: feedsOf(links, base) };
}

function feedsOf(links: readonly ReadonlyMap<string, string>[], base: string | null): readonly NamedFeed[] {
  const feeds = new Map<string, NamedFeed>();
  for (const link of links) {
    const rels = (link.get("rel") ?? "").toLowerCase().split(/\s+/);
    const type = (link.get("type") ?? "").toLowerCase().replace(/;.*$/, "").trim();
    if (!(rels.includes("alternate") && feedTypes.has(type)) && !rels.includes("feed")) continue;
    const url = absoluteUrl(link.get("href"), base);
    if (url === null || feeds.has(url) || feeds.size >= feedsMax || isApi(url, type)) continue;
    feeds.set(url, { url, title: plainTitle(link.get("title") ?? "") || null });
  }
  return [...feeds.values()].toSorted((a, b) => Number(isOfComments(a)) - Number(isOfComments(b)));
}

/** WordPress names its programming interface and its embeds as alternates in JSON. */
function isApi(url: string, type: string): boolean {
  return type === "application/json" && /\/wp-json\/|[?&]rest_route=|oembed/.test(url);
}

function isOfComments({ url, title }: NamedFeed): boolean {
  return /\/comments\/(?:feed|default)|[?&]feed=comments/i.test(url) || /\bcomments?\b/i.test(title ?? "");
}

interface TagHandler {
  onOpen(name: string, attributes: Map<string, string>, end: number): void;
  onClose(name: string, start: number): void;
}

function eachTag(html: string, { onOpen, onClose }: TagHandler): void {
  let name = "";
  let attribute = "";
  let value = "";
  let attributes = new Map<string, string>();
  const opened = (end: number): void => onOpen(name, attributes, end + 1);
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      ...silent,
      onopentagname: (start, end) => {
        name = html.slice(start, end).toLowerCase();
        attributes = new Map();
      },
      onattribname: (start, end) => {
        attribute = html.slice(start, end).toLowerCase();
        value = "";
      },
      onattribdata: (start, end) => void (value += html.slice(start, end)),
      onattribentity: (point) => void (value += String.fromCodePoint(point)),
      onattribend: () => {
        if (attributes.size < 64 && !attributes.has(attribute)) attributes.set(attribute, value);
      },
      onopentagend: opened,
      onselfclosingtag: opened,
      onclosetag: (start, end) => onClose(html.slice(start, end).toLowerCase(), start - 2),
    },
  );
  tokenizer.write(html);
  tokenizer.end();
}

// Documents that are no feed: what they are, and what a page of HTML tells of where its feed is.
import { plainTitle } from "../html-text.ts";
import type { NoFeed } from "../../seek/feed.ts";
import { eachTag } from "./html-tags.ts";
import { absoluteUrl } from "./links.ts";

type NamedFeed = NoFeed["feeds"][number];

/** What a page says of itself. */
type PageHead = Pick<NoFeed, "title" | "feeds" | "hints" | "selves"> & {
  /** What its relative addresses resolve against. */
  base: string | null;
};

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
const anchorsMax = 5000;
const hintsMax = 3;
const addressLengthMax = 500;

type Attributes = ReadonlyMap<string, string>;

/** The title of a page and the feeds it names; `baseUrl` is the page's own address, or null. */
export function readPageHead(html: string, baseUrl: string | null): PageHead {
  const links: Attributes[] = [];
  const anchors: Attributes[] = [];
  const metas: Attributes[] = [];
  let base = baseUrl;
  let hasBase = false;
  let title: string | null = null;
  let titleFrom = -1;
  let anchorsSeen = 0;
  eachTag(html, {
    onOpen: (name, attributes, { end }) => {
      if (name === "link" && links.length < feedsMax * 4) links.push(attributes);
      if (name === "a" && anchorsSeen < anchorsMax) {
        anchorsSeen += 1;
        if (mayBeFeed(attributes)) anchors.push(attributes);
      }
      if (name === "meta" && metas.length < feedsMax * 4) metas.push(attributes);
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
  const hrefs = [...anchors.map((anchor) => absoluteUrl(anchor.get("href"), base)), ...inScripts(html)];
  return {
    base,
    title,
    feeds: feedsOf(links, base),
    hints: unique(
      hrefs.filter((url) => url === null || !isOfComments({ url, title: null })),
      hintsMax,
    ),
    selves: unique([...selvesOf(links, metas, base), channelOf(html, base)], feedsMax),
  };
}

function feedsOf(links: readonly Attributes[], base: string | null): readonly NamedFeed[] {
  const feeds = new Map<string, NamedFeed>();
  for (const link of links) {
    const rels = relsOf(link);
    const type = typeOf(link);
    if (!(rels.includes("alternate") && feedTypes.has(type)) && !rels.includes("feed")) continue;
    const url = absoluteUrl(link.get("href"), base);
    if (url === null || feeds.has(url) || feeds.size >= feedsMax || isApi(url, type)) continue;
    feeds.set(url, { url, title: plainTitle(link.get("title") ?? "") || null });
  }
  return [...feeds.values()].toSorted((a, b) => Number(isOfComments(a)) - Number(isOfComments(b)));
}

function relsOf(tag: Attributes): readonly string[] {
  return (tag.get("rel") ?? "").toLowerCase().split(/\s+/);
}

function typeOf(tag: Attributes): string {
  return (tag.get("type") ?? "").toLowerCase().replace(/;.*$/, "").trim();
}

/** WordPress names its programming interface and its embeds as alternates in JSON. */
function isApi(url: string, type: string): boolean {
  return type === "application/json" && /\/wp-json\/|[?&]rest_route=|oembed/.test(url);
}

function isOfComments({ url, title }: NamedFeed): boolean {
  return /\/comments\/(?:feed|default)|[?&]feed=comments/i.test(url) || /\bcomments?\b/i.test(title ?? "");
}

/** A link by whose type, rel or last part a person would tell a feed. */
function mayBeFeed(anchor: Attributes): boolean {
  const type = typeOf(anchor);
  if (type !== "application/json" && feedTypes.has(type)) return true;
  const rels = relsOf(anchor);
  if (rels.includes("feed")) return true;
  const href = anchor.get("href") ?? "";
  if (href.length > addressLengthMax) return false;
  const [path = "", query = ""] = href.trim().replace(/#.*$/s, "").split("?");
  if (/^(?!https?:)[a-z][a-z\d+.-]*:/i.test(path) || isServiceFor(path, query)) return false;
  return (
    /(?:^|\/)(?:feed|rss|atom|feeds|rss2)\/?$/i.test(path) ||
    /(?:^|[/._-])(?:feed|rss|atom|rss2|podcast)[^/]*\.(?:xml|rss|atom|rdf|json)$/i.test(path) ||
    /(?:^|\/)index\.(?:rss|atom|rdf)$|\/(?:[^/]+)\.(?:rss|atom|rdf)$/i.test(path) ||
    /(?:^|&)(?:feed|format|type)=(?:rss2?|atom|feed|rdf|json_?feed)(?:&|$)/i.test(query) ||
    /^https?:\/\/(?:feeds\.|rss\.|anchor\.fm\/s\/)[^?]*$/i.test(path)
  );
}

/** Readers and validators that take a feed's address in theirs. */
function isServiceFor(path: string, query: string): boolean {
  return (
    /^https?:\/\/(?:www\.)?(?:feedly|inoreader|newsblur|theoldreader|validator\.w3|netvibes|bloglovin)\./i.test(path) ||
    /https?:|https?%3a/i.test(query)
  );
}

/** Programs of podcast pages and the like carry the feed's address as data. */
function inScripts(html: string): readonly (string | null)[] {
  const found = /"(?:feedUrl|rssUrl|feed_url|rss_url|rssFeedUrl)"\s*:\s*("https?:(?:[^"\\]|\\.){1,2000}")/.exec(
    html,
  )?.[1];
  return found === undefined
    ? []
    : [absoluteUrl(found.slice(1, -1).replaceAll("\\/", "/").replaceAll("\\u0026", "&"), null)];
}

function selvesOf(
  links: readonly Attributes[],
  metas: readonly Attributes[],
  base: string | null,
): readonly (string | null)[] {
  const canonical = links.filter((link) => relsOf(link).includes("canonical")).map((link) => link.get("href"));
  const og = metas
    .filter((meta) => meta.get("property")?.toLowerCase() === "og:url")
    .map((meta) => meta.get("content"));
  return [...canonical, ...og].map((href) => absoluteUrl(href, base));
}

/** The channel that a page of YouTube belongs to, by what the page says and not by what it shows. */
function channelOf(html: string, base: string | null): string | null {
  if (base === null || !/^https?:\/\/(?:[a-z]+\.)?youtube\.com\//.test(base)) return null;
  const id =
    /itemprop="(?:channelId|identifier)"\s+content="(UC[\w-]{22})"/.exec(html)?.[1] ??
    /"(?:externalId|externalChannelId|channelId)":"(UC[\w-]{22})"/.exec(html)?.[1];
  return id === undefined ? null : `https://www.youtube.com/channel/${id}`;
}

function unique(urls: readonly (string | null)[], max: number): readonly string[] {
  return [...new Set(urls.filter((url) => url !== null))].slice(0, max);
}

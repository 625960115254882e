// The index and the two feeds of a folder of published pages, made from nothing but those pages.
import type { Instant } from "../base/clock.ts";
import { dayOf } from "./publish-content.ts";
import { frame, type PageFacts, type Site } from "./publish-page.ts";
import { versionNote } from "./publish-text.ts";
import { block, element, type Tree, writeXml } from "./publish-tree.ts";
import { uuidUrn } from "./urn.ts";

/** A page where it stands in the folder. */
export interface ListedPage extends PageFacts {
  /** File name of the page, fixed at the first publication. */
  file: string;
  /** When the first version was released; equal to createdAt when that is not known. */
  publishedAt: Instant;
}

export interface FeedSite extends Site {
  /** Where the folder is served, ending in a slash; null when that is not known, and links stay relative. */
  baseUrl: string | null;
}

/** The permanent id of a page's entry: a URN that stays when the site moves or the title changes. */
export function entryId(file: string): string {
  return uuidUrn(`pkm page ${file}`);
}

/** Where the page is read: absolute when the base is known. */
export function pageUrl(file: string, { baseUrl }: FeedSite): string {
  return baseUrl === null ? file : new URL(file, baseUrl).href;
}

/** The newest first; pages of one instant by file name. */
export function inOrder(pages: readonly ListedPage[]): ListedPage[] {
  return pages.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt) || (a.file < b.file ? -1 : 1));
}

/** index.html: every page, the newest first. */
export function publishIndex(pages: readonly ListedPage[], site: FeedSite): string {
  const lines = inOrder(pages).map(({ file, title, createdAt, version }) => {
    const note = versionNote(version);
    return element(
      "li",
      {},
      element("time", { datetime: createdAt }, dayOf(createdAt) + (note === "" ? "" : ` · ${note}`)),
      element("a", { href: file, dir: "auto" }, title),
    );
  });
  const list =
    lines.length === 0 ? element("p", {}, "Nothing is published here yet.") : block("ul", { class: "list" }, ...lines);
  return frame({
    title: site.title,
    site,
    facts: { "pkm:index": "1" },
    main: block("section", {}, element("h1", {}, site.title), list),
  });
}

/** feed.xml: Atom 1.0 (RFC 4287). */
export function atomFeed(pages: readonly ListedPage[], site: FeedSite): string {
  const entries = inOrder(pages).map((page) =>
    block(
      "entry",
      {},
      element("id", {}, entryId(page.file)),
      element("title", {}, page.title),
      element("link", { rel: "alternate", type: "text/html", href: pageUrl(page.file, site) }),
      element("published", {}, page.publishedAt),
      element("updated", {}, page.createdAt),
      element("content", { type: "html" }, page.html),
    ),
  );
  const links: Tree[] = [
    element("link", { rel: "self", type: "application/atom+xml", href: pageUrl("feed.xml", site) }),
    element("link", { rel: "alternate", type: "text/html", href: site.baseUrl ?? "index.html" }),
  ];
  return writeXml(
    block(
      "feed",
      { xmlns: "http://www.w3.org/2005/Atom" },
      element("id", {}, site.baseUrl ?? uuidUrn(`pkm site ${site.title}`)),
      element("title", {}, site.title),
      element("updated", {}, latest(pages)),
      block("author", {}, element("name", {}, site.author)),
      element("generator", {}, "pkm"),
      ...links,
      ...entries,
    ),
  );
}

/** feed.json: JSON Feed 1.1. */
export function jsonFeed(pages: readonly ListedPage[], site: FeedSite): string {
  const feed = {
    version: "https://jsonfeed.org/version/1.1",
    title: site.title,
    ...(site.baseUrl === null ? {} : { home_page_url: site.baseUrl, feed_url: pageUrl("feed.json", site) }),
    authors: [{ name: site.author }],
    _pkm: { about: "written by pkm" },
    items: inOrder(pages).map((page) => ({
      id: entryId(page.file),
      url: pageUrl(page.file, site),
      title: page.title,
      content_html: page.html,
      date_published: page.publishedAt,
      date_modified: page.createdAt,
    })),
  };
  return `${JSON.stringify(feed, null, 2)}\n`;
}

/** An empty feed was last changed when there was nothing to say yet: the epoch, never the clock. */
function latest(pages: readonly ListedPage[]): Instant {
  return pages.map(({ createdAt }) => createdAt).reduce((a, b) => (a > b ? a : b), new Date(0).toISOString());
}

// RSS 0.9x and 2.0, and RDF Site Summary 0.90, 1.0 and 1.1, with the modules that feeds use.
import type { FeedEntry } from "../../seek/feed.ts";
import { authorsOf } from "./authors.ts";
import { atomContent, htmlContent, mediaText, titleOf } from "./content.ts";
import { besideOf } from "./beside.ts";
import type { Content } from "./content.ts";
import { dateOf, linkByRel, ttlOf } from "./dialect.ts";
import type { FeedHead, MapContext } from "./dialect.ts";
import { entryOf } from "./entry.ts";
import { absoluteUrl, httpUrl } from "./links.ts";
import { durationOf, enclosuresOf, tagsOf } from "./media.ts";
import { attribute, child, childrenNamed, textOf } from "./node.ts";
import type { FeedNode } from "./node.ts";
import { skipsOf } from "./skips.ts";

const authorNames = [
  "author",
  "dc:creator",
  "dc:author",
  "atom:author",
  "itunes:author",
  "dc:contributor",
  "media:credit",
];
const publishedNames = [
  "pubdate",
  "dc:date",
  "dcterms:issued",
  "dcterms:created",
  "atom:published",
  "atom:issued",
  "prism:publicationdate",
];
const updatedNames = ["atom:updated", "dcterms:modified", "atom:modified"];
const titleNames = ["title", "dc:title", "atom:title", "itunes:title", "media:title"];
/** Bodies, the fullest kind first. */
const bodyNames = [
  "content:encoded",
  "xhtml:body",
  "body",
  "xhtml:div",
  "fullitem",
  "atom:content",
  "content",
  "description",
];
const briefNames = ["description", "summary", "atom:summary", "itunes:summary", "dc:description", "media:description"];

/** An item of RSS or RDF. */
export function rssEntry(item: FeedNode, { baseUrl, problems }: MapContext): FeedEntry {
  const base = item.base ?? baseUrl;
  const link = itemLink(item, baseUrl);
  const bodies = contentsOf(item, bodyNames);
  const briefs = contentsOf(item, briefNames);
  const body = bodies[0] ?? briefs[0] ?? null;
  return entryOf({
    guid: textOf(item, "guid", "atom:id") ?? attribute(item, "rdf:about") ?? textOf(item, "dc:identifier"),
    title: titleOf(contentsOf(item, titleNames)[0] ?? null),
    link,
    ownLink: absoluteUrl(textOf(item, "feedburner:origlink"), null),
    externalLink: linkByRel(item, ["related", "via"], base),
    published: dateOf(item, publishedNames, problems),
    updated: dateOf(item, updatedNames, problems),
    authors: authorsOf(item, authorNames, base),
    enclosures: enclosuresOf(item, base),
    tags: tagsOf(item),
    comments: httpUrl(textOf(item, "comments"), base),
    durationSeconds: durationOf(item),
    beside: besideOf(item, base),
    body,
    brief: briefs.find((one) => one.html !== body?.html) ?? null,
    base: link ?? baseUrl,
  });
}

/** link, atom:link, a guid that is a permanent link, an item's own name in RDF: the first that is http(s). */
function itemLink(item: FeedNode, baseUrl: string | null): string | null {
  for (const link of childrenNamed(item, "link")) {
    const url = httpUrl(link.text, link.base ?? baseUrl) ?? httpUrl(attribute(link, "href"), link.base ?? baseUrl);
    if (url !== null) return url;
  }
  const alternate = linkByRel(item, ["alternate"], baseUrl);
  if (alternate !== null) return alternate;
  const guid = child(item, "guid");
  if (guid !== null && guid.attributes.get("ispermalink")?.trim().toLowerCase() !== "false") {
    const url = absoluteUrl(guid.text, null);
    if (url !== null) return url;
  }
  return absoluteUrl(attribute(item, "rdf:about"), null);
}

/** The contents that are not empty, in the order of the names; those of Media RSS also out of its groups. */
function contentsOf(item: FeedNode, names: readonly string[]): readonly Content[] {
  const found: Content[] = [];
  for (const name of names) addContents({ parent: item, name, found });
  return found;
}

function addContents({ parent, name, found }: { parent: FeedNode; name: string; found: Content[] }): void {
  for (const node of parent.children) {
    const content = node.name === name ? contentOf(node) : null;
    if (content !== null) found.push(content);
    if (node.name === "media:group" || node.name === "media:content") addContents({ parent: node, name, found });
  }
}

function contentOf(node: FeedNode): Content | null {
  if (node.name.startsWith("atom:")) return atomContent(node);
  return node.name.startsWith("media:") ? mediaText(node) : htmlContent(node);
}

/** What a channel says of itself. In RDF the items stand beside it, in RSS within it. */
export function rssHead(root: FeedNode, { baseUrl }: MapContext): FeedHead {
  const channel = root.name === "channel" ? root : (child(root, "channel") ?? root);
  const base = channel.base ?? baseUrl;
  const isRdf = root.name === "rdf:rdf" || (root.name === "channel" && root.attributes.has("rdf:about"));
  return {
    format: isRdf ? "rdf" : "rss",
    version: isRdf ? rdfVersion(root) : attribute(root, "version"),
    title: titleOf(contentsOf(channel, ["title", "dc:title", "atom:title"])[0] ?? null),
    link: channelLink(channel, baseUrl),
    self: linkByRel(channel, ["self"], base),
    description: titleOf(
      contentsOf(channel, ["description", "itunes:summary", "itunes:subtitle", "dc:description"])[0] ?? null,
    ),
    language: textOf(channel, "language", "dc:language") ?? attribute(root, "xml:lang"),
    ttlMinutes: ttlOf(channel),
    ...skipsOf(channel),
    hub: linkByRel(channel, ["hub"], base),
  };
}

function channelLink(channel: FeedNode, baseUrl: string | null): string | null {
  for (const link of childrenNamed(channel, "link")) {
    const url = httpUrl(link.text, link.base ?? baseUrl) ?? httpUrl(attribute(link, "href"), link.base ?? baseUrl);
    if (url !== null) return url;
  }
  return linkByRel(channel, ["alternate"], baseUrl);
}

function rdfVersion(root: FeedNode): string {
  for (const [name, value] of root.attributes) {
    if (name.startsWith("xmlns") && value.includes("simple/0.9")) return "0.90";
    if (name.startsWith("xmlns") && value.includes("rss1.1")) return "1.1";
  }
  return "1.0";
}

// Atom 1.0 (RFC 4287) and 0.3, with the modules that feeds use.
import type { FeedAuthor, FeedEntry } from "../../seek/feed.ts";
import { authorsOf } from "./authors.ts";
import { atomContent, mediaText, plainContent, titleOf } from "./content.ts";
import type { Content } from "./content.ts";
import { dateOf, linkByRel, ttlOf } from "./dialect.ts";
import type { FeedHead, MapContext } from "./dialect.ts";
import { entryOf } from "./entry.ts";
import { absoluteUrl, httpUrl } from "./links.ts";
import { besideOf } from "./beside.ts";
import { durationOf, enclosuresOf, tagsOf } from "./media.ts";
import { attribute, child, textOf } from "./node.ts";
import type { FeedNode } from "./node.ts";

const authorNames = ["atom:author", "dc:creator", "author", "itunes:author"];

/** An entry. Its authors are empty where it leaves them to the feed. */
export function atomEntry(entry: FeedNode, { baseUrl, problems }: MapContext): FeedEntry {
  const base = entry.base ?? baseUrl;
  const body = atomContent(child(entry, "atom:content"));
  const brief = atomContent(child(entry, "atom:summary")) ?? mediaDescription(entry);
  const source = child(entry, "atom:source");
  const authors = authorsOf(entry, authorNames, base);
  return entryOf({
    guid: textOf(entry, "atom:id", "guid"),
    title: titleOf(
      atomContent(child(entry, "atom:title")) ?? plainContent(textOf(entry, "dc:title", "media:title", "title") ?? ""),
    ),
    link: entryLink(entry, baseUrl),
    ownLink: absoluteUrl(textOf(entry, "feedburner:origlink"), null),
    externalLink: linkByRel(entry, ["related", "via"], baseUrl),
    published: dateOf(
      entry,
      ["atom:published", "atom:issued", "atom:created", "dc:date", "dcterms:issued", "dcterms:created", "pubdate"],
      problems,
    ),
    updated: dateOf(entry, ["atom:updated", "atom:modified", "dcterms:modified"], problems),
    authors: authors.length > 0 || source === null ? authors : authorsOf(source, authorNames, base),
    enclosures: enclosuresOf(entry, baseUrl),
    tags: tagsOf(entry),
    comments: linkByRel(entry, ["replies"], baseUrl) ?? httpUrl(textOf(entry, "comments"), base),
    durationSeconds: durationOf(entry),
    beside: besideOf(entry, base),
    body: body ?? brief,
    brief: body === null ? null : brief,
    base,
  });
}

/** rel=alternate, else where the content is, else the entry's own address or id when that is a page's. */
function entryLink(entry: FeedNode, baseUrl: string | null): string | null {
  const alternate = linkByRel(entry, ["alternate"], baseUrl);
  if (alternate !== null) return alternate;
  const content = child(entry, "atom:content");
  const src = content === null ? null : httpUrl(attribute(content, "src"), content.base ?? baseUrl);
  return src ?? httpUrl(textOf(entry, "link"), entry.base ?? baseUrl) ?? absoluteUrl(textOf(entry, "atom:id"), null);
}

/** As video sites give it, in a group; text, unless it says otherwise. */
function mediaDescription(parent: FeedNode): Content | null {
  for (const node of parent.children) {
    const content =
      node.name === "media:description" ? mediaText(node) : isMediaParent(node) ? mediaDescription(node) : null;
    if (content !== null) return content;
  }
  return null;
}

function isMediaParent({ name }: FeedNode): boolean {
  return name === "media:group" || name === "media:content";
}

/** What a feed says of itself. */
export function atomHead(root: FeedNode, { baseUrl }: MapContext): FeedHead {
  const isEntry = root.name === "atom:entry";
  return {
    format: "atom",
    version: attribute(root, "version") ?? (isOld(root) ? "0.3" : "1.0"),
    title: titleOf(atomContent(child(root, "atom:title"))),
    link: linkByRel(root, ["alternate"], baseUrl),
    self: isEntry ? null : linkByRel(root, ["self"], baseUrl),
    description: titleOf(atomContent(child(root, "atom:subtitle", "atom:tagline"))),
    language: attribute(root, "xml:lang") ?? textOf(root, "dc:language"),
    ttlMinutes: ttlOf(root),
    hub: linkByRel(root, ["hub"], baseUrl),
  };
}

/** The authors of entries that name none (RFC 4287, 4.2.1). */
export function atomFeedAuthors(root: FeedNode, baseUrl: string | null): readonly FeedAuthor[] {
  return authorsOf(root, ["atom:author"], root.base ?? baseUrl);
}

function isOld(root: FeedNode): boolean {
  for (const [name, value] of root.attributes) {
    if (name.startsWith("xmlns") && value.includes("purl.org/atom/ns")) return true;
  }
  return false;
}

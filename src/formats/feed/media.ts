// Enclosures, durations and tags, from RSS, Atom, Media RSS and iTunes alike.
import type { Enclosure } from "../../seek/feed.ts";
import { oneLine } from "./line.ts";
import { httpUrl } from "./links.ts";
import { attribute, childrenNamed } from "./node.ts";
import type { FeedNode } from "./node.ts";

/** Files listed of one entry. */
export const enclosuresMax = 200;

/** The files of an entry in document order, each address once: enclosure, link rel=enclosure, media:content. */
export function enclosuresOf(entry: FeedNode, base: string | null): readonly Enclosure[] {
  const found: Enclosure[] = [];
  for (const node of mediaNodes(entry)) {
    const href = hrefOf(node);
    const url = href === null ? null : httpUrl(href, node.base ?? base);
    if (url === null || found.some((one) => one.url === url)) continue;
    found.push({ url, type: typeOf(node), bytes: bytesOf(node) });
    if (found.length >= enclosuresMax) break;
  }
  return found;
}

/** The files that are enclosures proper before those of Media RSS, which often repeats them. */
function mediaNodes(entry: FeedNode): readonly FeedNode[] {
  const own = entry.children.filter(
    (one) => one.name === "enclosure" || one.name === "enc:enclosure" || isEnclosureLink(one),
  );
  const media = [entry, ...childrenNamed(entry, "media:group")].flatMap((one) => childrenNamed(one, "media:content"));
  return media.length === 0 ? own : [...own, ...media];
}

function isEnclosureLink(node: FeedNode): boolean {
  return node.name === "atom:link" && node.attributes.get("rel")?.trim().toLowerCase() === "enclosure";
}

function hrefOf(node: FeedNode): string | null {
  if (node.name === "atom:link") return attribute(node, "href");
  return (
    attribute(node, "url") ?? attribute(node, "rdf:resource") ?? attribute(node, "enc:url") ?? attribute(node, "href")
  );
}

function typeOf(node: FeedNode): string | null {
  const type = oneLine(attribute(node, "type") ?? attribute(node, "enc:type") ?? "");
  return type === "" ? null : type;
}

function bytesOf(node: FeedNode): number | null {
  const length = attribute(node, "length") ?? attribute(node, "filesize") ?? attribute(node, "enc:length");
  return length !== null && /^\d{1,15}$/.test(length) && Number(length) > 0 ? Number(length) : null;
}

/** Seconds in "3723", "62:03" or "1:02:03"; null when it is none of them. */
function readDuration(text: string | null): number | null {
  const fields = text?.trim().split(":") ?? [];
  if (fields.length === 0 || fields.length > 3 || !fields.every((field) => /^\d{1,7}(?:\.\d+)?$/.test(field)))
    return null;
  const seconds = Math.round(fields.reduce((sum, field) => sum * 60 + Number(field), 0));
  return seconds > 0 ? seconds : null;
}

/** The length of an entry in seconds by iTunes or Media RSS; null when not given. */
export function durationOf(entry: FeedNode): number | null {
  for (const node of childrenNamed(entry, "itunes:duration")) {
    const seconds = readDuration(node.text);
    if (seconds !== null) return seconds;
  }
  for (const node of mediaNodes(entry)) {
    const seconds = readDuration(attribute(node, "duration"));
    if (seconds !== null) return seconds;
  }
  return null;
}

const tagNames: ReadonlySet<string> = new Set(
  "category dc:subject atom:category media:category itunes:category".split(" "),
);
/** Tags read of one entry. */
export const tagsMax = 200;

/** The tags of an entry, each once, in document order; keywords in one element are parted at commas. */
export function tagsOf(entry: FeedNode): readonly string[] {
  const tags = new Set<string>();
  for (const node of entry.children) {
    if (tagNames.has(node.name)) addTag(tags, tagOf(node));
    else if (node.name === "itunes:keywords" || node.name === "media:keywords") {
      for (const word of node.text.split(",")) addTag(tags, word);
    }
  }
  for (const group of childrenNamed(entry, "media:group")) {
    for (const node of childrenNamed(group, "media:category")) addTag(tags, tagOf(node));
  }
  return tags.size === 0 ? [] : [...tags];
}

function tagOf(node: FeedNode): string {
  if (node.name === "atom:category") return attribute(node, "term") ?? attribute(node, "label") ?? node.text;
  return node.text.trim() === "" ? (attribute(node, "text") ?? attribute(node, "term") ?? "") : node.text;
}

function addTag(tags: Set<string>, text: string): void {
  const tag = oneLine(text);
  if (tag !== "" && tags.size < tagsMax) tags.add(tag);
}

// A feed in XML of any dialect: the elements read, each handed to its dialect.
import type { Feed, FeedEntry } from "../../seek/feed.ts";
import { atomEntry, atomFeedAuthors, atomHead } from "./atom.ts";
import type { MapContext } from "./dialect.ts";
import { inheritAuthors } from "./entry.ts";
import { readXml } from "./elements.ts";
import { child } from "./node.ts";
import { Room } from "./room.ts";
import { rssEntry, rssHead } from "./rss.ts";

/** A feed, or the name of the document's first element (lower case, null when it has none) when it is no feed. */
type XmlOutcome = { feed: Omit<Feed, "encoding" | "problems"> } | { feed: null; firstElement: string | null };

/** Reads `text` as a feed in XML. */
export function readXmlFeed(text: string, context: MapContext): XmlOutcome {
  const entries: FeedEntry[] = [];
  const room = new Room(text.length, context.problems);
  const { root, firstElement } = readXml({
    text,
    ...context,
    onEntry: (node) => {
      const entry = node.name === "atom:entry" ? atomEntry(node, context) : rssEntry(node, context);
      if (room.takesEntry(entry)) entries.push(entry);
    },
  });
  if (root === null) return { feed: null, firstElement };
  if (!root.name.startsWith("atom:")) {
    // RDF is used for much else, and a page may quote it.
    const isFeed =
      root.name === "rss" ||
      entries.length > 0 ||
      child(root, "channel") !== null ||
      child(root, "title", "link") !== null;
    return isFeed ? { feed: { ...rssHead(root, context), entries } } : { feed: null, firstElement };
  }
  const authors = atomFeedAuthors(root, context.baseUrl);
  for (const entry of entries) {
    if (entry.authors.length === 0 && room.takesAuthors(authors)) inheritAuthors(entry, authors);
  }
  return { feed: { ...atomHead(root, context), entries } };
}

// A feed in XML of any dialect: the elements read, each handed to its dialect.
import type { Feed, FeedEntry } from "../../seek/feed.ts";
import { atomEntry, atomFeedAuthors, atomHead } from "./atom.ts";
import type { MapContext } from "./dialect.ts";
import { readXml } from "./elements.ts";
import { child } from "./node.ts";
import { rssEntry, rssHead } from "./rss.ts";

/** A feed, or the name of the document's first element (lower case, null when it has none) when it is no feed. */
export type XmlOutcome = { feed: Omit<Feed, "encoding" | "problems"> } | { feed: null; firstElement: string | null };

/** Reads `text` as a feed in XML. */
export function readXmlFeed(text: string, context: MapContext): XmlOutcome {
  const entries: FeedEntry[] = [];
  const { root, firstElement } = readXml({
    text,
    ...context,
    onEntry: (node) =>
      void entries.push(node.name === "atom:entry" ? atomEntry(node, context) : rssEntry(node, context)),
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
  return {
    feed: {
      ...atomHead(root, context),
      entries: authors.length === 0 ? entries : entries.map((entry) => withAuthors(entry, authors)),
    },
  };
}

/** The entry with the feed's authors where it names none. In place, for its text is worked out only when read. */
function withAuthors(entry: FeedEntry, authors: FeedEntry["authors"]): FeedEntry {
  return entry.authors.length > 0
    ? entry
    : Object.defineProperty(entry, "authors", { value: authors, enumerable: true });
}

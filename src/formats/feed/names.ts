// Element names by namespace: whatever prefix a document chose, a name is written here one way.

/**
 * How the reader treats an element: `container` holds elements and no text of interest; `leaf`
 * holds text; `carrier` holds text or mark-up; `entry` is an item; `other` is passed over.
 */
export type NameKind = "container" | "carrier" | "leaf" | "entry" | "other";

/** Namespaces by address without scheme, "www." and closing "/" or "#", lower case. RSS has none: "". */
const namespaces: ReadonlyMap<string, string> = new Map([
  ["purl.org/rss/1.0", ""],
  ["my.netscape.com/rdf/simple/0.9", ""],
  ["channel.netscape.com/rdf/simple/0.9", ""],
  ["my.netscape.com/publish/formats/rss-0.91.dtd", ""],
  ["backend.userland.com/rss", ""],
  ["backend.userland.com/rss2", ""],
  ["backend.userland.com/rss091", ""],
  ["backend.userland.com/rss092", ""],
  ["blogs.law.harvard.edu/tech/rss", ""],
  ["cyber.law.harvard.edu/rss/rss.html", ""],
  ["rssboard.org/rss-specification", ""],
  ["purl.org/net/rss1.1", ""],
  ["w3.org/2005/atom", "atom:"],
  ["purl.org/atom/ns", "atom:"],
  ["w3.org/1999/02/22-rdf-syntax-ns", "rdf:"],
  ["purl.org/rss/1.0/modules/content", "content:"],
  ["purl.org/dc/elements/1.1", "dc:"],
  ["purl.org/dc/elements/1.0", "dc:"],
  ["purl.org/dc/terms", "dcterms:"],
  ["purl.org/rss/1.0/modules/syndication", "sy:"],
  ["purl.org/rss/1.0/modules/enclosure", "enc:"],
  ["purl.oclc.org/net/rss_2.0/enc", "enc:"],
  ["search.yahoo.com/mrss", "media:"],
  ["itunes.com/dtds/podcast-1.0.dtd", "itunes:"],
  ["itunes.com/dtds/podcast-1.0", "itunes:"],
  ["example.com/dtds/podcast-1.0.dtd", "itunes:"],
  ["podcastindex.org/namespace/1.0", "podcast:"],
  ["github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md", "podcast:"],
  ["w3.org/1999/xhtml", "xhtml:"],
  ["rssnamespace.org/feedburner/ext/1.0", "feedburner:"],
  ["prismstandard.org/namespaces/basic/2.0", "prism:"],
  ["prismstandard.org/namespaces/1.2/basic", "prism:"],
]);

/** Prefixes that stand for themselves where a document forgot to declare them. */
const usualPrefixes: ReadonlyMap<string, string> = new Map(
  [...new Set(namespaces.values()), "rss:", "a10:"]
    .filter((prefix) => prefix !== "")
    .map((prefix) => [prefix.slice(0, -1), prefix === "rss:" ? "" : prefix === "a10:" ? "atom:" : prefix]),
);

const carriers = `title description summary content body fullitem content:encoded xhtml:body xhtml:div
  atom:title atom:subtitle atom:tagline atom:summary atom:content media:title media:description
  itunes:summary itunes:subtitle dc:title dc:description`;
const containers = `rss rdf:rdf channel items skiphours skipdays atom:feed atom:author atom:contributor atom:source media:group media:content`;
const leaves = `link guid pubdate author category comments enclosure language ttl managingeditor source name email url
  atom:id atom:link atom:name atom:email atom:uri atom:url atom:published atom:updated atom:issued atom:modified
  atom:created atom:category dc:date dc:creator dc:author dc:contributor dc:subject dc:language dc:identifier
  dcterms:created dcterms:issued dcterms:modified sy:updateperiod sy:updatefrequency enc:enclosure
  media:category media:keywords media:credit itunes:author itunes:duration itunes:category itunes:keywords
  media:thumbnail itunes:image podcast:transcript podcast:chapters podcast:person itunes:title prism:publicationdate feedburner:origlink hour day`;

const kinds: ReadonlyMap<string, NameKind> = new Map([
  ...listed(carriers, "carrier"),
  ...listed(containers, "container"),
  ...listed(leaves, "leaf"),
  ...listed("item atom:entry", "entry"),
]);

function listed(names: string, kind: NameKind): [string, NameKind][] {
  return names.split(/\s+/).map((name) => [name, kind]);
}

/** How the reader treats elements of the canonical `name`. */
export function kindOf(name: string): NameKind {
  return kinds.get(name) ?? "other";
}

/** The canonical prefix of a namespace; null when it is none that feeds are read from. */
export function prefixOfNamespace(uri: string): string | null {
  const key = uri
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, "")
    .replace(/[/#]+$/, "");
  if (key.startsWith("purl.org/atom/ns")) return "atom:";
  return namespaces.get(key) ?? null;
}

/** The canonical prefix that an undeclared prefix stands for; null when it is not a usual one. */
export function usualPrefix(prefix: string): string | null {
  return usualPrefixes.get(prefix) ?? null;
}

// What podcasts and videos bring beside their files: pictures, transcripts, chapters, and who is heard.
import type { Beside } from "../../seek/feed.ts";
import { oneLine } from "./line.ts";
import { httpUrl } from "./links.ts";
import { attribute, child, childrenNamed } from "./node.ts";
import type { FeedNode } from "./node.ts";

const personsMax = 50;
const nameLengthMax = 200;
/** Kinds of transcript, that which is read most easily first; a subtitle file has its times between the words. */
const readable = ["text/plain", "text/html", "text/vtt", "application/srt", "application/x-subrip"];

/** By the podcast namespace (podcastindex.org), iTunes and Media RSS; null when an entry has nothing of it. */
export function besideOf(entry: FeedNode, base: string | null): Beside | null {
  const image = imageOf(entry, base);
  const transcript = transcriptOf(entry, base);
  const chapters = addressOf(child(entry, "podcast:chapters"), base);
  const persons = personsOf(entry);
  const isNothing = image === null && transcript === null && chapters === null && persons.length === 0;
  return isNothing ? null : { image, transcript, chapters, persons };
}

function addressOf(node: FeedNode | null, base: string | null): string | null {
  if (node === null) return null;
  return httpUrl(attribute(node, "url") ?? attribute(node, "href"), node.base ?? base);
}

/** The first picture: of the entry itself, of a group in it, or of one of its files. */
function imageOf(entry: FeedNode, base: string | null): string | null {
  for (const node of entry.children) {
    const isImage = node.name === "itunes:image" || node.name === "media:thumbnail";
    const isParent = node.name === "media:group" || node.name === "media:content";
    const url = isImage ? addressOf(node, base) : isParent ? imageOf(node, base) : null;
    if (url !== null) return url;
  }
  return null;
}

function transcriptOf(entry: FeedNode, base: string | null): string | null {
  const nodes = childrenNamed(entry, "podcast:transcript");
  const rank = (node: FeedNode): number => {
    const at = readable.indexOf(attribute(node, "type")?.toLowerCase() ?? "");
    return at === -1 ? readable.length : at;
  };
  const urls = nodes.toSorted((a, b) => rank(a) - rank(b)).map((node) => addressOf(node, base));
  return urls.find((url) => url !== null) ?? null;
}

function personsOf(entry: FeedNode): readonly string[] {
  const names = childrenNamed(entry, "podcast:person").map((node) => {
    const name = oneLine(node.text).slice(0, nameLengthMax).toWellFormed();
    const role = oneLine(attribute(node, "role") ?? "host")
      .slice(0, nameLengthMax)
      .toWellFormed()
      .toLowerCase();
    return name === "" || role === "host" ? name : `${name} (${role})`;
  });
  return [...new Set(names.filter((name) => name !== ""))].slice(0, personsMax);
}

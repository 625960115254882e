// A digest as an Atom feed (RFC 4287), an entry for each line, so that another reader can take it in.
import { localDay } from "../base/clock.ts";
import { plainLine } from "../base/plain.ts";
import type { Digest, DigestEntry } from "../seek/digest.ts";
import { reasonsOf } from "../seek/digest-words.ts";
import { dayOf } from "./publish-content.ts";
import { webAddress } from "../sense/outward.ts";
import { block, element, writeXml, type Element } from "./publish-tree.ts";
import { uuidUrn } from "./urn.ts";

/** The same line of two digests is one entry of the feed, the same digest always the same bytes. */
export function digestFeed(digest: Digest): string {
  const entries = digest.sections.flatMap(({ name, items }) => items.map((entry) => entryElement(entry, name, digest)));
  return writeXml(
    block(
      "feed",
      { xmlns: "http://www.w3.org/2005/Atom" },
      element("id", {}, uuidUrn("pkm digest")),
      element("title", {}, `Digest, ${dayOf(localDay(digest.date))}`),
      element("updated", {}, digest.date),
      block("author", {}, element("name", {}, "pkm")),
      element("generator", {}, "pkm"),
      ...entries,
    ),
  );
}

function entryElement(entry: DigestEntry, section: string, { date }: Digest): Element {
  const url = webAddress(entry.url);
  const text = [entry.excerpt ?? "", reasonsOf(entry), entry.next ?? ""].map(plainLine).filter((line) => line !== "");
  return block(
    "entry",
    {},
    element("id", {}, uuidUrn(`pkm digest ${entry.kind} ${entry.id}`)),
    element("title", {}, plainLine(entry.title) || entry.id),
    element("updated", {}, date),
    ...(url === null ? [] : [element("link", { rel: "alternate", href: url })]),
    element("category", { term: section }),
    element("content", { type: "text" }, text.join("\n")),
  );
}

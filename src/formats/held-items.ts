// What the person holds, in forms of other programs: CSV (RFC 4180), Atom (RFC 4287), Markdown, and Web Annotations (W3C).
import { stringify } from "csv-stringify/sync";
import type { Instant } from "../base/clock.ts";
import { plainLine, plainText } from "../base/plain.ts";
import { nameOfItem } from "../seek/item.ts";
import type { StoredAnnotation } from "../sense/annotation.ts";
import { markLine, type HeldItem } from "../sense/held-item.ts";
import { slugOf } from "./note-slug.ts";
import { block, element, writeXml } from "./publish-tree.ts";

const columns = [
  "id",
  "title",
  "url",
  "author",
  "published",
  "state",
  "tags",
  "contexts",
  "source",
  "annotations",
] as const;

/** A row for each item, with a header; a cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function itemsCsv(held: readonly HeldItem[]): string {
  const rows = held.map(({ item, annotations }) => ({
    ...item,
    title: nameOfItem(item),
    tags: item.tags.join(", "),
    contexts: item.contexts.join(", "),
    source: item.source.title ?? item.source.url,
    annotations: annotations.map(markLine).join("\n"),
  }));
  const cells = rows.map((row) => columns.map((column) => plainText(row[column] ?? "")));
  return stringify([columns, ...cells], { escape_formulas: true, record_delimiter: "\r\n" });
}

/** The items as an Atom feed, each with what was said on it. */
export function itemsAtom(held: readonly HeldItem[], { title, now }: { title: string; now: Instant }): string {
  const newest =
    held
      .map(({ item }) => item.updated ?? item.fetched)
      .toSorted()
      .at(-1) ?? now;
  const entries = held.map(({ item, annotations }) =>
    block(
      "entry",
      {},
      element("id", {}, `urn:pkm:${item.id}`),
      element("title", {}, plainLine(nameOfItem(item))),
      ...(item.url === null ? [] : [element("link", { rel: "alternate", href: item.url })]),
      element("updated", {}, item.updated ?? item.fetched),
      ...(item.published === null ? [] : [element("published", {}, item.published)]),
      element("author", {}, element("name", {}, plainLine(item.author ?? item.source.title ?? "unknown"))),
      ...item.tags.map((tag) => element("category", { term: tag })),
      element("content", { type: "text" }, annotations.map((mark) => plainText(markLine(mark))).join("\n\n")),
    ),
  );
  return writeXml(
    block(
      "feed",
      { xmlns: "http://www.w3.org/2005/Atom" },
      element("id", {}, "urn:pkm:held"),
      element("title", {}, title),
      element("updated", {}, newest),
      ...entries,
    ),
  );
}

/** File name and text of the item as a Markdown file: what it is, and every passage and comment. */
export function itemMarkdown({ item, annotations }: HeldItem): { name: string; text: string } {
  const title = plainLine(nameOfItem(item));
  const facts: readonly (readonly [string, unknown])[] = [
    ["id", item.id],
    ["title", title],
    ["url", item.url],
    ["author", item.author],
    ["published", item.published],
    ["state", item.state],
    ["tags", item.tags.length === 0 ? null : item.tags],
    ["context", item.contexts.length === 0 ? null : item.contexts],
  ];
  // A JSON value is a YAML value, whatever stands in it.
  const front = facts.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${JSON.stringify(value)}`]));
  const marks = annotations.map(({ quote, comment }) =>
    [
      ...(quote === null
        ? []
        : [
            plainText(quote.exact)
              .split("\n")
              .map((line) => `> ${line}`)
              .join("\n"),
          ]),
      ...(comment === null ? [] : [plainText(comment)]),
    ].join("\n\n"),
  );
  const text = ["---", ...front, "---", "", `# ${title}`, ...marks.map((mark) => `\n${mark}`), ""].join("\n");
  return { name: `${slugOf(title).slice(0, 60)}-${item.id}.md`, text };
}

/** The annotations as a collection with one page (https://www.w3.org/TR/annotation-model/#collections). */
export function webAnnotations(held: readonly HeldItem[]): string {
  const items = held.flatMap(({ item, annotations }) =>
    annotations.map((mark) => webAnnotation(item.url ?? `urn:pkm:${item.id}`, nameOfItem(item), mark)),
  );
  const page = { type: "AnnotationPage", startIndex: 0, items };
  const collection = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    id: "urn:pkm:annotations",
    type: "AnnotationCollection",
    total: items.length,
    first: page,
  };
  return `${JSON.stringify(collection, null, 2)}\n`;
}

function webAnnotation(source: string, title: string, { id, quote, comment, tags, created }: StoredAnnotation): object {
  const body = [
    ...(comment === null ? [] : [{ type: "TextualBody", value: comment, purpose: "commenting", format: "text/plain" }]),
    ...tags.map((tag) => ({ type: "TextualBody", value: tag, purpose: "tagging" })),
  ];
  const selector = quote === null ? {} : { selector: { type: "TextQuoteSelector", ...quote } };
  return {
    id: `urn:pkm:${id}`,
    type: "Annotation",
    motivation: quote === null ? "commenting" : "highlighting",
    created,
    ...(body.length === 0 ? {} : { body }),
    target: { source, title, ...selector },
  };
}

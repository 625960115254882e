// W3C Web Annotations (https://www.w3.org/TR/annotation-model/) and what Hypothes.is hands out, which is built like them.
import type { ImportedMark, Take } from "../../sense/imported.ts";
import { instantOf, itemFrom, lineOf, markFrom, textOf, webUrl } from "./cleaned.ts";
import { field, manyOf, textField } from "./fields.ts";
import { entriesUnder, type Entries, type PlaceOf } from "./json-entries.ts";

const refinedDepthMax = 4;

/** The annotations of a collection, a page, an array or one alone; null where there is none. */
export function webAnnotationsIn(json: unknown): Entries | null {
  return entriesUnder(json, [["first", "items"], ["items"], []], isWebAnnotation);
}

function isWebAnnotation(value: unknown): boolean {
  return manyOf(field(value, "type")).includes("Annotation") && field(value, "target") !== undefined;
}

/** The rows of Hypothes.is' API or of its own export; null where they are none. */
export function hypothesisRowsIn(json: unknown): Entries | null {
  const isRow = (row: unknown): boolean => textField(row, "uri") !== null && Array.isArray(field(row, "target"));
  return entriesUnder(json, [["rows"], ["annotations"]], isRow);
}

/** Hands every W3C annotation to `take` as a mark on its page. */
export function readWebAnnotations(list: readonly unknown[], placeOf: PlaceOf, take: Take): void {
  for (const [index, value] of list.entries()) {
    const place = placeOf(index);
    const created = instantOf(field(value, "created"));
    const bodies = manyOf(field(value, "body") ?? field(value, "bodyValue"));
    const comment = bodies.flatMap((body) => (isTag(body) ? [] : (textOf(wordsOf(body)) ?? []))).join("\n\n");
    const tags = bodies.filter(isTag).map(wordsOf);
    for (const target of manyOf(field(value, "target"))) {
      const source =
        typeof target === "string"
          ? target
          : (textField(target, "source") ?? textField(target, "source", "id") ?? textField(target, "id"));
      const url = webUrl(source);
      const title = textField(target, "source", "title") ?? textField(target, "title");
      const marks = markFrom({ ...quoteIn(field(target, "selector")), comment, tags, created });
      handOut({ place, url, source, title, marks, tags, created }, take);
    }
  }
}

function isTag(body: unknown): boolean {
  return manyOf(field(body, "purpose")).includes("tagging");
}

function wordsOf(body: unknown): string | null {
  return typeof body === "string" ? body : (textField(body, "value") ?? textField(body, "chars"));
}

/** Hands every Hypothes.is annotation to `take` as a mark on its page; a reply to another's is none of mine. */
export function readHypothesis(rows: readonly unknown[], placeOf: PlaceOf, take: Take): void {
  for (const [index, row] of rows.entries()) {
    const place = placeOf(index);
    const source = textField(row, "uri");
    const url = webUrl(source);
    const created = instantOf(field(row, "created"));
    const title = textField(row, "document", "title", 0) ?? textField(row, "document", "title");
    const tags = manyOf(field(row, "tags"));
    const comment = textField(row, "text");
    const [target] = manyOf(field(row, "target"));
    const marks = markFrom({ ...quoteIn(field(target, "selector")), comment, tags, created });
    handOut({ place, url, source, title, marks, tags, created }, take);
  }
}

interface Annotated {
  place: string;
  url: string | null;
  source: string | null;
  title: string | null;
  marks: readonly ImportedMark[];
  tags: readonly unknown[];
  created: string | null;
}

function handOut({ place, url, source, title, marks, tags, created }: Annotated, take: Take): void {
  if (url === null) {
    take({ kind: "not-taken", place, what: `${lineOf(source) ?? "an annotation"}, no address of the web,` });
    return;
  }
  // Tags of an annotation without words are tags of its page.
  const pageTags = marks.length === 0 ? tags : [];
  take(itemFrom({ place, url, title, saved: created, isRead: true, tags: pageTags, marks }));
}

/** The TextQuoteSelector among selectors and what they are refined by. */
function quoteIn(selector: unknown, depth = 0): { exact?: unknown; prefix?: unknown; suffix?: unknown } {
  if (depth > refinedDepthMax) return {};
  for (const each of manyOf(selector)) {
    if (manyOf(field(each, "type")).includes("TextQuoteSelector"))
      return { exact: field(each, "exact"), prefix: field(each, "prefix"), suffix: field(each, "suffix") };
    const refined = quoteIn(field(each, "refinedBy"), depth + 1);
    if (refined.exact !== undefined) return refined;
  }
  return {};
}

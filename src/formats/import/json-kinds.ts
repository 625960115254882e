// The services that hand out JSON: Omnivore, Zotero (CSL JSON), Hypothes.is, and W3C Web Annotations.
import type { Take } from "../../sense/imported.ts";
import { instantOf, itemFrom, lineOf, markFrom, partsOf, webUrl } from "./cleaned.ts";
import { field, manyOf, textField } from "./fields.ts";
import { entriesUnder, type Entries, type PlaceOf } from "./json-entries.ts";
import { hypothesisRowsIn, readHypothesis, readWebAnnotations, webAnnotationsIn } from "./web-annotations.ts";

export interface JsonKind {
  kind: string;
  service: string;
  /** The entries, where it is this service's document; else null. */
  entriesIn(json: unknown): Entries | null;
  /** `placeOf` says where the entry of that number, from 0, stands in the document. */
  read(list: readonly unknown[], placeOf: PlaceOf, take: Take): void;
}

export const jsonKinds: readonly JsonKind[] = [
  { kind: "w3c", service: "Web annotations", entriesIn: webAnnotationsIn, read: readWebAnnotations },
  { kind: "hypothesis", service: "Hypothes.is", entriesIn: hypothesisRowsIn, read: readHypothesis },
  {
    kind: "omnivore",
    service: "Omnivore",
    entriesIn: listOf((entry) => textField(entry, "slug") !== null && textField(entry, "savedAt") !== null),
    read: eachEntry(readOmnivore),
  },
  {
    kind: "zotero",
    service: "Zotero",
    entriesIn: listOf(
      (entry) =>
        textField(entry, "type") !== null && textField(entry, "title") !== null && textField(entry, "url") === null,
    ),
    read: eachEntry(readCsl),
  },
];

function listOf(isOne: (entry: unknown) => boolean): JsonKind["entriesIn"] {
  return (json) => entriesUnder(json, [["items"]], isOne);
}

function eachEntry(read: (entry: unknown, place: string, take: Take) => void): JsonKind["read"] {
  return (list, placeOf, take) => {
    for (const [index, entry] of list.entries()) read(entry, placeOf(index), take);
  };
}

function readOmnivore(entry: unknown, place: string, take: Take): void {
  const url = webUrl(field(entry, "url")) ?? webUrl(field(entry, "originalArticleUrl"));
  if (url === null) {
    take({
      kind: "not-taken",
      place,
      what: `${lineOf(field(entry, "title")) ?? "an entry"}, which has no address of the web,`,
    });
    return;
  }
  const highlights = manyOf(field(entry, "highlights")).flatMap((highlight) =>
    markFrom({
      exact: field(highlight, "quote"),
      prefix: field(highlight, "prefix"),
      suffix: field(highlight, "suffix"),
      comment: field(highlight, "annotation"),
      tags: manyOf(field(highlight, "labels")).map(labelOf),
      created: instantOf(field(highlight, "createdAt")),
    }),
  );
  take(
    itemFrom({
      place,
      url,
      title: field(entry, "title"),
      author: field(entry, "author"),
      text: field(entry, "description"),
      published: instantOf(field(entry, "publishedAt")),
      saved: instantOf(field(entry, "savedAt")),
      isRead: /^archived$/i.test(textField(entry, "state") ?? ""),
      tags: manyOf(field(entry, "labels")).map(labelOf),
      marks: highlights,
    }),
  );
}

function labelOf(label: unknown): unknown {
  return typeof label === "string" ? label : field(label, "name");
}

/** An item of CSL JSON (docs.citationstyles.org, "Appendix IV: Variables"). */
function readCsl(entry: unknown, place: string, take: Take): void {
  const title = lineOf(field(entry, "title"));
  const doi = textField(entry, "DOI");
  const url =
    webUrl(field(entry, "URL")) ??
    (doi === null ? null : webUrl(`https://doi.org/${doi.replace(/^https?:\/\/doi\.org\//, "")}`));
  if (title === null && url === null) {
    take({ kind: "not-taken", place, what: "an entry without title and address" });
    return;
  }
  const author = manyOf(field(entry, "author")).flatMap(nameOf).join(", ");
  const published = dateOf(field(entry, "issued"));
  take(
    itemFrom({
      place,
      url,
      guid: url === null ? `work ${title ?? ""} / ${author}` : null,
      title,
      author,
      text: field(entry, "abstract"),
      published,
      saved: dateOf(field(entry, "accessed")),
      isRead: true,
      tags: partsOf(field(entry, "keyword"), /[,;]/),
      marks: markFrom({ comment: field(entry, "note") }),
    }),
  );
}

function nameOf(author: unknown): readonly string[] {
  const names = [textField(author, "given"), textField(author, "family")].filter((name) => name !== null);
  const literal = textField(author, "literal");
  return names.length > 0 ? [names.join(" ")] : literal === null ? [] : [literal];
}

/** Of a number or a text; what JSON can say beside them is none, and some of it can not even be asked. */
function numberOf(value: unknown): number {
  return typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
}

/** {"date-parts": [[2020, 5, 17]]}, numbers or texts; what is missing is the first. */
function dateOf(value: unknown): string | null {
  const [year, month = 1, day = 1] = manyOf(field(value, "date-parts", 0)).map(numberOf);
  if (year === undefined) return instantOf(field(value, "raw"));
  const date = new Date(Date.UTC(year, month - 1, day));
  return Number.isNaN(date.getTime()) || year < 1000 ? null : date.toISOString();
}

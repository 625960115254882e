// The services that hand out CSV: Pocket, Raindrop, Instapaper, Readwise and its Reader.
import type { Imported, ImportedItem } from "../../sense/imported.ts";
import { instantOf, itemFrom, lineOf, markFrom, partsOf, webUrl } from "./cleaned.ts";
import type { CsvRow } from "./csv-rows.ts";

export interface CsvKind {
  kind: string;
  service: string;
  /** Columns that only this service's rows have together, lower case. */
  columns: readonly string[];
  of(row: CsvRow): Imported;
}

/** The first whose columns are all there is meant. */
export const csvKinds: readonly CsvKind[] = [
  {
    kind: "pocket",
    service: "Pocket",
    columns: ["url", "time_added", "status"],
    of: (row) =>
      saved(row, {
        url: row.get("url"),
        title: titleUnlessUrl(row.get("title"), row.get("url")),
        saved: instantOf(row.get("time_added")),
        isRead: /^archived?$/i.test(row.get("status")),
        isKept: /^(?:1|true|favou?rite)$/i.test(row.get("favorite")),
        tags: partsOf(row.get("tags"), /[|,]/),
      }),
  },
  {
    kind: "raindrop",
    service: "Raindrop",
    columns: ["url", "folder", "created", "excerpt"],
    of: (row) =>
      saved(row, {
        url: row.get("url"),
        title: row.get("title"),
        text: row.get("excerpt"),
        saved: instantOf(row.get("created")),
        isKept: row.get("favorite") === "true",
        tags: [...foldersOf(row.get("folder")), ...partsOf(row.get("tags"), ",")],
        marks: [...markFrom({ comment: row.get("note") }), ...raindropMarks(row)],
      }),
  },
  {
    kind: "instapaper",
    service: "Instapaper",
    columns: ["url", "title", "selection", "folder"],
    of: (row) => {
      const folder = row.get("folder");
      const isOwn = !/^(?:unread|archive|starred|home)$/i.test(folder);
      return saved(row, {
        url: row.get("url"),
        title: row.get("title"),
        saved: instantOf(row.get("timestamp")),
        isRead: /^archive$/i.test(folder),
        isKept: /^starred$/i.test(folder),
        tags: [...(isOwn ? foldersOf(folder) : []), ...listedTags(row.get("tags"))],
        marks: markFrom({ exact: row.get("selection"), created: instantOf(row.get("timestamp")) }),
      });
    },
  },
  {
    kind: "reader",
    service: "Readwise Reader",
    columns: ["title", "url", "document tags", "saved date"],
    of: (row) =>
      saved(row, {
        url: row.get("url"),
        title: row.get("title"),
        saved: instantOf(row.get("saved date")),
        isRead: /^archive$/i.test(row.get("location")) || Number(row.get("reading progress")) >= 0.95,
        isKept: /^shortlist$/i.test(row.get("location")),
        tags: listedTags(row.get("document tags")),
      }),
  },
  {
    kind: "readwise",
    service: "Readwise",
    columns: ["highlight", "book title", "book author"],
    of: (row) => {
      const [title, author] = [row.get("book title"), row.get("book author")];
      const created = instantOf(row.get("highlighted at"));
      const marks = markFrom({
        exact: row.get("highlight"),
        comment: row.get("note"),
        tags: listedTags(row.get("tags")),
        created,
      });
      if (marks.length === 0 || lineOf(title) === null) return unnamed(row);
      const guid = `book ${lineOf(title) ?? ""} / ${lineOf(author) ?? ""}`;
      const tags = listedTags(row.get("document tags"));
      return itemFrom({ place: row.place, guid, title, author, saved: created, isRead: true, tags, marks });
    },
  },
];

type Given = Omit<Parameters<typeof itemFrom>[0], "place" | "url"> & { url: string };

/** A page that was saved; rows without an address of the web are not taken. */
function saved(row: CsvRow, given: Given): Imported {
  const url = webUrl(given.url);
  if (url !== null) return itemFrom({ ...given, place: row.place, url });
  const what =
    given.url.trim() === "" ? "a row without an address" : `${lineOf(given.url) ?? ""}, no address of the web,`;
  return { kind: "not-taken", place: row.place, what };
}

function unnamed({ place }: CsvRow): Imported {
  return { kind: "not-taken", place, what: "a highlight without its text or title" };
}

function titleUnlessUrl(title: string, url: string): string | null {
  return title.trim() === url.trim() ? null : title;
}

/** "Work/Teams" is two tags; where nobody filed it is none. */
function foldersOf(folder: string): readonly string[] {
  return /^(?:unsorted|trash|all)$/i.test(folder.trim()) ? [] : partsOf(folder, /\s*\/\s*/);
}

/** "a, b", '["a", "b"]' or "['a', 'b']". */
function listedTags(text: string): readonly string[] {
  const inner = /^\s*\[(.*)\]\s*$/s.exec(text)?.[1] ?? text;
  return inner.split(",").map((tag) => tag.trim().replace(/^(["'])(.*)\1$/s, "$2"));
}

/** "Highlight: text" and under it, where there is one, "Note: text"; a line alone is a highlight. */
function raindropMarks(row: CsvRow): ImportedItem["marks"] {
  const marks: { exact: string; comment: string }[] = [];
  for (const line of row.get("highlights").split("\n")) {
    const note = /^\s*Note:\s*(.*)$/i.exec(line)?.[1];
    const last = marks.at(-1);
    if (note !== undefined && last !== undefined) last.comment = note;
    else if (line.trim() !== "") marks.push({ exact: line.replace(/^\s*Highlight:\s*/i, ""), comment: "" });
  }
  return marks.flatMap((mark) => markFrom({ ...mark, created: instantOf(row.get("created")) }));
}

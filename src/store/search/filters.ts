// What each filter of the query language means in SQL, for each kind of thing that is found.
import type { FilterKey, FoundKind } from "../../sense/query-filter.ts";
import { authorsOf } from "../person-items.ts";

/** A condition on a row called t, with what is bound to it. */
export interface Condition {
  sql: string;
  values: readonly string[];
}

/** Where rows of a kind lie, and their columns: what search_doc calls them, when they were made or last changed, what they belong to. */
export const places: Readonly<
  Record<FoundKind, { table: string; ref: string; at: string; of: string; isThere: string }>
> = {
  note: { table: "note", ref: "path", at: "updated", of: "NULL", isThere: "t.missing IS NULL" },
  annotation: { table: "annotation", ref: "id", at: "created", of: "t.item", isThere: "1" },
  item: { table: "item", ref: "id", at: "sorted", of: "NULL", isThere: "1" },
  feedback: { table: "feedback", ref: "id", at: "received", of: "t.share", isThere: "1" },
  person: { table: "person", ref: "id", at: "since", of: "NULL", isThere: "t.merged_into IS NULL" },
};

/** How a value is bound: as it is, or as a piece of text to be found anywhere in a column. */
type Bind = "whole" | "piece";

interface Meaning {
  sql: string;
  binds: readonly Bind[];
}

const never: Condition = { sql: "0", values: [] };
const tagged = (thing: string): Meaning => ({
  sql: `EXISTS (SELECT 1 FROM tag WHERE thing = ${thing} AND tag = ? COLLATE NOCASE)`,
  binds: ["whole"],
});
const fromSource = (item: string): Meaning => ({
  sql: `EXISTS (SELECT 1 FROM arrival a JOIN source s ON s.id = a.source LEFT JOIN source_feed f ON f.source = s.id
    WHERE a.item = ${item} AND (s.id = ? OR coalesce(s.title, f.title) LIKE ? ESCAPE '\\' OR s.url LIKE ? ESCAPE '\\'))`,
  binds: ["whole", "piece", "piece"],
});
/** An item is in the contexts of every source that brought it, as it is shown. */
const itemIn = (item: string): string =>
  `EXISTS (SELECT 1 FROM context WHERE context = ? COLLATE NOCASE
    AND (thing = ${item} OR thing IN (SELECT source FROM arrival WHERE item = ${item})))`;
const ofPerson = (person: string): Meaning => ({
  sql: `EXISTS (SELECT 1 FROM person p WHERE p.id = ${person} AND (p.id = ? OR p.name LIKE ? ESCAPE '\\'))`,
  binds: ["whole", "piece"],
});

/** `is`, `kind`, `since` and `before` are worked out below; a filter that is not here holds for nothing of that kind. */
const meanings: Readonly<Record<FoundKind, Readonly<Partial<Record<FilterKey, Meaning>>>>> = {
  item: {
    tag: {
      sql: "EXISTS (SELECT 1 FROM tag WHERE thing IN (t.id, t.source) AND tag = ? COLLATE NOCASE)",
      binds: ["whole"],
    },
    context: {
      sql: itemIn("t.id"),
      binds: ["whole"],
    },
    from: fromSource("t.id"),
    by: {
      sql: `(t.author LIKE ? ESCAPE '\\' OR EXISTS (SELECT 1 FROM person p WHERE (p.id = ? OR p.name LIKE ? ESCAPE '\\')
        AND (p.id = (SELECT person FROM source WHERE id = t.source) OR p.id IN (${authorsOf("t.no")}))))`,
      binds: ["piece", "whole", "piece"],
    },
    via: {
      sql: "(SELECT count(DISTINCT source) FROM arrival WHERE item = t.id) >= CAST(? AS INTEGER)",
      binds: ["whole"],
    },
    links: {
      sql: `EXISTS (SELECT 1 FROM note n LEFT JOIN note_source s ON s.note = n.path AND s.item = t.id
        LEFT JOIN note_link l ON l.note = n.path AND l.resolved = t.id
        WHERE (n.id = ? OR n.path = ?) AND (s.item IS NOT NULL OR l.note IS NOT NULL))`,
      binds: ["whole", "whole"],
    },
  },
  note: {
    tag: { sql: "EXISTS (SELECT 1 FROM note_tag WHERE note = t.path AND tag = ? COLLATE NOCASE)", binds: ["whole"] },
    context: {
      sql: "EXISTS (SELECT 1 FROM note_context WHERE note = t.path AND context = ? COLLATE NOCASE)",
      binds: ["whole"],
    },
    from: {
      ...fromSource("ns.item"),
      sql: `EXISTS (SELECT 1 FROM note_source ns WHERE ns.note = t.path AND ${fromSource("ns.item").sql})`,
    },
    in: {
      sql: `(substr(t.path, 1, length(?) + 1) = ? || '/' OR EXISTS (SELECT 1 FROM share d JOIN release r ON r.share = d.id
        JOIN community c ON c.id = r.place WHERE d.note = t.id AND r.cancelled IS NULL AND (c.id = ? OR c.name = ? COLLATE NOCASE)))`,
      binds: ["whole", "whole", "whole", "whole"],
    },
    links: {
      sql: `(EXISTS (SELECT 1 FROM note_link WHERE note = t.path AND resolved = ?)
        OR EXISTS (SELECT 1 FROM note_source WHERE note = t.path AND item = ?)
        OR EXISTS (SELECT 1 FROM note n JOIN note_link l ON l.note = n.path WHERE n.id = ? AND l.resolved = coalesce(t.id, t.path)))`,
      binds: ["whole", "whole", "whole"],
    },
  },
  annotation: {
    tag: tagged("t.id"),
    from: fromSource("t.item"),
    context: { sql: itemIn("t.item"), binds: ["whole"] },
  },
  feedback: { by: ofPerson("t.person"), from: ofPerson("t.person") },
  person: {
    tag: tagged("t.id"),
    context: {
      sql: "EXISTS (SELECT 1 FROM context WHERE thing = t.id AND context = ? COLLATE NOCASE)",
      binds: ["whole"],
    },
    by: ofPerson("t.id"),
    from: ofPerson("t.id"),
  },
};

const marked = (column: string): string =>
  `EXISTS (SELECT 1 FROM item_mark m WHERE m.item = t.id AND m.${column} IS NOT NULL)`;
/** Muted by a rule; what the person did something with is never hidden. */
export const isMuted: string = `EXISTS (SELECT 1 FROM muted WHERE item = t.id)
  AND NOT EXISTS (SELECT 1 FROM item_mark m WHERE m.item = t.id)`;
const noted = "FROM note_source s JOIN note n ON n.path = s.note WHERE s.item = t.id";
/** Something of the share of that note has left. */
const hasLeft = (note: string): string =>
  `EXISTS (SELECT 1 FROM share d JOIN release r ON r.share = d.id WHERE d.note = ${note} AND r.sent IS NOT NULL)`;
const states: Readonly<Partial<Record<FoundKind, Readonly<Record<string, string>>>>> = {
  item: {
    new: "t.is_new = 1",
    read: marked("read"),
    kept: `(${marked("kept")} AND NOT ${marked("dropped")})`,
    dropped: marked("dropped"),
    muted: `(${isMuted})`,
    "let-go": `(t.let_go IS NOT NULL AND NOT EXISTS (SELECT 1 FROM item_mark m WHERE m.item = t.id))`,
    noted: `EXISTS (SELECT 1 ${noted} AND n.missing IS NULL)`,
    shared: `EXISTS (SELECT 1 ${noted} AND ${hasLeft("n.id")})`,
  },
  note: { shared: hasLeft("t.id") },
};

/** What `key:value` asks of rows of `kind`. */
export function filterCondition(kind: FoundKind, key: FilterKey, value: string): Condition {
  if (key === "is") return { sql: states[kind]?.[value] ?? "0", values: [] };
  if (key === "kind") {
    if (value === kind) return { sql: "1", values: [] };
    return kind === "note" ? { sql: "t.kind = ?", values: [value] } : never;
  }
  if (key === "since") return { sql: `t.${places[kind].at} >= ?`, values: [value] };
  if (key === "before") return { sql: `t.${places[kind].at} < ?`, values: [value] };
  const meaning = meanings[kind][key];
  if (meaning === undefined) return never;
  return { sql: meaning.sql, values: meaning.binds.map((bind) => (bind === "whole" ? value : `%${likeText(value)}%`)) };
}

/** `text` for a LIKE pattern with `\` as its escape: nothing in it is a wildcard. */
function likeText(text: string): string {
  return text.replace(/[\\%_]/g, String.raw`\$&`);
}

// Contexts of items, sources, people and communities, those of notes read from their files, and which are bounded.
import { type Clock, type Instant, instantNow } from "../base/clock.ts";
import type { BoundedContexts, NoteContext } from "../sense/context.ts";
import { foldName } from "../sense/link-name.ts";
import type { Db } from "./database.ts";
import { type Labels, openLabels } from "./labels.ts";

export interface Contexts extends Labels {
  /** The folded names of those that are a confidentiality line. */
  bounded(): BoundedContexts;
  /** Draws the line around a context; false when it is there. */
  bound(context: string): boolean;
  /** Takes the line away; false when there was none. */
  unbound(context: string): boolean;
  /** Every context in use or bounded, in alphabetical order, with how many things are in it. */
  counts(): readonly ContextCount[];
  /**
   * Every context the note with that id or path stands in: its own, those of the items it was made of and of their sources, and
   * those of what its text links to. The same context may come several ways.
   */
  ofNote(note: string): readonly NoteContext[];
}

export interface ContextCount {
  context: string;
  /** Since when it is bounded; null when it is not. */
  bounded: Instant | null;
  notes: number;
  items: number;
  sources: number;
  /** Communities, teams and networks. */
  places: number;
  people: number;
}

export function openContexts(db: Db, clock: Clock): Contexts {
  return {
    ...openLabels(db, clock, "context"),
    bounded: () => new Set(db.prepare<[], string>("SELECT name FROM bounded_context").pluck().all()),
    bound(context) {
      const insert = "INSERT INTO bounded_context (name, context, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
      return db.prepare(insert).run(foldName(context), context, instantNow(clock)).changes === 1;
    },
    unbound: (context) => db.prepare("DELETE FROM bounded_context WHERE name = ?").run(foldName(context)).changes === 1,
    counts: () => countsOf(db),
    ofNote: (note) => db.prepare<{ note: string }, NoteContext>(selectOfNote).all({ note }),
  };
}

/** Of an item those of the sources that brought it are its too. */
const selectOfNote = `
  WITH this(path, ref) AS (SELECT path, coalesce(id, path) FROM note WHERE id = @note OR path = @note),
  made(ref, how) AS (
    SELECT item, 'made of' FROM note_source WHERE note IN (SELECT path FROM this)
    UNION SELECT resolved, 'links' FROM note_link WHERE note IN (SELECT path FROM this) AND resolved IS NOT NULL
  )
  SELECT c.context, 'own' AS how, this.ref AS by FROM this JOIN note_context c ON c.note = this.path
  UNION SELECT c.context, m.how, m.ref FROM made m JOIN context c ON c.thing = m.ref
  UNION SELECT c.context, m.how, m.ref FROM made m JOIN arrival a ON a.item = m.ref JOIN context c ON c.thing = a.source
  UNION SELECT c.context, m.how, m.ref FROM made m JOIN annotation a ON a.id = m.ref
    JOIN arrival r ON r.item = a.item JOIN context c ON c.thing IN (r.item, r.source)
  UNION SELECT c.context, m.how, m.ref FROM made m JOIN note n ON m.ref IN (n.id, n.path)
    JOIN note_context c ON c.note = n.path
  ORDER BY 1 COLLATE NOCASE, 2 DESC, 3`;

const selectCounts = `
  SELECT c.context, coalesce(i.kind, 'item') AS kind, count(*) AS count
    FROM context c LEFT JOIN id i ON i.id = c.thing GROUP BY 1, 2
  UNION ALL SELECT c.context, 'note', count(*) FROM note_context c JOIN note n ON n.path = c.note
    WHERE n.missing IS NULL GROUP BY c.context`;

type Counted = "notes" | "items" | "sources" | "places" | "people";
const columnOf: Readonly<Record<string, Counted>> = {
  note: "notes",
  item: "items",
  source: "sources",
  community: "places",
  person: "people",
};

/** Names that fold alike are one context, called as the bounded one is, else as it is first met. */
function countsOf(db: Db): readonly ContextCount[] {
  const found = new Map<string, ContextCount & Record<Counted, number>>();
  const none = { notes: 0, items: 0, sources: 0, places: 0, people: 0 };
  const lines = db
    .prepare<[], { name: string; context: string; since: Instant }>("SELECT * FROM bounded_context")
    .all();
  for (const { name, context, since } of lines) found.set(name, { context, bounded: since, ...none });
  const rows = db.prepare<[], { context: string; kind: string; count: number }>(selectCounts).all();
  for (const { context, kind, count } of rows) {
    const name = foldName(context);
    const entry = found.get(name) ?? { context, bounded: null, ...none };
    found.set(name, entry);
    const column = columnOf[kind];
    if (column !== undefined) entry[column] += count;
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}

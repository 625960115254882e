// The index of the notes folder: what the files say, and what they said before they were changed.
import { type Clock, type Instant, instantNow } from "../base/clock.ts";
import type { IndexedNote, IndexedStamp } from "../sense/indexed-note.ts";
import { foldName, slugOf } from "../sense/link-name.ts";
import type { NoteAge } from "../sense/old-note.ts";
import { type FileStamp, growths, type NoteFile, noteKinds } from "../sense/note.ts";
import type { Db } from "./database.ts";
import { jsonPairs, jsonTexts } from "./json-list.ts";
import { lazily } from "./lazily.ts";
import { linkAs, type Links } from "./links.ts";

export interface Notes {
  /** Every note that is or was in the folder, missing ones too. */
  stamps(): readonly IndexedStamp[];
  /** The files that were there, by path. */
  seen(): readonly FileStamp[];
  /**
   * Takes in a file as it stands under `id` (null: by its path alone), which no other note has from then on.
   * Its former text is kept when it changed.
   */
  put(file: NoteFile, id: string | null): void;
  /** The file at `from` now lies at `to`. */
  move(from: string, to: string): void;
  /** The file is gone; its row stays. */
  miss(path: string): void;
  /** The note with that id or path, also a missing one; null when there is none. */
  get(ref: string): IndexedNote | null;
  /** Notes whose files are there, the last written first. */
  list(): readonly IndexedNote[];
  /** What is wrong with files that are there, by path. */
  troubled(): readonly { path: string; message: string }[];
  /** Notes whose files are gone, with a share that was not withdrawn. */
  goneButShared(): readonly { ref: string; path: string; share: string }[];
  /** What tells how old the notes are that are there and not retired. */
  ages(): readonly NoteAge[];
  /** Ids, or paths, of the notes made of an item. */
  ofItem(item: string): readonly string[];
  /** What the note at `path` said before, the newest first. */
  before(path: string): readonly NoteBefore[];
  /** Keeps a text for the note at `path` that could not be written to its file. */
  keep(path: string, text: string, hash: string): void;
}

export interface NoteBefore {
  hash: string;
  /** The whole file. */
  text: string;
  replaced: Instant;
}

interface NoteRow {
  path: string;
  id: string | null;
  title: string;
  kind: string;
  growth: string;
  created: string | null;
  updated: string;
  missing: string | null;
  body: string;
  bodyAt: number;
  problems: string;
  tags: string;
  contexts: string;
  sources: string;
  links: string;
  backlinks: string;
  shares: string;
}

const selectNote = `SELECT n.path, n.id, n.title, n.kind, n.growth, n.created, n.updated, n.missing,
  n.text AS body, n.body_at AS bodyAt, n.problems,
  (SELECT json_group_array(tag) FROM note_tag WHERE note = n.path) AS tags,
  (SELECT json_group_array(context) FROM note_context WHERE note = n.path) AS contexts,
  (SELECT json_group_array(item) FROM note_source WHERE note = n.path) AS sources,
  (SELECT json_group_array(json_array(coalesce(resolved, target), how)) FROM note_link WHERE note = n.path) AS links,
  (SELECT json_group_array(DISTINCT json_array(coalesce(b.id, b.path), l.how)) FROM note_link l JOIN note b ON b.path = l.note
    WHERE l.resolved = coalesce(n.id, n.path) AND b.missing IS NULL) AS backlinks,
  (SELECT json_group_array(id) FROM share WHERE note = n.id AND withdrawn IS NULL) AS shares
  FROM note n`;

const selectSeen =
  "SELECT path, modified_ms AS modifiedMs, size_bytes AS sizeBytes FROM note WHERE missing IS NULL ORDER BY path";

export function openNotes(db: Db, links: Links, clock: Clock): Notes {
  const sql = lazily(() => statementsOf(db));
  const write = lazily(() => openWrite(db));
  const namesAt = (path: string): readonly string[] => namesOf(path, sql().names.get(path));
  return {
    stamps: () => sql().stamps.all(),
    seen: () => db.prepare<[], FileStamp>(selectSeen).all(),
    put(file, id) {
      const { path, title } = file;
      const was = sql().names.get(path);
      if (was !== undefined) sql().keepBefore.run(instantNow(clock), path, file.hash);
      if (id !== null) sql().release.run(id, path);
      write()(file, id);
      // The address below a quotation is where the note is from, which `sources` says already.
      const origins = new Set([...file.sources, ...sql().addresses.all(JSON.stringify(file.sources))]);
      const mentions = file.mentions
        .filter(({ target }) => !origins.has(target) && !origins.has(links.meaning(target, path) ?? ""))
        .map(({ target }) => ({ to: target, as: "mentions" as const }));
      links.put(path, [...file.links, ...mentions]);
      const isCalledSo = was?.missing === null && was.title === title && was.id === id;
      if (!isCalledSo) links.resolve([...namesOf(path, was), ...namesOf(path, { title, id })]);
    },
    move(from, to) {
      const formerly = namesAt(from);
      // What lay there before and is gone said something too.
      sql().keepBefore.run(instantNow(clock), to, "");
      sql().clear.run(to);
      sql().move.run(to, slugOf(to), from);
      sql().moveBefore.run(to, from);
      links.resolve([...formerly, to]);
    },
    miss(path) {
      sql().miss.run(instantNow(clock), path);
      links.resolve(namesAt(path));
    },
    get(ref) {
      const row = sql().one.get(ref, ref);
      return row === undefined ? null : noteOf(row);
    },
    list: () => sql().all.all().map(noteOf),
    ...openLooks(db),
    ofItem: (item) => sql().ofItem.all(item),
    before: (path) => sql().before.all(path),
    keep(path, text, hash) {
      sql().keep.run(path, hash, text, instantNow(clock));
    },
  };
}

interface Named {
  id: string | null;
  title: string;
}

/** What links may call the note at `path`. */
function namesOf(path: string, note: Named | undefined): readonly string[] {
  return note === undefined ? [path] : [path, note.title, ...(note.id === null ? [] : [note.id])];
}

function openLooks(db: Db): Pick<Notes, "troubled" | "goneButShared" | "ages"> {
  return {
    troubled: () =>
      db
        .prepare<[], { path: string; message: string }>(
          `SELECT n.path, p.value ->> '$[1]' AS message FROM note n, json_each(n.problems) p
           WHERE n.missing IS NULL ORDER BY n.path, p.key`,
        )
        .all(),
    goneButShared: () =>
      db
        .prepare<[], { ref: string; path: string; share: string }>(
          `SELECT coalesce(n.id, n.path) AS ref, n.path, min(d.id) AS share FROM note n JOIN share d ON d.note = n.id
           WHERE n.missing IS NOT NULL AND d.withdrawn IS NULL GROUP BY n.path ORDER BY n.path`,
        )
        .all(),
    ages: () =>
      db
        .prepare<[], NoteAge>(
          `SELECT coalesce(id, path) AS ref, title, coalesce(created, updated) AS made FROM note
           WHERE missing IS NULL AND growth <> 'retired' ORDER BY path`,
        )
        .all(),
  };
}

function statementsOf(db: Db) {
  return {
    stamps: db.prepare<[], IndexedStamp>(
      "SELECT path, id, hash, modified_ms AS modifiedMs, size_bytes AS sizeBytes, missing FROM note ORDER BY path",
    ),
    names: db.prepare<[string], Named & { missing: string | null }>(
      "SELECT id, title, missing FROM note WHERE path = ?",
    ),
    one: db.prepare<[string, string], NoteRow>(`${selectNote} WHERE n.id = ? OR n.path = ?`),
    all: db.prepare<[], NoteRow>(`${selectNote} WHERE n.missing IS NULL ORDER BY n.updated DESC, n.path`),
    before: db.prepare<[string], NoteBefore>(
      "SELECT hash, text, replaced FROM note_before WHERE path = ? ORDER BY no DESC",
    ),
    ofItem: db
      .prepare<[string], string>(
        `SELECT coalesce(n.id, n.path) FROM note_source s JOIN note n ON n.path = s.note
         WHERE s.item = ? AND n.missing IS NULL ORDER BY n.created, n.path`,
      )
      .pluck(),
    miss: db.prepare<[string, string]>("UPDATE note SET missing = ? WHERE path = ? AND missing IS NULL"),
    addresses: db
      .prepare<[string], string>(
        "SELECT url FROM item WHERE id IN (SELECT value FROM json_each(?)) AND url IS NOT NULL",
      )
      .pluck(),
    move: db.prepare<[string, string, string]>("UPDATE note SET path = ?, slug = ?, missing = NULL WHERE path = ?"),
    moveBefore: db.prepare<[string, string]>("UPDATE note_before SET path = ? WHERE path = ?"),
    clear: db.prepare<[string]>("DELETE FROM note WHERE path = ?"),
    release: db.prepare<[string | null, string]>("UPDATE note SET id = NULL WHERE id = ? AND path <> ?"),
    keep: db.prepare<[string, string, string, string]>(
      "INSERT INTO note_before (path, hash, text, replaced) VALUES (?, ?, ?, ?)",
    ),
    keepBefore: db.prepare<[string, string, string]>(
      `INSERT INTO note_before (path, hash, text, replaced)
       SELECT path, hash, text, ? FROM note WHERE path = ? AND hash <> ?`,
    ),
  };
}

/** Writes a file's row and what hangs on it, but for its links. */
function openWrite(db: Db): (file: NoteFile, id: string | null) => void {
  const upsert = db.prepare(
    `INSERT INTO note (path, id, title, kind, growth, created, updated, via, hash, text, body_at, slug, name,
       modified_ms, size_bytes, problems, missing)
     VALUES (@path, @id, @title, @kind, @growth, @created, @updated, @via, @hash, @text, @bodyAt, @slug, @name,
       @modifiedMs, @sizeBytes, @problems, NULL)
     ON CONFLICT (path) DO UPDATE SET id = @id, title = @title, kind = @kind, growth = @growth, created = @created,
       updated = @updated, via = @via, hash = @hash, text = @text, body_at = @bodyAt, slug = @slug, name = @name,
       modified_ms = @modifiedMs, size_bytes = @sizeBytes, problems = @problems, missing = NULL`,
  );
  const lists = (["tag", "context", "source"] as const).map((noun) => {
    const column = noun === "source" ? "item" : noun;
    return {
      isKept: noun !== "tag",
      remove: db.prepare<[string]>(`DELETE FROM note_${noun} WHERE note = ?`),
      insert: db.prepare<[string, string]>(
        `INSERT INTO note_${noun} (note, ${column}) VALUES (?, ?) ON CONFLICT DO NOTHING`,
      ),
      of: (file: NoteFile) => (noun === "tag" ? file.tags : noun === "context" ? file.contexts : file.sources),
    };
  });
  return (file, id) => {
    upsert.run({
      path: file.path,
      id,
      title: file.title,
      kind: file.kind,
      growth: file.growth,
      created: file.created,
      via: file.via,
      updated: new Date(file.modifiedMs).toISOString(),
      hash: file.hash,
      text: file.text,
      bodyAt: file.text.length - file.body.length,
      slug: slugOf(file.path),
      name: foldName(file.title),
      modifiedMs: file.modifiedMs,
      sizeBytes: file.sizeBytes,
      problems: JSON.stringify(file.problems.map(({ code, message }) => [code, message])),
    });
    // A line around it that can not be read at the moment is still there.
    const isReadable = !file.problems.some(({ code }) => code === "broken-frontmatter");
    for (const list of lists.filter(({ isKept }) => isReadable || !isKept)) {
      list.remove.run(file.path);
      for (const value of list.of(file)) list.insert.run(file.path, value);
    }
  };
}

function noteOf(row: NoteRow): IndexedNote {
  return {
    id: row.id,
    kind: "note",
    noteKind: noteKinds.find((kind) => kind === row.kind) ?? "idea",
    title: row.title,
    path: row.path,
    tags: jsonTexts(row.tags),
    contexts: jsonTexts(row.contexts),
    growth: growths.find((growth) => growth === row.growth) ?? "seed",
    created: row.created,
    updated: row.updated,
    sources: jsonTexts(row.sources),
    links: jsonPairs(row.links).map(([to, as]) => ({ to, as: linkAs(as) })),
    backlinks: jsonPairs(row.backlinks).map(([from, as]) => ({ from, as: linkAs(as) })),
    shares: jsonTexts(row.shares),
    text: row.body.slice(row.bodyAt),
    problems: jsonPairs(row.problems).map(([code, message]) => ({ code, message })),
    missing: row.missing,
  };
}

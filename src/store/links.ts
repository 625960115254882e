// Links between notes and to items: as they are written, and what they mean at present.
import type { LinkAs } from "../sense/indexed-note.ts";
import { foldName, pathsFor, slugOf } from "../sense/link-name.ts";
import { linkKinds } from "../sense/note.ts";
import type { Db } from "./database.ts";
import { lazily } from "./lazily.ts";

export interface Links {
  /** Replaces the links written in the note at `path`. */
  put(path: string, links: readonly { to: string; as: LinkAs }[]): void;
  /** Works out anew what those links mean that are, or were, called by one of `names` (ids, paths, titles). */
  resolve(names: readonly string[]): void;
  /** The id or path that `target`, written in the note at `from`, means; null when nothing has that name. */
  meaning(target: string, from: string): string | null;
  /** Which notes link to the thing with that id or path. */
  to(ref: string): readonly { from: string; as: LinkAs }[];
}

/** The word as a kind of link. */
export function linkAs(word: string): LinkAs {
  return linkKinds.find((kind) => kind === word) ?? "mentions";
}

interface LinkRow {
  note: string;
  target: string;
}

export function openLinks(db: Db): Links {
  const sql = lazily(() => statementsOf(db));
  const means = lazily(() => openMeaning(db));
  return {
    put(path, links) {
      sql().remove.run(path);
      for (const { to, as } of links) sql().insert.run(path, to, as, slugOf(to), means()(to, path));
    },
    resolve(names) {
      for (const name of new Set(names)) {
        for (const row of sql().touched.all(slugOf(name), name)) {
          sql().update.run(means()(row.target, row.note), row.note, row.target);
        }
      }
    },
    meaning: (target, from) => means()(target, from),
    to: (ref) =>
      sql()
        .to.all(ref)
        .map(({ from, how }) => ({ from, as: linkAs(how) })),
  };
}

function statementsOf(db: Db) {
  return {
    remove: db.prepare<[string]>("DELETE FROM note_link WHERE note = ?"),
    insert: db.prepare<[string, string, string, string, string | null]>(
      "INSERT INTO note_link (note, target, how, name, resolved) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    ),
    touched: db.prepare<[string, string], LinkRow>(
      "SELECT DISTINCT note, target FROM note_link WHERE name = ? OR resolved = ?",
    ),
    update: db.prepare<[string | null, string, string]>(
      "UPDATE note_link SET resolved = ? WHERE note = ? AND target = ?",
    ),
    to: db.prepare<[string], { from: string; how: string }>(
      `SELECT coalesce(n.id, n.path) AS "from", l.how FROM note_link l JOIN note n ON n.path = l.note
       WHERE l.resolved = ? AND n.missing IS NULL ORDER BY n.path, l.how`,
    ),
  };
}

/** Looks a target up by id, by URL, by path, by file name and by title, in this order; present notes before missing ones. */
function openMeaning(db: Db): Links["meaning"] {
  const byId = db.prepare<[string], string>("SELECT id FROM id WHERE id = ?").pluck();
  const byUrl = db.prepare<[string, string], string>("SELECT id FROM item WHERE url = ? OR key = ? LIMIT 1").pluck();
  const order = "ORDER BY missing IS NOT NULL, length(path), path LIMIT 1";
  const byPath = db.prepare<[string], string>("SELECT coalesce(id, path) FROM note WHERE path = ?").pluck();
  const bySlug = db
    .prepare<[string, string], string>(
      `SELECT coalesce(id, path) FROM note WHERE slug = ? AND lower('/' || path) LIKE ? ESCAPE '\\' ${order}`,
    )
    .pluck();
  const byName = db.prepare<[string], string>(`SELECT coalesce(id, path) FROM note WHERE name = ? ${order}`).pluck();
  return (target, from) => {
    const known = byId.get(target);
    if (known !== undefined) return known;
    if (target.includes("://")) return byUrl.get(target, target) ?? null;
    for (const path of pathsFor(target, from)) {
      const found = byPath.get(path);
      if (found !== undefined) return found;
    }
    const ending = `%/${likeText(foldName(target).replace(/\.md$/, ""))}.md`;
    return bySlug.get(slugOf(target), ending) ?? byName.get(foldName(target)) ?? null;
  };
}

/** `text` for a LIKE pattern with `\` as its escape: nothing in it is a wildcard. */
export function likeText(text: string): string {
  return text.replace(/[\\%_]/g, String.raw`\$&`);
}

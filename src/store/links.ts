// Links between notes and to items: as they are written, and what they mean at present.
import { isIdShaped } from "../base/id.ts";
import { canonicalUrl } from "../seek/canonical-url.ts";
import type { LinkAs } from "../sense/indexed-note.ts";
import { decoded, foldName, pathsFor, slugOf } from "../sense/link-name.ts";
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
      for (const { to, as } of links) sql().insert.run(path, to, as, slugOf(decoded(to)), means()(to, path));
    },
    resolve(names) {
      const rows = [
        ...[...new Set(names.map(slugOf))].flatMap((slug) => sql().named.all(slug)),
        ...[...new Set(names)].flatMap((ref) => sql().meant.all(ref)),
      ];
      for (const { note, target } of rows) {
        const resolved = means()(target, note);
        sql().update.run(resolved, note, target, resolved);
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
    named: db.prepare<[string], LinkRow>("SELECT note, target FROM note_link WHERE name = ?"),
    meant: db.prepare<[string], LinkRow>("SELECT note, target FROM note_link WHERE resolved = ?"),
    update: db.prepare<[string | null, string, string, string | null]>(
      "UPDATE note_link SET resolved = ? WHERE note = ? AND target = ? AND resolved IS NOT ?",
    ),
    to: db.prepare<[string], { from: string; how: string }>(
      `SELECT coalesce(n.id, n.path) AS "from", l.how FROM note_link l JOIN note n ON n.path = l.note
       WHERE l.resolved = ? AND n.missing IS NULL ORDER BY n.path, l.how`,
    ),
  };
}

interface Candidate {
  ref: string;
  path: string;
  isMissing: 0 | 1;
}

/** Looks a target up by id, by URL, by path, by file name and by title, in this order; present notes before missing ones. */
function openMeaning(db: Db): Links["meaning"] {
  const byId = db
    .prepare<[{ id: string }], string>("SELECT id FROM id WHERE id = @id UNION ALL SELECT id FROM item WHERE id = @id")
    .pluck();
  const byUrl = db.prepare<[string], string>("SELECT id FROM item WHERE key = ?").pluck();
  const byPath = db.prepare<[string], string>("SELECT coalesce(id, path) FROM note WHERE path = ?").pluck();
  const candidate = "SELECT coalesce(id, path) AS ref, path, missing IS NOT NULL AS isMissing FROM note";
  const bySlug = db.prepare<[string], Candidate>(`${candidate} WHERE slug = ?`);
  const byName = db.prepare<[string], Candidate>(`${candidate} WHERE name = ?`);
  return (target, from) => {
    const known = isIdShaped(target) ? byId.get({ id: target }) : undefined;
    if (known !== undefined) return known;
    if (target.includes("://")) return byUrl.get(canonicalUrl(target) ?? target) ?? null;
    // As it is written first: a file may have a % in its name.
    return noteCalled(target, from) ?? (target.includes("%") ? noteCalled(decoded(target), from) : null);
  };
  function noteCalled(target: string, from: string): string | null {
    for (const path of pathsFor(target, from)) {
      const found = byPath.get(path);
      if (found !== undefined) return found;
    }
    const ending = `/${foldName(target).replace(/\.md$/, "")}.md`;
    const sameFile = bySlug.all(slugOf(target)).filter(({ path }) => `/${foldName(path)}`.endsWith(ending));
    return nearest(sameFile) ?? nearest(byName.all(foldName(target)));
  }
}

/** The one that is there, that lies least deep, and that comes first. */
function nearest(candidates: readonly Candidate[]): string | null {
  const [first] = candidates.toSorted(
    (a, b) => a.isMissing - b.isMissing || a.path.length - b.path.length || (a.path < b.path ? -1 : 1),
  );
  return first?.ref ?? null;
}

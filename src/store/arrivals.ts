// Writes down what feeds bring: new items, arrivals and versions.
import type { Instant } from "../base/clock.ts";
import type { Content } from "../seek/content.ts";
import type { Intent } from "../seek/decide.ts";
import { packBody } from "./bodies.ts";
import type { Db } from "./database.ts";
import type { Ids } from "./ids.ts";
import type { Items } from "./items.ts";

type NewIntent = Extract<Intent, { kind: "new" }>;
type WordsIntent = Extract<Intent, { kind: "version" | "takeover" | "touched" }>;

/** Where and when the intents being written come from. */
interface Batch {
  source: string;
  now: Instant;
}

/** The writing half of Items. */
export function openArrivals(db: Db, ids: Ids): Pick<Items, "take"> {
  let made: Statements | null = null;
  const makeItem = (sql: Statements, intent: NewIntent, { source, now }: Batch): string => {
    const { key, content, sorted, isLetGo } = intent;
    const id = ids.take("item", key);
    const { title, lead, url, guid, author, published, updated, minutes } = content;
    const row = { id, key, source, guid, url, title, lead, author, published, updated, minutes, sorted, fetched: now };
    sql.insertItem.run({ ...row, letGo: isLetGo ? now : null, isNew: isLetGo ? 0 : 1 });
    sql.insertVersion.run(versionRow({ id, n: 1 }, content, now));
    sql.makeStale.run(id);
    return id;
  };
  const makeVersion = (sql: Statements, { item, content }: WordsIntent, { now }: Batch): void => {
    const row = sql.nextVersion.get(itemRow(item, content));
    if (row === undefined) throw new Error(`a version of ${item}, which is not there`);
    sql.insertVersion.run(versionRow({ id: item, n: row.version }, content, now));
    sql.makeStale.run(item);
  };
  const touch = (sql: Statements, { item, content }: WordsIntent): void => {
    const { htmlBytes, hasText, body } = packBody(content);
    const details = JSON.stringify(content.details);
    const { changes } = sql.replaceBody.run({ item, title: content.title, details, htmlBytes, hasText, body });
    if (changes > 0) sql.updateItem.run(itemRow(item, content));
  };
  return {
    take(source, intents, now) {
      made ??= statementsOf(db);
      const batch = { source, now };
      for (const intent of intents) {
        const { name, entryHash } = intent;
        if (intent.kind === "new") {
          made.insertArrival.run(source, name, makeItem(made, intent, batch), entryHash, now);
        } else if (intent.kind === "arrival") {
          made.insertArrival.run(source, name, intent.item, entryHash, now);
        } else if (intent.kind === "takeover") {
          made.setOwner.run(source, intent.content.guid, intent.item);
          if (intent.isChanged) makeVersion(made, intent, batch);
          else touch(made, intent);
          made.insertArrival.run(source, name, intent.item, entryHash, now);
        } else {
          if (intent.kind === "version") makeVersion(made, intent, batch);
          else if (intent.kind === "touched") touch(made, intent);
          made.updateArrival.run(entryHash, source, name);
        }
      }
    },
  };
}

function itemRow(item: string, { title, lead, url, author, published, updated, minutes }: Content): object {
  return { item, title, lead, url, author, published, updated, minutes };
}

function versionRow(version: { id: string; n: number }, content: Content, now: Instant): object {
  const { title, hash, details } = content;
  return { ...version, title, hash, details: JSON.stringify(details), fetched: now, ...packBody(content) };
}

const itemColumns =
  "title = @title, lead = @lead, url = @url, author = @author, published = @published, updated = @updated, minutes = @minutes, emptied = NULL";

type Statements = ReturnType<typeof statementsOf>;

function statementsOf(db: Db) {
  return {
    insertItem: db.prepare<[object]>(
      `INSERT INTO item (id, key, source, guid, url, title, lead, author, published, updated, fetched, sorted, minutes,
         version, let_go, is_new)
       VALUES (@id, @key, @source, @guid, @url, @title, @lead, @author, @published, @updated, @fetched, @sorted, @minutes,
         1, @letGo, @isNew)`,
    ),
    nextVersion: db.prepare<[object], { version: number }>(
      `UPDATE item SET ${itemColumns}, version = version + 1 WHERE id = @item RETURNING version`,
    ),
    updateItem: db.prepare<[object]>(`UPDATE item SET ${itemColumns} WHERE id = @item`),
    setOwner: db.prepare<[string, string | null, string]>("UPDATE item SET source = ?, guid = ? WHERE id = ?"),
    // A version that an annotation quotes stays as it was read.
    replaceBody: db.prepare<[object]>(
      `UPDATE item_version SET title = @title, details = @details, html_bytes = @htmlBytes, has_text = @hasText,
         body = @body
       WHERE item = @item AND n = (SELECT version FROM item WHERE id = @item)
         AND NOT EXISTS (SELECT 1 FROM annotation a WHERE a.item = item_version.item AND a.version = item_version.n)`,
    ),
    insertVersion: db.prepare<[object]>(
      `INSERT INTO item_version (item, n, hash, fetched, title, details, html_bytes, has_text, body)
       VALUES (@id, @n, @hash, @fetched, @title, @details, @htmlBytes, @hasText, @body)`,
    ),
    insertArrival: db.prepare<[string, string, string, string, Instant]>(
      "INSERT INTO arrival (source, entry, item, hash, arrived) VALUES (?, ?, ?, ?, ?)",
    ),
    updateArrival: db.prepare<[string, string, string]>("UPDATE arrival SET hash = ? WHERE source = ? AND entry = ?"),
    makeStale: db.prepare<[string]>(
      `INSERT INTO search_doc (no, kind, ref) SELECT no, 'item', id FROM item WHERE id = ?
       ON CONFLICT (no) DO UPDATE SET is_stale = 1`,
    ),
  };
}

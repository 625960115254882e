// Writes down what feeds bring: new items, arrivals and versions.
import type { Instant } from "../base/clock.ts";
import type { Content } from "../seek/content.ts";
import type { Intent } from "../seek/decide.ts";
import { packBody } from "./bodies.ts";
import type { Db } from "./database.ts";
import type { Ids } from "./ids.ts";
import type { Items } from "./items.ts";

type NewIntent = Extract<Intent, { kind: "new" }>;
type VersionIntent = Extract<Intent, { kind: "version" }>;

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
  const makeVersion = (sql: Statements, { item, content }: VersionIntent, { now }: Batch): void => {
    const { title, lead, url, author, published, updated, minutes } = content;
    const row = sql.updateItem.get({ item, title, lead, url, author, published, updated, minutes });
    if (row === undefined) throw new Error(`a version of ${item}, which is not there`);
    sql.insertVersion.run(versionRow({ id: item, n: row.version }, content, now));
    sql.makeStale.run(item);
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
        } else {
          if (intent.kind === "version") makeVersion(made, intent, batch);
          made.updateArrival.run(entryHash, source, name);
        }
      }
    },
  };
}

function versionRow(version: { id: string; n: number }, content: Content, now: Instant): object {
  const { title, hash, details } = content;
  return { ...version, title, hash, details: JSON.stringify(details), fetched: now, ...packBody(content) };
}

type Statements = ReturnType<typeof statementsOf>;

function statementsOf(db: Db) {
  return {
    insertItem: db.prepare<[object]>(
      `INSERT INTO item (id, key, source, guid, url, title, lead, author, published, updated, fetched, sorted, minutes,
         version, let_go, is_new)
       VALUES (@id, @key, @source, @guid, @url, @title, @lead, @author, @published, @updated, @fetched, @sorted, @minutes,
         1, @letGo, @isNew)`,
    ),
    updateItem: db.prepare<[object], { version: number }>(
      `UPDATE item SET title = @title, lead = @lead, url = @url, author = @author, published = @published,
         updated = @updated, minutes = @minutes, version = version + 1
       WHERE id = @item RETURNING version`,
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
      "INSERT INTO search_doc (kind, ref) VALUES ('item', ?) ON CONFLICT (ref) DO UPDATE SET is_stale = 1",
    ),
  };
}

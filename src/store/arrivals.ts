// Writes down what feeds bring: new items, arrivals and versions.
import type { Instant } from "../base/clock.ts";
import type { Content } from "../seek/content.ts";
import type { Intent } from "../seek/decide.ts";
import type { Bodies, Piece } from "./bodies.ts";
import type { Db } from "./database.ts";
import type { Ids } from "./ids.ts";
import type { Items } from "./items.ts";
import { lazily } from "./lazily.ts";

type NewIntent = Extract<Intent, { kind: "new" }>;
type WordsIntent = Extract<Intent, { kind: "version" | "takeover" | "touched" }>;

/** What one document's intents are written with. */
interface Writing {
  sql: Statements;
  ids: Ids;
  bodies: Bodies;
  source: string;
  now: Instant;
  /** Where the words of each intent lie. */
  pieces: ReadonlyMap<Content, Piece>;
}

/** The writing half of Items. */
export function openArrivals(db: Db, ids: Ids, bodiesOf: () => Bodies): Pick<Items, "take"> {
  const statements = lazily(() => statementsOf(db));
  return {
    take(source, intents, now) {
      if (intents.length === 0) return;
      const [sql, bodies] = [statements(), bodiesOf()];
      const said = intents.flatMap((intent) => ("content" in intent && isKept(sql, intent) ? [intent.content] : []));
      const writing = { sql, ids, bodies, source, now, pieces: bodies.put(said) };
      for (const intent of intents) write(writing, intent);
      countNew(sql, source, intents);
    },
  };
}

function write(writing: Writing, intent: Intent): void {
  const { sql, source, now } = writing;
  const { name, entryHash } = intent;
  if (intent.kind === "new") {
    sql.insertArrival.run(source, name, makeItem(writing, intent), entryHash, now);
    return;
  }
  const { item } = intent;
  if (intent.kind === "takeover") sql.setOwner.run(source, intent.content.guid, item);
  if (intent.kind === "version" || (intent.kind === "takeover" && intent.isChanged)) makeVersion(writing, intent);
  else if (intent.kind === "touched" || intent.kind === "takeover") touch(writing, intent);
  if (intent.kind === "arrival" || intent.kind === "takeover") {
    sql.countArrival.run({ source, item });
    sql.insertArrivalOf.run(source, name, entryHash, now, item);
    sql.handOn.run(item);
  } else sql.updateArrival.run(entryHash, source, name);
}

/** Hands back the new item's number. */
function makeItem(writing: Writing, { key, content, sorted, isLetGo }: NewIntent): number {
  const { sql, ids, source, now } = writing;
  const id = ids.take("item", key);
  const { title, lead, url, guid, author, published, updated, minutes } = content;
  const row = { id, key, source, guid, url, title, lead, author, published, updated, minutes, sorted };
  const when = { fetched: now, letGo: isLetGo ? now : null, isNew: isLetGo ? 0 : 1 };
  const itemNo = Number(sql.insertItem.run({ ...row, ...when }).lastInsertRowid);
  addVersion(writing, { itemNo, n: 1, content });
  return itemNo;
}

function makeVersion(writing: Writing, { item, content }: WordsIntent): void {
  const row = writing.sql.nextVersion.get(itemRow(item, content));
  if (row === undefined) throw new Error(`a version of ${item}, which is not there`);
  addVersion(writing, { itemNo: row.no, n: row.version, content });
  writing.sql.makeStale.run(row.no);
}

function addVersion(
  { sql, now, pieces }: Writing,
  { itemNo, n, content }: { itemNo: number; n: number; content: Content },
): void {
  sql.insertVersion.run({ itemNo, n, fetched: now, ...wordsRow(content), ...pieces.get(content) });
}

function touch({ sql, bodies, pieces }: Writing, { item, content }: WordsIntent): void {
  const before = sql.replaceable.get(item);
  if (before === undefined) return;
  const { itemNo, n, body } = before;
  sql.replaceVersion.run({ itemNo, n, ...wordsRow(content), ...pieces.get(content) });
  if (body !== null) bodies.release(body);
  sql.updateItem.run(itemRow(item, content));
}

/** Whether the words of an intent are to be stored: what an annotation quotes is not replaced. */
function isKept(sql: Statements, intent: NewIntent | WordsIntent): boolean {
  const isTouched = intent.kind === "touched" || (intent.kind === "takeover" && !intent.isChanged);
  return !isTouched || sql.replaceable.get(intent.item) !== undefined;
}

/** Adds the new items of a document to the counts of the source, which is the first to bring them. */
function countNew(sql: Statements, source: string, intents: readonly Intent[]): void {
  const made = intents.filter((intent) => intent.kind === "new");
  const waiting = made.filter(({ isLetGo }) => !isLetGo);
  const minutes = waiting.reduce((sum, { content }) => sum + content.minutes, 0);
  if (made.length > 0) sql.countNew.run({ source, items: made.length, waiting: waiting.length, minutes });
}

function itemRow(item: string, { title, lead, url, author, published, updated, minutes }: Content): object {
  return { item, title, lead, url, author, published, updated, minutes };
}

function wordsRow({ title, details }: Content): {
  title: string | null;
  details: string;
} {
  return { title, details: JSON.stringify(details) };
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
    nextVersion: db.prepare<[object], { no: number; version: number }>(
      `UPDATE item SET ${itemColumns}, version = version + 1 WHERE id = @item RETURNING no, version`,
    ),
    updateItem: db.prepare<[object]>(`UPDATE item SET ${itemColumns} WHERE id = @item`),
    setOwner: db.prepare<[string, string | null, string]>("UPDATE item SET source = ?, guid = ? WHERE id = ?"),
    // A version that an annotation quotes stays as it was read.
    replaceable: db.prepare<[string], { itemNo: number; n: number; body: number | null }>(
      `SELECT v.item_no AS itemNo, v.n, v.body FROM item i JOIN item_version v ON v.item_no = i.no AND v.n = i.version
       WHERE i.id = ? AND NOT EXISTS (SELECT 1 FROM annotation a WHERE a.item = i.id AND a.version = v.n)`,
    ),
    replaceVersion: db.prepare<[object]>(
      `UPDATE item_version SET hash = NULL, title = @title, details = @details, body = @body, body_at = @bodyAt,
         summary_bytes = @summaryBytes, html_bytes = @htmlBytes, text_bytes = @textBytes
       WHERE item_no = @itemNo AND n = @n`,
    ),
    insertVersion: db.prepare<[object]>(
      `INSERT INTO item_version (item_no, n, fetched, title, details, body, body_at, summary_bytes, html_bytes, text_bytes)
       VALUES (@itemNo, @n, @fetched, @title, @details, @body, @bodyAt, @summaryBytes, @htmlBytes, @textBytes)`,
    ),
    insertArrival: db.prepare<[string, string, number, string, Instant]>(
      "INSERT INTO brought (source, entry, item_no, hash, arrived) VALUES (?, ?, ?, ?, ?)",
    ),
    insertArrivalOf: db.prepare<[string, string, string, Instant, string]>(
      "INSERT INTO brought (source, entry, item_no, hash, arrived) SELECT ?, ?, no, ?, ? FROM item WHERE id = ?",
    ),
    // What waits of a source that was removed waits on where it is brought now.
    handOn: db.prepare<[string]>("DELETE FROM orphan WHERE item_no = (SELECT no FROM item WHERE id = ?)"),
    updateArrival: db.prepare<[string, string, string]>("UPDATE brought SET hash = ? WHERE source = ? AND entry = ?"),
    countNew: db.prepare<[object]>(
      `UPDATE source_count SET items = items + @items, unread = unread + @waiting, waiting = waiting + @waiting,
         minutes = minutes + @minutes
       WHERE source = @source`,
    ),
    // An item that is there counts for a source once, by however many entries it brings it.
    countArrival: db.prepare<[object]>(
      `UPDATE source_count SET items = items + 1,
         unread = unread + (SELECT is_new FROM item WHERE id = @item),
         dealt = dealt + EXISTS (SELECT 1 FROM item_mark WHERE item = @item),
         kept = kept + EXISTS (SELECT 1 FROM item_mark WHERE item = @item AND kept IS NOT NULL)
       WHERE source = @source AND NOT EXISTS (SELECT 1 FROM arrival WHERE item = @item AND +source = @source)`,
    ),
    makeStale: db.prepare<[number]>("INSERT INTO search_again (item_no) VALUES (?) ON CONFLICT DO NOTHING"),
  };
}

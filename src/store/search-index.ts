// Keeps the full-text index up to what is stored, a batch in each transaction.
import { beginningsOf, forIndex } from "../sense/terms.ts";
import { openBodies, pieceColumns, type Piece } from "./bodies.ts";
import type { Db } from "./database.ts";
import { unlessLocked } from "./unless-locked.ts";
import { openPageText } from "./pages.ts";
import { newestVersion } from "./versions.ts";

const batchDocs = 1000;
/** As much of an item is searched, in UTF-16 units: more than a book, and less than an enemy sends. */
const itemUnitsMax = 1 << 19;

/** As Search.catchUp. */
export function catchUp(db: Db, whenLocked: "wait" | "skip", docsMax: number): number {
  if (db.prepare(anyStale).pluck().get() === 0) return 0;
  if (whenLocked === "wait") return indexStale(db, docsMax);
  // What is indexed can be searched all the same.
  return unlessLocked(db, () => indexStale(db, docsMax), 0);
}

const anyStale = `SELECT EXISTS (SELECT 1 FROM search_doc WHERE is_stale = 1) OR EXISTS (SELECT 1 FROM search_again)
  OR (SELECT through FROM search_through) < (SELECT coalesce(max(no), 0) FROM item)`;

/** Own words first, for they are few; then items that changed, then those that came. */
function indexStale(db: Db, docsMax: number): number {
  const steps = [openOwn(db), openChanged(db), openNew(db)];
  let indexed = 0;
  for (const step of steps) {
    const batch = db.transaction((): number => step(Math.min(batchDocs, docsMax - indexed)));
    let docs = -1;
    while (docs !== 0 && indexed < docsMax) {
      docs = batch.immediate();
      indexed += docs;
    }
  }
  return indexed;
}

/** Indexes at most so many; hands back how many there were. */
type Step = (docsMax: number) => number;

interface Content {
  title: string;
  body: string;
}

function openWriting(db: Db): { remove(no: number): void; insert(no: number, content: Content): void } {
  const remove = db.prepare<[number]>("DELETE FROM search WHERE rowid = ?");
  const insert = db.prepare<[number, string, string]>("INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)");
  const removeBegin = db.prepare<[number]>("DELETE FROM search_begin WHERE rowid = ?");
  const insertBegin = db.prepare<[number, string]>("INSERT INTO search_begin (rowid, letters) VALUES (?, ?)");
  return {
    remove(no) {
      remove.run(no);
      removeBegin.run(no);
    },
    insert(no, { title, body }) {
      insert.run(no, forIndex(title), forIndex(body));
      insertBegin.run(no, beginningsOf(`${title}\n${body}`));
    },
  };
}

type ItemContent = Piece & { no: number; title: string };

const selectContent = `SELECT i.no, coalesce(i.title, '') AS title, ${pieceColumns} FROM item i ${newestVersion}`;

function openNew(db: Db): Step {
  const next = db.prepare<[number], ItemContent>(
    `${selectContent} WHERE i.no > (SELECT through FROM search_through) ORDER BY i.no LIMIT ?`,
  );
  const through = db.prepare<[number]>("UPDATE search_through SET through = ?");
  const bodies = openBodies(db);
  const { insert } = openWriting(db);
  return (docsMax) => {
    const items = next.all(docsMax);
    for (const { no, title, ...piece } of items)
      insert(no, { title, body: (bodies.read(piece).text ?? "").slice(0, itemUnitsMax) });
    const last = items.at(-1);
    if (last !== undefined) through.run(last.no);
    return items.length;
  };
}

function openChanged(db: Db): Step {
  const next = db.prepare<[number], ItemContent & { isIndexed: 0 | 1 }>(
    `${selectContent.replace("SELECT", "SELECT i.no <= (SELECT through FROM search_through) AS isIndexed,")}
     WHERE i.no IN (SELECT item_no FROM search_again ORDER BY item_no LIMIT ?)`,
  );
  const done = db.prepare<[number]>("DELETE FROM search_again WHERE item_no = ?");
  const page = openPageText(db);
  const bodies = openBodies(db);
  const { remove, insert } = openWriting(db);
  return (docsMax) => {
    const items = next.all(docsMax);
    for (const { no, title, isIndexed, ...piece } of items) {
      done.run(no);
      if (isIndexed === 0) continue;
      remove(no);
      insert(no, { title, body: (page(no) ?? bodies.read(piece).text ?? "").slice(0, itemUnitsMax) });
    }
    return items.length;
  };
}

interface Doc {
  no: number;
  kind: string;
  ref: string;
  isIndexed: 0 | 1;
}

function openOwn(db: Db): Step {
  const stale = db.prepare<[number], Doc>(
    "SELECT no, kind, ref, is_indexed AS isIndexed FROM search_doc WHERE is_stale = 1 ORDER BY no DESC LIMIT ?",
  );
  const done = db.prepare<[number]>("UPDATE search_doc SET is_indexed = 1, is_stale = 0 WHERE no = ?");
  const forget = db.prepare<[number]>("DELETE FROM search_doc WHERE no = ?");
  const read = openOwnContent(db);
  const { remove, insert } = openWriting(db);
  return (docsMax) => {
    const docs = stale.all(docsMax);
    for (const doc of docs) {
      if (doc.isIndexed === 1) remove(doc.no);
      const content = read(doc.kind, doc.ref);
      if (content === null) forget.run(doc.no);
      else {
        insert(doc.no, content);
        done.run(doc.no);
      }
    }
    return docs.length;
  };
}

/** What is searched of a thing; null when it is gone. */
function openOwnContent(db: Db): (kind: string, ref: string) => Content | null {
  const statements: Readonly<Record<string, string>> = {
    annotation: "SELECT '' AS title, concat_ws(char(10), exact, comment) AS body FROM annotation WHERE id = ?",
    feedback: "SELECT '' AS title, text AS body FROM feedback WHERE id = ?",
    person: "SELECT name AS title, concat_ws(' ', mail, handles) AS body FROM person WHERE id = ?",
  };
  const others = new Map(Object.entries(statements).map(([kind, sql]) => [kind, db.prepare<[string], Content>(sql)]));
  const note = db.prepare<[string], Content & { bodyAt: number }>(
    "SELECT title, text AS body, body_at AS bodyAt FROM note WHERE path = ? AND missing IS NULL",
  );
  return (kind, ref) => {
    if (kind !== "note") return others.get(kind)?.get(ref) ?? null;
    const row = note.get(ref);
    return row === undefined ? null : { title: row.title, body: row.body.slice(row.bodyAt) };
  };
}

// Fills a store with as many items as asked, row by row, for what has to stay fast however many there are.
import Database from "better-sqlite3";
import { SegmentDraft } from "../../src/store/search/draft.ts";
import { mergeSome } from "../../src/store/search/merge.ts";
import { openSegmentWriter } from "../../src/store/search/segments.ts";
import { numbersFrom, wordsOf } from "./words.ts";

export interface BigStore {
  sources: number;
  items: number;
  /** Whether the words of the items are indexed; takes twice as long. */
  hasSearch: boolean;
}

const newestMs = Date.parse("2026-03-02T08:00:00Z");
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const wordsPerItem = 60;
const batchItems = 16_384;
const idDigits = "0123456789bcdfghjkmnpqrstvwxz";

/** An id of the right shape for each number; the digit keeps it apart from words. */
function idOf(letter: string, number: number): string {
  let tail = "";
  for (let rest = number, at = 0; at < 5; at += 1, rest = Math.floor(rest / idDigits.length))
    tail = `${idDigits[rest % idDigits.length]}${tail}`;
  return /\d/.test(tail) ? letter + tail : `${letter}0${tail}`;
}

/** Writes the rows into the store at `file`, which has its schema and nothing else. */
export function fillStore(file: string, { sources, items, hasSearch }: BigStore): void {
  const db = new Database(file);
  db.pragma("synchronous = OFF");
  db.pragma("foreign_keys = OFF");
  db.pragma("cache_size = -200000");
  const triggers = db
    .prepare<[], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('item', 'arrival')",
    )
    .all();
  const write = writerOf(db);
  db.transaction(() => {
    // The counts are written at once at the end.
    for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
    for (let at = 0; at < sources; at += 1) write.source(at);
    for (let at = 0; at < items; at += 1) write.item(at, at % sources);
    db.exec(`UPDATE source_count SET items = (SELECT count(*) FROM item WHERE source = source_count.source),
      unread = (SELECT count(*) FROM item WHERE source = source_count.source AND is_new = 1)`);
    db.exec("UPDATE source_count SET waiting = unread, minutes = 2 * unread");
    for (const { sql } of triggers) db.exec(sql);
    // As after a refresh, which looks every new item over.
    db.prepare("INSERT INTO echo_through (one, through) VALUES (1, ?)").run(items);
    db.prepare("UPDATE search_through SET through = ?").run(items);
    if (hasSearch) index(db, items);
  })();
  db.pragma("wal_checkpoint(TRUNCATE)");
  db.close();
}

interface Writer {
  source(number: number): void;
  item(number: number, source: number): void;
}

function writerOf(db: Database.Database): Writer {
  const insert = (table: string, values: Readonly<Record<string, string>>): Database.Statement<[object]> =>
    db.prepare(`INSERT INTO ${table} (${Object.keys(values).join(", ")}) VALUES (${Object.values(values).join(", ")})`);
  const id = insert("id", { id: "@id", kind: "@kind" });
  const source = insert("source", { id: "@id", url: "@url", filter: "'naive'", added: "@at" });
  const feed = insert("source_feed", {
    source: "@id",
    title: "@title",
    asked: "@at",
    fetched: "@at",
    next_due: "@due",
  });
  const count = insert("source_count", { source: "@id" });
  const item = insert("item", {
    no: "@no",
    id: "@id",
    key: "@url",
    source: "@source",
    guid: "@url",
    url: "@url",
    title: "@title",
    published: "@at",
    fetched: "@at",
    sorted: "@at",
    minutes: "2",
    version: "1",
    is_new: "1",
  });
  const details = '\'{"enclosures":[],"tags":[]}\'';
  const version = insert("item_version", {
    item_no: "@no",
    n: "1",
    fetched: "@at",
    title: "@title",
    details,
    body_at: "0",
  });
  const arrival = insert("brought", { source: "@source", entry: "@url", item_no: "@no", hash: "@id", arrived: "@at" });
  const next = numbersFrom(1);
  return {
    source(number) {
      const row = { id: idOf("s", number), kind: "source", url: `http://127.0.0.1:1/${number}.xml` };
      // Due in turn, a second apart, as sources are within a day; the first after any measurement is over.
      const due = new Date(Date.now() + 2 * hourMs + number * 1000).toISOString();
      const named = { ...row, title: `Feed ${number}`, at: new Date(newestMs).toISOString(), due };
      for (const statement of [id, source, feed, count]) statement.run(named);
    },
    item(number, of) {
      const at = new Date(newestMs - number * minuteMs).toISOString();
      const url = `https://feed-${of}.example/posts/${number}`;
      const row = { no: number + 1, id: idOf("k", number), source: idOf("s", of), url, at };
      const named = { ...row, title: wordsOf(6, next) };
      for (const statement of [item, version, arrival]) statement.run(named);
    },
  };
}

function index(db: Database.Database, items: number): void {
  const segments = openSegmentWriter(db);
  const next = numbersFrom(2);
  for (let from = 0; from < items; from += batchItems) {
    const draft = new SegmentDraft();
    for (let at = from; at < Math.min(items, from + batchItems); at += 1)
      draft.add(at + 1, { title: wordsOf(6, next), body: wordsOf(wordsPerItem, next) });
    segments.add("item", draft);
  }
  while (mergeSome(db));
}

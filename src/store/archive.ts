// The store as rows to be handed out and put back: `pkm export --as all` and its import.
import { instantNow, type Clock } from "../base/clock.ts";
import { PkmError, reasonOf } from "../base/errors.ts";
import type { ArchiveRow, ArchiveShelf } from "../share/archive.ts";
import { afterAll, afterRow, archivedTables, fromNotes, jsonColumns } from "./archive-tables.ts";
import { archived, openArchivedWords, unarchived, type Row } from "./archive-words.ts";
import type { Db } from "./database.ts";
import { doubtWaiting } from "./doubted.ts";
import { columnsOf } from "./put-back.ts";

/** Versions that are packed together. */
const versionsMax = 64;
const versions = "item_version";

/** Opens the rows of `db` for export and import. */
export function openArchive(db: Db, clock: Clock): ArchiveShelf {
  return {
    schema: () => Number(db.pragma("user_version", { simple: true })),
    counts: () => Object.fromEntries(archivedTables.map((table) => [table, countOf(db, table)])),
    isEmpty: () => archivedTables.every((table) => fromNotes.includes(table) || countOf(db, table) === 0),
    *rows() {
      for (const table of archivedTables) yield* rowsOf(db, table);
    },
    async snapshot(act) {
      // Deferred: it holds no writer up.
      db.exec("BEGIN");
      try {
        return await act();
      } finally {
        db.exec("COMMIT");
      }
    },
    putBack(rows, before) {
      const act = (): void => {
        putBack(db, rows);
        doubtWaiting(db, instantNow(clock));
        before();
      };
      if (db.inTransaction) act();
      else db.transaction(act).immediate();
    },
  };
}

function countOf(db: Db, table: string): number {
  return db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
}

function* rowsOf(db: Db, table: string): Generator<ArchiveRow> {
  const columns = columnsOf(db, table);
  const key = columns.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk);
  const order = key.map(({ name }) => `"${name}"`).join(", ");
  const names = columns.map(({ name }) => `"${name}"`).join(", ");
  const query = db.prepare<[], Row>(`SELECT ${names} FROM ${table} ORDER BY ${order}`);
  const words = table === versions ? openArchivedWords(db) : null;
  for (const row of query.iterate()) {
    const told = words?.told(row) ?? row;
    yield { table, values: Object.fromEntries(Object.entries(told).map(([name, value]) => [name, archived(value)])) };
  }
}

type NumberedRow = ArchiveRow & { line: number };

/** Puts rows back into a store that has none. A row that does not fit throws PkmError("failed") with its line. */
function putBack(db: Db, rows: Iterable<NumberedRow>): void {
  db.pragma("defer_foreign_keys = ON");
  for (const table of fromNotes) db.exec(`DELETE FROM ${table}`);
  const inserts = new Map(archivedTables.map((table) => [table, openInsert(db, table)]));
  const words = openArchivedWords(db);
  let waiting: NumberedRow[] = [];
  const put = (line: number, table: string, make: () => readonly Row[]): void => {
    const insert = inserts.get(table);
    if (insert === undefined) throw unfit(line, `pkm has no ${table}`);
    try {
      for (const row of make()) insert(row);
    } catch (thrown) {
      throw isOfTheRow(thrown) ? unfit(line, reasonOf(thrown)) : thrown;
    }
  };
  const putVersions = (): void => {
    const [first] = waiting;
    if (first !== undefined) put(first.line, versions, () => words.stored(waiting.map(rowOf)));
    waiting = [];
  };
  for (const row of rows) {
    if (row.table === versions) waiting.push(row);
    else put(row.line, row.table, () => [rowOf(row)]);
    if (row.table !== versions || waiting.length >= versionsMax) putVersions();
  }
  putVersions();
  for (const sql of afterAll) db.exec(sql);
  assertWhole(db);
}

function assertWhole(db: Db): void {
  for (const [table, columns] of Object.entries(jsonColumns)) {
    const isBroken = columns.map((column) => `NOT coalesce(json_valid(${column}), 1)`).join(" OR ");
    const broken = db.prepare<[], number>(`SELECT count(*) FROM ${table} WHERE ${isBroken}`).pluck().get() ?? 0;
    if (broken === 0) continue;
    throw new PkmError("failed", `the archive is not whole: ${broken} of ${table} hold what is no JSON`, {
      hint: "pkm export --as all --out FILE",
    });
  }
  const broken = db.pragma("foreign_key_check");
  if (!Array.isArray(broken) || broken.length === 0) return;
  throw new PkmError("failed", `the archive is not whole: ${broken.length} of its rows lean on rows it has not`, {
    hint: "pkm export --as all --out FILE",
  });
}

/** Own fields only: "__proto__" is a name like any other. */
function rowOf({ values }: ArchiveRow): Row {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, unarchived(value)]));
}

function openInsert(db: Db, table: string): (row: Row) => void {
  const known = new Set(columnsOf(db, table).map(({ name }) => name));
  const inserts = new Map<string, ReturnType<typeof db.prepare<[object]>>>();
  const after = afterRow[table];
  const runAfter = after === undefined ? null : db.prepare<[object]>(after);
  return (row) => {
    const names = Object.keys(row);
    if (names.length === 0) throw new TypeError(`${table} has a row without a field`);
    const form = names.join(",");
    let insert = inserts.get(form);
    if (insert === undefined) {
      for (const name of names) if (!known.has(name)) throw new TypeError(`${table} has no field ${name}`);
      const columns = names.map((name) => `"${name}"`).join(", ");
      const places = names.map((name) => `@${name}`).join(", ");
      insert = db.prepare<[object]>(`INSERT INTO ${table} (${columns}) VALUES (${places})`);
      inserts.set(form, insert);
    }
    insert.run(row);
    runAfter?.run(row);
  };
}

function isOfTheRow(thrown: unknown): boolean {
  if (thrown instanceof TypeError || thrown instanceof RangeError) return true;
  return (
    thrown instanceof Error && "code" in thrown && /^SQLITE_(?:CONSTRAINT|MISMATCH|TOOBIG)/.test(String(thrown.code))
  );
}

function unfit(line: number, why: string): PkmError {
  return new PkmError("failed", `line ${line}: ${why}`, { hint: "pkm export --as all --out FILE" });
}

// Reads what can still be read of a damaged store into a new one. The damaged file is only read.
import { closeSync, copyFileSync, existsSync, openSync, readSync, rmSync, statSync, truncateSync } from "node:fs";
import Database from "better-sqlite3";
import { PkmError, reasonOf } from "../base/errors.ts";
import { openDatabase, type Db } from "./database.ts";
import { openDerived } from "./derived.ts";
import { migrationNames, migrationSql, applicationId } from "./migrate.ts";

/** What is worked out from the rest is not read: it is worked out anew. */
const tablesSql = `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
  AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search%' AND name <> 'source_count' ORDER BY name`;
/** An item whose words could not be read keeps its title, address and marks. */
const emptyVersionsSql = `INSERT INTO item_version (item_no, n, fetched, title, details, body_at)
  SELECT no, version, sorted, title, '{}', 0 FROM item i
  WHERE NOT EXISTS (SELECT 1 FROM item_version v WHERE v.item_no = i.no AND v.n = i.version)`;
/** A source whose own words could not be read is asked anew, where it is one that is asked at all. */
const emptyFeedsSql = `INSERT INTO source_feed (source, next_due)
  SELECT id, iif(url LIKE 'http%' OR url LIKE 'exec:%', '1970-01-01T00:00:00.000Z', NULL) FROM source s
  WHERE NOT EXISTS (SELECT 1 FROM source_feed f WHERE f.source = s.id)`;
/** How many times a damaged place is stepped over before the rest of a table is read from its end. */
const stepsMax = 60;

/**
 * Makes the store `fresh`, which is not there yet, from what can be read of `damaged`; hands back the tables of which
 * something could not be read. Throws PkmError("failed") where nothing can be read at all.
 */
export function salvage(damaged: string, fresh: string): readonly string[] {
  const [from, schema] = openDamaged(damaged, `${fresh}.read`);
  const broken: string[] = [];
  try {
    const into = new Database(fresh);
    try {
      for (const name of migrationNames().slice(0, schema)) into.exec(migrationSql(name));
      into.pragma(`user_version = ${schema}`);
      into.pragma(`application_id = ${applicationId}`);
      into.pragma("foreign_keys = OFF");
      untriggered(into, () => {
        for (const table of into.prepare<[], string>(tablesSql).pluck().all())
          if (!copyTable(from, into, table)) broken.push(table);
        into.exec(emptyVersionsSql);
        into.exec(emptyFeedsSql);
        dropStrays(into);
      });
    } finally {
      into.close();
    }
  } finally {
    from.close();
    for (const end of ["", "-wal", "-shm"]) rmSync(`${fresh}.read${end}`, { force: true });
  }
  const store = openDatabase(fresh);
  openDerived(store).rebuild();
  store.close();
  return broken;
}

/** Opens a copy of it, filled up with empty pages where it was cut short: SQLite reads nothing of a file that is too short. */
function openDamaged(file: string, copy: string): [Db, number] {
  try {
    copyFileSync(file, copy);
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
    const header = headerOf(copy);
    // sqlite.org/fileformat.html: the page size, and how many pages there are.
    const bytes = header.length < 100 ? 0 : header.readUInt16BE(16) * header.readUInt32BE(28);
    if (bytes > statSync(copy).size && bytes < 2 ** 40) truncateSync(copy, bytes);
    const db = new Database(copy, { readonly: true, fileMustExist: true });
    const schema = Number(db.pragma("user_version", { simple: true }));
    if (schema > 0 && schema <= migrationNames().length) return [db, schema];
    db.close();
  } catch (thrown) {
    throw unreadable(file, reasonOf(thrown));
  }
  throw unreadable(file, "it does not say what schema it has");
}

/** The first bytes alone: a store may be larger than a program can hold. */
function headerOf(file: string): Buffer {
  const descriptor = openSync(file, "r");
  try {
    const header = Buffer.alloc(100);
    return header.subarray(0, readSync(descriptor, header));
  } finally {
    closeSync(descriptor);
  }
}

function unreadable(file: string, why: string): PkmError {
  return new PkmError("failed", `nothing of ${file} can be read: ${why}`, { hint: "pkm restore BACKUP" });
}

function untriggered(db: Db, act: () => void): void {
  const triggers = db
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    .all();
  db.transaction(() => {
    for (const { name } of triggers) db.exec(`DROP TRIGGER "${name}"`);
    act();
    for (const { sql } of triggers) db.exec(sql);
  })();
}

/** True when every row of the table was read. */
function copyTable(from: Db, into: Db, table: string): boolean {
  try {
    const columns = columnsOf(into, table);
    const names = columns.map(({ name }) => `"${name}"`).join(", ");
    const places = columns.map(() => "?").join(", ");
    const insert = into.prepare<unknown[]>(`INSERT OR REPLACE INTO "${table}" (${names}) VALUES (${places})`);
    if (columns.length === 0) return true;
    const read = (rest: string): boolean => readInto(from, `SELECT ${names} FROM "${table}" ${rest}`, insert);
    if (read("")) return true;
    const keys = columns.filter(({ key }) => key > 0).toSorted((a, b) => a.key - b.key);
    const order = keys.map(({ name }) => `"${name}" DESC`).join(", ");
    if (hasRowids(into, table)) {
      for (let step = 0, after = 0; step < stepsMax; step += 1, after = after * 2 + 1)
        if (read(`WHERE rowid > ${after}`)) break;
      read("ORDER BY rowid DESC");
    }
    if (order !== "") read(`ORDER BY ${order}`);
    return false;
  } catch (thrown) {
    if (isDamage(thrown)) return false;
    throw thrown;
  }
}

/** Reads until the end or the first damaged place; true for the former. */
function readInto(from: Db, sql: string, insert: Database.Statement<unknown[]>): boolean {
  try {
    for (const row of from.prepare<[], unknown[]>(sql).raw().safeIntegers().iterate()) putRow(insert, row);
    return true;
  } catch (thrown) {
    if (isDamage(thrown)) return false;
    throw thrown;
  }
}

/** A row that damage made into what the table does not take is left out. */
function putRow(insert: Database.Statement<unknown[]>, row: readonly unknown[]): void {
  try {
    insert.run(...row);
  } catch (thrown) {
    if (!codeOf(thrown).startsWith("SQLITE_CONSTRAINT")) throw thrown;
  }
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
}

function isDamage(thrown: unknown): boolean {
  return /^SQLITE_(?:CORRUPT|NOTADB|IOERR|ERROR)/.test(codeOf(thrown));
}

function columnsOf(db: Db, table: string): readonly { name: string; key: number; mayBeNull: 0 | 1 }[] {
  return db
    .prepare<[string], { name: string; key: number; mayBeNull: 0 | 1 }>(
      'SELECT name, pk AS key, "notnull" = 0 AND pk = 0 AS mayBeNull FROM pragma_table_info(?)',
    )
    .all(table);
}

function hasRowids(db: Db, table: string): boolean {
  return db.prepare<[string], 0 | 1>("SELECT wr FROM pragma_table_list WHERE name = ?").pluck().get(table) === 0;
}

interface Reference {
  id: number;
  parent: string;
  child: string;
  /** Null: the key of the parent. */
  target: string | null;
}

/** Rows that speak of what could not be read speak of nothing, where they may; else they go too. */
function dropStrays(db: Db): void {
  const tables = db.prepare<[], string>(tablesSql).pluck().all();
  for (let changes = 1; changes > 0;) {
    changes = 0;
    for (const table of tables) for (const stray of straysOf(db, table)) changes += db.prepare(stray).run().changes;
  }
}

function straysOf(db: Db, table: string): readonly string[] {
  const references = db
    .prepare<[string], Reference>(
      'SELECT id, "table" AS parent, "from" AS child, "to" AS target FROM pragma_foreign_key_list(?) ORDER BY id, seq',
    )
    .all(table);
  const nullable = new Set(columnsOf(db, table).flatMap(({ name, mayBeNull }) => (mayBeNull === 1 ? [name] : [])));
  const groups = Map.groupBy(references, ({ id }) => id);
  return [...groups.values()].map((parts) => {
    const parent = parts[0]?.parent ?? "";
    const keys = columnsOf(db, parent)
      .filter(({ key }) => key > 0)
      .toSorted((a, b) => a.key - b.key);
    const given = parts.map(({ child }) => `c."${child}" IS NOT NULL`).join(" AND ");
    const same = parts.map(({ child, target }, at) => `p."${target ?? keys[at]?.name}" = c."${child}"`).join(" AND ");
    const where = `WHERE ${given} AND NOT EXISTS (SELECT 1 FROM "${parent}" AS p WHERE ${same})`;
    const freed = parts.map(({ child }) => child).find((child) => nullable.has(child));
    return freed === undefined
      ? `DELETE FROM "${table}" AS c ${where}`
      : `UPDATE "${table}" AS c SET "${freed}" = NULL ${where}`;
  });
}

// Undo and redo of one recorded change: its rows are put back, each only where it stands as the change left it.
import { PkmError } from "../base/errors.ts";
import type { Db } from "./database.ts";

/** One row that a change touched, as JSON objects of its columns; null where there was none. */
export interface RowChange {
  /** Its table; "file" for a note's file. */
  place: string;
  /** The values of its primary key as a JSON array; the path of a file. */
  key: string;
  before: string | null;
  after: string | null;
}

/** Puts the rows of a change back as they were before it. Throws PkmError("failed") when something made later leans on them. */
export function undoRows(db: Db, change: number, at: string): void {
  turn(db, { change, mend: ["pkm undo --list", "pkm undo --keep"] }, () => {
    const frozen = frozenRows(db);
    const putBack = openPutBack(db);
    for (const row of rowsOf(db, change).toReversed()) putBack(row);
    db.prepare(
      "UPDATE change SET undone = ?, redo_order = (SELECT 1 + coalesce(max(redo_order), 0) FROM change) WHERE no = ?",
    ).run(at, change);
    // Bytes that were frozen are not written down again: what went with them can not be done again.
    if (frozenRows(db) !== frozen) forgetUndone(db);
  });
}

/** Makes the rows of an undone change again. Throws PkmError("failed") when they were changed since. */
export function redoRows(db: Db, change: number): void {
  turn(db, { change, mend: ["pkm undo --list"] }, () => {
    const putBack = openPutBack(db);
    for (const row of rowsOf(db, change)) putBack({ ...row, before: row.after, after: row.before });
    db.prepare("UPDATE change SET undone = NULL, redo_order = NULL WHERE no = ?").run(change);
  });
}

/** From here on nothing that was undone can be done again. */
export function forgetUndone(db: Db): void {
  db.prepare("UPDATE change SET redo_order = NULL WHERE redo_order IS NOT NULL").run();
}

/** The columns of a table in their order; `pk` is the place in the primary key from 1, 0 for none. */
export function columnsOf(db: Db, table: string): readonly { name: string; pk: number }[] {
  return db
    .prepare<[string], { name: string; pk: number }>("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid")
    .all(table);
}

/**
 * Runs `act` in a transaction, joined where one is open, which then must not outlive what is thrown; what the rest of the
 * store refuses becomes PkmError("failed") that names the change.
 */
function turn(db: Db, { change, mend }: { change: number; mend: readonly string[] }, act: () => void): void {
  const refused = (why: string, cause: Error): PkmError => {
    const summary = db.prepare("SELECT summary FROM change WHERE no = ?").pluck().get(change);
    return new PkmError("failed", `"${String(summary)}" stays as it is: ${why}`, { hint: mend, cause });
  };
  try {
    // No savepoint: SQLite goes through all that one has held so far with every row, minutes for an import of 50,000.
    if (db.inTransaction) act();
    else db.transaction(act).immediate();
  } catch (thrown) {
    if (thrown instanceof PkmError) throw refused(thrown.message, thrown);
    if (thrown instanceof Error && "code" in thrown && String(thrown.code).startsWith("SQLITE_CONSTRAINT")) {
      throw refused("something made later leans on it", thrown);
    }
    throw thrown;
  }
}

function rowsOf(db: Db, change: number): readonly RowChange[] {
  return db
    .prepare<[number], RowChange>(
      "SELECT place, key, before, after FROM change_row WHERE change = ? AND place <> 'file' ORDER BY seq",
    )
    .all(change);
}

/** How many rows there are that go with a tracked row but are not tracked themselves. */
function frozenRows(db: Db): unknown {
  return db.prepare("SELECT (SELECT count(*) FROM delivery) + (SELECT count(*) FROM override)").pluck().get();
}

/** Puts rows back, each only where it stands as the change left it; what a table needs is prepared once. */
function openPutBack(db: Db): (row: RowChange) => void {
  const tables = new Map<string, ReturnType<typeof statementsOf>>();
  return ({ place, key, before, after }) => {
    const sql = tables.get(place) ?? statementsOf(db, place);
    tables.set(place, sql);
    const now = sql.stands.get({ key }) ?? null;
    // It stands there already: a page that was laid aside came by a feed too.
    if (now === before) return;
    if (now !== after) throw new PkmError("failed", "what it made was changed since");
    if (before === null) sql.remove.run({ key });
    else if (after === null) sql.insert.run({ before });
    else sql.update.run({ before, key });
  };
}

function statementsOf(db: Db, place: string) {
  const columns = columnsOf(db, place);
  const keys = columns.filter((column) => column.pk > 0);
  const where = keys.map((column, index) => `"${column.name}" IS json_extract(@key, '$[${index}]')`).join(" AND ");
  const now = `json_object(${columns.map((column) => `'${column.name}', "${column.name}"`).join(", ")})`;
  const names = columns.map((column) => `"${column.name}"`).join(", ");
  const values = columns.map((column) => `json_extract(@before, '$.${column.name}')`).join(", ");
  return {
    stands: db.prepare<[object], string>(`SELECT ${now} FROM ${place} WHERE ${where}`).pluck(),
    remove: db.prepare<[object]>(`DELETE FROM ${place} WHERE ${where}`),
    insert: db.prepare<[object]>(`INSERT INTO ${place} (${names}) VALUES (${values})`),
    update: db.prepare<[object]>(`UPDATE ${place} SET (${names}) = (SELECT ${values}) WHERE ${where}`),
  };
}

// Undo: while a command's change is recorded, triggers write down every row it touches, so nothing can be forgotten.
import { PkmError } from "../base/errors.ts";
import type { Clock } from "../base/clock.ts";
import { instantNow } from "../base/clock.ts";
import type { Db } from "./database.ts";
import { jsonTexts } from "./json-list.ts";

/** Tables of what the person decides. What feeds said and what left the machine are not undone. */
const tracked = [
  "source",
  "attention_off",
  "item_mark",
  "rule",
  "tag",
  "context",
  "bounded_context",
  "annotation",
  "claim",
  "finding",
  "weekly_step",
  "person",
  "person_key",
  "evidence",
  "community",
  "member",
  "channel",
  "share",
  "share_version",
  "release",
  "feedback",
  "answer",
  "reflection",
  "reply",
  "departure",
  "correction",
] as const;

export interface Change {
  no: number;
  at: string;
  summary: string;
  /** Why it can not be taken back; null when it can. */
  staysBecause: string | null;
  /** When it was undone; null while it stands. */
  undone: string | null;
  /** Paths of the note files it wrote. */
  paths: readonly string[];
}

/** A note file that a change wrote; null text is "was not there". */
export interface FileChange {
  path: string;
  before: string | null;
  after: string | null;
}

export interface Changes {
  /** Runs `act` in one immediate transaction and records what it touches under `summary`. Nested calls join the outer one. */
  record<Result>(summary: string, act: () => Result): Result;
  /** Adds a note file to the change being recorded; outside of one it throws. */
  recordFile(file: FileChange): void;
  /** Marks the change being recorded as one that left the machine and can not be undone. */
  keep(reason: string): void;
  list(limit: number): readonly Change[];
  /** The newest change that stands and can be taken back, or null. */
  latest(): Change | null;
  /** The change that was undone last, when it can be done again: nothing was changed since. */
  undone(): Change | null;
  /** The note files of a change, each once: as it was before all of it and as it was after. */
  files(change: number): readonly FileChange[];
  /** Puts the rows of a change back. Throws PkmError("failed") when something made later leans on them. */
  undo(change: number): void;
  /** Makes the rows of an undone change again. Throws PkmError("failed") when they were changed since. */
  redo(change: number): void;
}

interface RowChange {
  place: string;
  key: string;
  before: string | null;
  after: string | null;
}

export function openChanges(db: Db, clock: Clock): Changes {
  let current: number | null = null;

  const insertRow = (row: RowChange): void => {
    if (current === null) throw new Error("a file was changed outside of a recorded change");
    db.prepare(
      `INSERT INTO change_row (change, seq, place, key, before, after)
       SELECT ?, 1 + coalesce(max(seq), 0), ?, ?, ?, ? FROM change_row WHERE change = ?`,
    ).run(current, row.place, row.key, row.before, row.after, current);
  };

  const begin = (summary: string): number => {
    const { lastInsertRowid } = db
      .prepare("INSERT INTO change (at, summary) VALUES (?, ?)")
      .run(instantNow(clock), summary);
    db.prepare("INSERT INTO temp.recording (change) VALUES (?)").run(lastInsertRowid);
    return Number(lastInsertRowid);
  };

  const finish = (change: number): void => {
    db.exec("DELETE FROM temp.recording");
    const touched = db.prepare("SELECT count(*) FROM change_row WHERE change = ?").pluck().get(change);
    const stays = db.prepare("SELECT stays_because FROM change WHERE no = ?").pluck().get(change);
    if (touched === 0 && stays === null) db.prepare("DELETE FROM change WHERE no = ?").run(change);
    else forgetUndone(db);
  };

  return {
    record(summary, act) {
      if (current !== null) return act();
      // Looked for each time: they go with a rollback of the transaction that they were made in.
      if (!hasTriggers(db)) makeTriggers(db);
      try {
        return db
          .transaction(() => {
            current = begin(summary);
            const result = act();
            finish(current);
            return result;
          })
          .immediate();
      } finally {
        current = null;
      }
    },
    recordFile: (file) => insertRow({ place: "file", key: file.path, before: file.before, after: file.after }),
    keep(reason) {
      db.prepare("UPDATE change SET stays_because = ? WHERE no = ?").run(reason, current);
    },
    ...openReading(db),
    undo: (change) => turn(db, () => undoRows(db, change, instantNow(clock))),
    redo: (change) => turn(db, () => redoRows(db, change)),
  };
}

function openReading(db: Db): Pick<Changes, "list" | "latest" | "undone" | "files"> {
  return {
    list: (limit) =>
      db.prepare<[number], ChangeRow>(`${selectChange} ORDER BY no DESC LIMIT ?`).all(limit).map(changeOf),
    latest: () => firstOf(db, "WHERE undone IS NULL AND stays_because IS NULL ORDER BY no DESC"),
    undone: () => firstOf(db, "WHERE redo_order IS NOT NULL ORDER BY redo_order DESC"),
    files: (change) =>
      wholeFiles(
        db
          .prepare<[number], FileChange>(
            "SELECT key AS path, before, after FROM change_row WHERE change = ? AND place = 'file' ORDER BY seq",
          )
          .all(change),
      ),
  };
}

interface ChangeRow extends Omit<Change, "paths"> {
  paths: string;
}

const selectChange = `SELECT no, at, summary, stays_because AS staysBecause, undone,
  (SELECT json_group_array(DISTINCT key) FROM change_row WHERE change = no AND place = 'file') AS paths FROM change`;

function changeOf(row: ChangeRow): Change {
  return { ...row, paths: jsonTexts(row.paths) };
}

function firstOf(db: Db, which: string): Change | null {
  const row = db.prepare<[], ChangeRow>(`${selectChange} ${which} LIMIT 1`).get();
  return row === undefined ? null : changeOf(row);
}

/** A change may write one file several times. */
function wholeFiles(steps: readonly FileChange[]): readonly FileChange[] {
  const files = new Map<string, FileChange>();
  for (const step of steps) files.set(step.path, { ...step, before: (files.get(step.path) ?? step).before });
  return [...files.values()];
}

function hasTriggers(db: Db): boolean {
  return db.prepare("SELECT 1 FROM temp.sqlite_schema WHERE name = 'recording'").get() !== undefined;
}

function makeTriggers(db: Db): void {
  db.exec("CREATE TEMP TABLE recording (change INTEGER NOT NULL)");
  for (const name of tracked) {
    const columns = columnsOf(db, name);
    const keys = columns.filter((column) => column.pk > 0).map((column) => column.name);
    const row = (side: string): string =>
      `json_object(${columns.map((column) => `'${column.name}', ${side}."${column.name}"`).join(", ")})`;
    const key = (side: string): string => `json_array(${keys.map((column) => `${side}."${column}"`).join(", ")})`;
    const write = (side: string, before: string, after: string): string =>
      `INSERT INTO change_row (change, seq, place, key, before, after)
       SELECT change, 1 + coalesce((SELECT max(seq) FROM change_row r WHERE r.change = recording.change), 0),
         '${name}', ${key(side)}, ${before}, ${after} FROM temp.recording;`;
    db.exec(`
      CREATE TEMP TRIGGER made_${name} AFTER INSERT ON main.${name} BEGIN ${write("NEW", "NULL", row("NEW"))} END;
      CREATE TEMP TRIGGER changed_${name} AFTER UPDATE ON main.${name} BEGIN ${write("NEW", row("OLD"), row("NEW"))} END;
      CREATE TEMP TRIGGER removed_${name} AFTER DELETE ON main.${name} BEGIN ${write("OLD", row("OLD"), "NULL")} END;`);
  }
}

function columnsOf(db: Db, table: string): readonly { name: string; pk: number }[] {
  return db
    .prepare<[string], { name: string; pk: number }>("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid")
    .all(table);
}

/** Runs `act` in a transaction; what the rest of the store refuses becomes PkmError("failed"). */
function turn(db: Db, act: () => void): void {
  try {
    db.transaction(act).immediate();
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && String(thrown.code).startsWith("SQLITE_CONSTRAINT")) {
      throw new PkmError("failed", "something made later leans on this change", {
        hint: "pkm undo --list",
        cause: thrown,
      });
    }
    throw thrown;
  }
}

function undoRows(db: Db, change: number, at: string): void {
  const frozen = frozenRows(db);
  for (const row of rowsOf(db, change).toReversed()) putBack(db, row);
  db.prepare(
    "UPDATE change SET undone = ?, redo_order = (SELECT 1 + coalesce(max(redo_order), 0) FROM change) WHERE no = ?",
  ).run(at, change);
  // Bytes that were frozen are not written down again: what went with them can not be done again.
  if (frozenRows(db) !== frozen) forgetUndone(db);
}

function redoRows(db: Db, change: number): void {
  for (const row of rowsOf(db, change)) putBack(db, { ...row, before: row.after, after: row.before });
  db.prepare("UPDATE change SET undone = NULL, redo_order = NULL WHERE no = ?").run(change);
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

/** From here on nothing that was undone can be done again. */
function forgetUndone(db: Db): void {
  db.prepare("UPDATE change SET redo_order = NULL WHERE redo_order IS NOT NULL").run();
}

function putBack(db: Db, row: RowChange): void {
  const columns = columnsOf(db, row.place);
  const keys = columns.filter((column) => column.pk > 0);
  const where = keys.map((column, index) => `"${column.name}" IS json_extract(@key, '$[${index}]')`).join(" AND ");
  const now = `json_object(${columns.map((column) => `'${column.name}', "${column.name}"`).join(", ")})`;
  const { before, after, key } = row;
  const stands = db.prepare(`SELECT ${now} FROM ${row.place} WHERE ${where}`).pluck().get({ key }) ?? null;
  if (stands !== after) {
    throw new PkmError("failed", "what this change made has been changed since", { hint: "pkm undo --list" });
  }
  if (before === null) {
    db.prepare(`DELETE FROM ${row.place} WHERE ${where}`).run({ key });
    return;
  }
  const names = columns.map((column) => `"${column.name}"`).join(", ");
  const values = columns.map((column) => `json_extract(@before, '$.${column.name}')`).join(", ");
  if (after === null) db.prepare(`INSERT INTO ${row.place} (${names}) VALUES (${values})`).run({ before });
  else db.prepare(`UPDATE ${row.place} SET (${names}) = (SELECT ${values}) WHERE ${where}`).run({ before, key });
}

// Undo: while a command's change is recorded, triggers write down every row it touches, so nothing can be forgotten.
import type { Clock } from "../base/clock.ts";
import { instantNow } from "../base/clock.ts";
import type { Db } from "./database.ts";
import { lazily } from "./lazily.ts";
import { jsonTexts } from "./json-list.ts";
import { columnsOf, forgetUndone, redoRows, type RowChange, undoRows } from "./put-back.ts";

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
  /** Runs `act` as if no change were being recorded: what it does is where undo leads back to. */
  unrecorded(act: () => void): void;
  /** Adds a note file to the change being recorded; outside of one it throws. */
  recordFile(file: FileChange): void;
  /** Marks the change being recorded as one that left the machine and can not be undone. */
  keep(reason: string): void;
  /** Lets a change stand for good: what lies before it can be taken back without it. */
  letStand(change: number): void;
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

export function openChanges(db: Db, clock: Clock): Changes {
  let current: number | null = null;

  const insert = lazily(() =>
    db.prepare(
      `INSERT INTO change_row (change, seq, place, key, before, after)
       SELECT ?, 1 + coalesce(max(seq), 0), ?, ?, ?, ? FROM change_row WHERE change = ?`,
    ),
  );
  const insertRow = (row: RowChange): void => {
    if (current === null) throw new Error("a file was changed outside of a recorded change");
    insert().run(current, row.place, row.key, row.before, row.after, current);
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
      const recorded = (): ReturnType<typeof act> => {
        current = begin(summary);
        const result = act();
        finish(current);
        return result;
      };
      try {
        // Whoever opened a transaction takes it back as a whole. A savepoint of its own would make each statement of a large
        // change take longer than the one before: SQLite goes through all that it keeps to lead back to it.
        return db.inTransaction ? recorded() : db.transaction(recorded).immediate();
      } finally {
        current = null;
      }
    },
    unrecorded(act) {
      if (current !== null) db.exec("DELETE FROM temp.recording");
      act();
      if (current !== null) db.prepare("INSERT INTO temp.recording (change) VALUES (?)").run(current);
    },
    recordFile: (file) => insertRow({ place: "file", key: file.path, before: file.before, after: file.after }),
    keep(reason) {
      db.prepare("UPDATE change SET stays_because = ? WHERE no = ?").run(reason, current);
    },
    letStand: (change) =>
      void db.prepare("UPDATE change SET stays_because = 'you let it stand' WHERE no = ?").run(change),
    ...openReading(db),
    undo: (change) => undoRows(db, change, instantNow(clock)),
    redo: (change) => redoRows(db, change),
  };
}

function openReading(db: Db): Pick<Changes, "list" | "latest" | "undone" | "files"> {
  return {
    list: (limit) =>
      db.prepare<[number], ChangeRow>(`${selectChange} ORDER BY no DESC LIMIT ?`).all(limit).map(changeOf),
    latest: () => firstOf(db, "WHERE undone IS NULL AND staysBecause IS NULL ORDER BY no DESC"),
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

const mayHaveLeft = "(d.state NOT IN ('pending', 'cancelled') OR d.id IN (SELECT delivery FROM doubted))";

/** How what a release carries left, or may have; NULL while it only waits. A refusal stays on record like an arrival. */
const whyItStays = `(SELECT CASE min(iif(d.state = 'failed', 1, iif(d.state IN ('pending', 'cancelled'), 2, 0)))
    WHEN 0 THEN ' was sent' WHEN 1 THEN ' was sent and refused' ELSE ' may have left from another home' END
  FROM delivery d WHERE d.release = e.id
    AND ${mayHaveLeft} HAVING count(*) > 0)`;

/** What stands in the ledger leans on where it went, and what somebody said, but in the same change, on who they are. */
const leaning = `SELECT iif(r.place = 'person', 'they have given feedback', 'what was sent went there')
  FROM change_row r WHERE r.change = no AND r.before IS NULL AND (
    r.place IN ('channel', 'community') AND EXISTS (SELECT 1 FROM delivery d JOIN release e ON e.id = d.release
      WHERE r.key IN (json_array(d.channel), json_array(e.place)) AND ${mayHaveLeft})
    OR r.place = 'person' AND EXISTS (SELECT 1 FROM feedback f WHERE r.key = json_array(f.person)
      AND NOT EXISTS (SELECT 1 FROM change_row m WHERE m.change = no AND m.place = 'feedback' AND m.key = json_array(f.id))))`;

/**
 * A release that has begun to leave keeps what made it from being taken back, and what made the file of its note: who
 * wants a sending back and can not have it does not want the note gone instead.
 */
const selectChange = `SELECT no, at, summary,
  coalesce(stays_because,
    (SELECT 'what it made' || ${whyItStays} FROM change_row r
      JOIN release e ON e.id = iif(r.place = 'release', json_extract(r.key, '$[0]'), NULL)
      WHERE r.change = no AND r.place = 'release' AND ${whyItStays} IS NOT NULL LIMIT 1),
    (SELECT 'the note it made' || ${whyItStays} FROM change_row r JOIN note n ON n.path = r.key
      JOIN share s ON s.note = n.id JOIN release e ON e.share = s.id
      WHERE r.change = no AND r.place = 'file' AND r.before IS NULL AND ${whyItStays} IS NOT NULL LIMIT 1),
    (${leaning} LIMIT 1)) AS staysBecause,
  undone, (SELECT json_group_array(DISTINCT key) FROM change_row WHERE change = no AND place = 'file') AS paths FROM change`;

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

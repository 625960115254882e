// The registers of what a person did: kept up with the tables, handed out, and merged with another machine's.
import type { Clock } from "../base/clock.ts";
import { laterOf, stampAfter, type Register, type StateItem, type StateKind } from "../sense/register.ts";
import { lazily } from "./lazily.ts";
import { openBodies, pieceColumns, type Piece } from "./bodies.ts";
import type { Db } from "./database.ts";
import type { Ids } from "./ids.ts";
import { applyRegister, openApplying, type Applying } from "./state-apply.ts";
import { stateNow } from "./state-now.ts";

export interface StateTally {
  /** Words of the other machine that count now, and those that were known or said later here. */
  taken: number;
  known: number;
  /** Of all registers, how many speak of something that is not here. */
  waiting: number;
}

export interface States {
  /** Takes down what was done here since, and does what waited for something that is here now. Call it inside changes.record. */
  catchUp(): void;
  /** In the order of kind and key. Call catchUp before. */
  registers(): Iterable<Register>;
  /** Items that the person did more with than read them, with their words. */
  items(): Iterable<StateItem>;
  /** Merges another machine's registers. Call it inside changes.record. */
  merge(others: Iterable<Register>): StateTally;
}

interface Standing extends Register {
  applied: 0 | 1;
}

const columns = "kind, key, stamp, machine, value";
const put = `INSERT INTO state_register (${columns}, applied) VALUES (@kind, @key, @stamp, @machine, @value, @applied)
  ON CONFLICT (kind, key) DO UPDATE SET stamp = @stamp, machine = @machine, value = @value, applied = @applied`;

export function openStates(db: Db, ids: Ids, clock: Clock): States {
  const standing = lazily(() =>
    db.prepare<[string, string], Standing>(`SELECT ${columns}, applied FROM state_register WHERE kind = ? AND key = ?`),
  );
  const open = (): Merging => ({
    ...openApplying(db, ids),
    standing: ({ kind, key }) => standing().get(kind, key),
    machine: machineOf(db),
    nowMs: clock.now().getTime(),
  });
  return {
    catchUp() {
      const merging = open();
      takeDown(merging);
      applyWaiting(merging);
    },
    registers: () => db.prepare<[], Register>(`SELECT ${columns} FROM state_register ORDER BY kind, key`).iterate(),
    items: () => itemsOf(db),
    merge(others) {
      const merging = open();
      takeDown(merging);
      const tally = { taken: 0, known: 0 };
      for (const other of others) tally[hear(merging, other) ? "taken" : "known"] += 1;
      return { ...tally, waiting: applyWaiting(merging) };
    },
  };
}

interface Merging extends Applying {
  standing(register: Pick<Register, "kind" | "key">): Standing | undefined;
  machine: string;
  nowMs: number;
}

function machineOf(db: Db): string {
  return db.prepare<[], string>("SELECT id FROM machine").pluck().get() ?? "";
}

/** True when the other's word counts and was not known. */
function hear(merging: Merging, other: Register): boolean {
  const standing = merging.standing(other);
  if (standing !== undefined && laterOf<Register>(standing, other) === standing) return false;
  merging.run(put, { ...other, applied: 0 });
  return true;
}

interface Now {
  kind: StateKind;
  key: string;
  value: string;
  at: string;
}

/** Brings the registers up to the tables: what differs was done here since. */
function takeDown(merging: Merging): void {
  const { db, machine, nowMs } = merging;
  db.exec("DROP TABLE IF EXISTS temp.state_now");
  db.exec(
    "CREATE TEMP TABLE state_now (kind TEXT, key TEXT, value TEXT, at TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID",
  );
  db.exec(`INSERT OR IGNORE INTO temp.state_now ${stateNow}`);
  const changed = db
    .prepare<[], Now & { stamp: number | null; applied: 0 | 1 | null; said: string | null; saidBy: string | null }>(
      `SELECT n.kind, n.key, n.value, n.at, r.stamp, r.applied, r.value AS said, r.machine AS saidBy
       FROM temp.state_now n LEFT JOIN state_register r ON r.kind = n.kind AND r.key = n.key
       WHERE r.key IS NULL OR r.value IS NOT n.value`,
    )
    .all();
  for (const { kind, key, value, at, stamp, applied, said, saidBy } of changed) {
    const atMs = Date.parse(at);
    const own = {
      kind,
      key,
      value,
      machine,
      stamp: applied === 0 ? atMs : stampAfter(atMs, stamp),
      applied: 1 as const,
    };
    // What waits was not known to whoever did this; the later of the two counts.
    const other: Standing | null =
      applied === 0 ? { kind, key, stamp: stamp ?? 0, machine: saidBy ?? "", value: said, applied } : null;
    if (other === null || laterOf<Standing>(own, other) === own) merging.run(put, own);
  }
  const gone = db
    .prepare<[], Register & { isRenamed: 0 | 1 }>(
      `SELECT ${columns}, kind = 'feedback' AND EXISTS (SELECT 1 FROM temp.state_now n
         WHERE n.kind = r.kind AND json_remove(n.key, '$[2]') = json_remove(r.key, '$[2]')) AS isRenamed
       FROM state_register r WHERE applied = 1 AND value IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM temp.state_now n WHERE n.kind = r.kind AND n.key = r.key)`,
    )
    .all();
  for (const { kind, key, stamp, isRenamed } of gone) {
    // Its giver is called otherwise here, and may not be elsewhere: nobody has taken it away.
    if (isRenamed === 1) merging.run("DELETE FROM state_register WHERE kind = ? AND key = ?", kind, key);
    else merging.run(put, { kind, key, machine, value: null, stamp: stampAfter(nowMs, stamp), applied: 1 });
  }
  db.exec("DROP TABLE temp.state_now");
}

/** Writes what waits into the tables, as far as what it speaks of is here; how many still wait. */
function applyWaiting(merging: Merging): number {
  // Annotations before the tags on them.
  const order = "ORDER BY kind = 'tag', kind, key";
  const waiting = merging.db
    .prepare<[], Register>(`SELECT ${columns} FROM state_register WHERE applied = 0 ${order}`)
    .all();
  let left = 0;
  for (const register of waiting) {
    if (applyRegister(merging, register) === "done") merging.run(put, { ...register, applied: 1 });
    else left += 1;
  }
  return left;
}

type ItemRow = Piece & Omit<StateItem, "html" | "text" | "source"> & { sourceUrl: string; sourceTitle: string | null };

const selectItems = `SELECT i.key, a.entry AS name, a.hash AS entryHash, i.url, i.guid, i.title, i.author, i.published,
    i.updated, s.url AS sourceUrl, coalesce(s.title, f.title) AS sourceTitle, ${pieceColumns}
  FROM item i JOIN source s ON s.id = i.source JOIN source_feed f ON f.source = s.id
    JOIN brought a ON a.source = i.source AND a.item_no = i.no
    JOIN item_version v ON v.item_no = i.no AND v.n = i.version
  WHERE i.id IN (SELECT item FROM leaned_on) GROUP BY i.id ORDER BY i.key`;

function* itemsOf(db: Db): Generator<StateItem> {
  const bodies = openBodies(db);
  for (const row of db.prepare<[], ItemRow>(selectItems).iterate()) {
    const { sourceUrl, sourceTitle, body, bodyAt, summaryBytes, htmlBytes, textBytes, ...item } = row;
    const { html, text } = bodies.read({ body, bodyAt, summaryBytes, htmlBytes, textBytes });
    yield { ...item, html, text, source: { url: sourceUrl, title: sourceTitle } };
  }
}

// What was put before the person and what they opened, while they want it written down; forgotten to the last byte.
import { dayMs, instantNow, type Clock } from "../base/clock.ts";
import type { Horizon } from "../seek/horizon.ts";
import { storeError, type Db } from "./database.ts";
import { unlessLocked } from "./unless-locked.ts";

export type AttentionStage = "shown" | "opened";

export interface Attention {
  /** Since when nothing is written down; null while it is. */
  offSince(): string | null;
  /** Call these in changes.record. */
  turnOn(): void;
  turnOff(): void;
  /** Writes down that these items were shown or opened; nothing while it is off, or while another process writes. */
  note(stage: AttentionStage, items: readonly string[]): void;
  /** Writes down that these items stood in places kept for what is rarely read. */
  offer(items: readonly string[]): void;
  /** How many rows there are of each kind, and since when. */
  count(): { shown: number; opened: number; elsewhere: number; since: string | null };
  /**
   * Removes every row of it, and what delivered digests showed, and writes the file anew so that no byte of them is left.
   * Hands back how many rows went. Throws PkmError("try-later") while another process has the store open for reading.
   */
  forget(): number;
  /** What came of the places for what is rarely read, over the last `days` days. */
  horizon(days: number): Horizon;
}

export function openAttention(db: Db, clock: Clock): Attention {
  const isOff = (): boolean => db.prepare("SELECT 1 FROM attention_off").get() !== undefined;
  const write = (sql: string, values: readonly string[], items: readonly string[]): void => {
    if (items.length === 0 || isOff()) return;
    unlessLocked(db, () => void db.prepare(sql).run(...values, JSON.stringify(items)), undefined);
  };
  return {
    offSince: () => db.prepare<[], string>("SELECT since FROM attention_off").pluck().get() ?? null,
    turnOn: () => void db.prepare("DELETE FROM attention_off").run(),
    turnOff: () =>
      void db
        .prepare("INSERT INTO attention_off (one, since) VALUES (1, ?) ON CONFLICT DO NOTHING")
        .run(instantNow(clock)),
    note: (stage, items) =>
      write(
        `INSERT INTO attention (stage, item, at) SELECT ?, i.no, ? FROM json_each(?) j JOIN item i ON i.id = j.value
         WHERE true ON CONFLICT DO NOTHING`,
        [stage, instantNow(clock)],
        items,
      ),
    offer: (items) =>
      write(
        `INSERT INTO horizon (item, day) SELECT i.no, ? FROM json_each(?) j JOIN item i ON i.id = j.value
         WHERE true ON CONFLICT DO NOTHING`,
        [instantNow(clock).slice(0, 10)],
        items,
      ),
    count: () => count(db),
    forget: () => forget(db),
    horizon: (days) => horizon(db, new Date(clock.now().getTime() - days * dayMs).toISOString().slice(0, 10)),
  };
}

function count(db: Db): ReturnType<Attention["count"]> {
  const row = db
    .prepare<[], { shown: number; opened: number; elsewhere: number; since: string | null }>(
      `SELECT (SELECT count(*) FROM attention WHERE stage = 'shown') AS shown,
         (SELECT count(*) FROM attention WHERE stage = 'opened') AS opened,
         (SELECT count(*) FROM horizon) AS elsewhere, (SELECT min(at) FROM attention) AS since`,
    )
    .get();
  return row ?? { shown: 0, opened: 0, elsewhere: 0, since: null };
}

function forget(db: Db): number {
  const gone = db.transaction((): number => {
    const rows = ["DELETE FROM attention", "DELETE FROM horizon"].map((sql) => db.prepare(sql).run().changes);
    const shown = db
      .prepare("DELETE FROM digest_item WHERE digest IN (SELECT id FROM digest WHERE delivered IS NOT NULL)")
      .run();
    db.prepare("UPDATE digest SET content = '{}' WHERE delivered IS NOT NULL").run();
    db.prepare("DELETE FROM digest_mail WHERE digest IN (SELECT id FROM digest WHERE delivered IS NOT NULL)").run();
    return rows.reduce((sum, changes) => sum + changes, shown.changes);
  });
  const removed = gone.immediate();
  // A removed row stays in the free room of its page, and in what pages were before: only a file written anew has none.
  try {
    db.exec("VACUUM");
    db.pragma("wal_checkpoint(TRUNCATE)");
  } catch (thrown) {
    throw storeError(thrown, "") ?? thrown;
  }
  return removed;
}

function horizon(db: Db, since: string): Horizon {
  const rows = db
    .prepare<[string], Horizon["rows"][number]>(
      `SELECT i.id AS item, h.day, CASE
         WHEN EXISTS (SELECT 1 FROM noted WHERE item = i.id) THEN 'noted'
         WHEN EXISTS (SELECT 1 FROM annotation WHERE item = i.id) THEN 'annotated'
         WHEN EXISTS (SELECT 1 FROM item_mark WHERE item = i.id AND kept IS NOT NULL) THEN 'kept'
         WHEN EXISTS (SELECT 1 FROM attention WHERE stage = 'opened' AND item = i.no) THEN 'opened'
         ELSE 'nothing' END AS yielded
       FROM horizon h JOIN item i ON i.no = h.item WHERE h.day >= ? ORDER BY h.day DESC, i.no DESC`,
    )
    .all(since);
  return { since, rows };
}

// Items in the store: reading them, and what the person did with them. Writing what feeds bring is in arrivals.ts.
import { dayMs, instantNow, type Clock, type Instant } from "../base/clock.ts";
import { PkmError } from "../base/errors.ts";
import type { Intent, Known, KnownArrival, KnownItem } from "../seek/decide.ts";
import type { Beside } from "../seek/feed.ts";
import type { Item, ItemVersion } from "../seek/item.ts";
import { openArrivals } from "./arrivals.ts";
import { openBodies, type Bodies, type Words } from "./bodies.ts";
import { storeError, type Db } from "./database.ts";
import type { Ids } from "./ids.ts";
import { openItemWords, type ItemWords } from "./item-words.ts";
import { openPrepared } from "./prepared.ts";
import { lazily } from "./lazily.ts";
import { besideOf, itemOf, selectItem, type ItemRow } from "./item-rows.ts";
import { hashOf, newestVersion, versionColumns, type VersionRow } from "./versions.ts";

/** What the person did with an item. */
export type Mark = "read" | "kept" | "dropped";

export interface Items {
  /** The item; throws PkmError("not-found"). */
  get(id: string): Item;
  /** Those of `ids` that there are, in that order. */
  some(ids: readonly string[]): readonly Item[];
  /** What the item's newest version says, or its version `n`; throws PkmError("not-found"). */
  body(id: string, n?: number): Words;
  /** What `read` makes of the newest words of each of `ids` that there are, as ItemWords says. */
  bodies: ItemWords["bodies"];
  /** What its newest version brings beside its files; null when there is nothing. Length in seconds, or null. */
  beside(id: string): { beside: Beside | null; durationSeconds: number | null };
  /** What its source said over time, oldest first. */
  versions(id: string): readonly ItemVersion[];
  /** The newest items of one source, at most `limit`. */
  ofSource(source: string, limit: number): readonly Item[];
  /** Ids of all its items, newest first. */
  idsOfSource(source: string): readonly string[];
  /** How many items of one source there are of each of the last `weeks` weeks, the oldest week first. */
  weekly(source: string, weeks: number, now: Date): readonly number[];
  /** Ids of those that the person did more with than read them, newest first. */
  held(): readonly string[];
  /** New items, newest first, at most `limit`. */
  newest(limit: number): readonly Item[];
  /** Items kept and not yet made into a note, kept longest first, at most `limit`. */
  keptWithoutNote(limit: number): readonly Item[];
  /** Sets a mark, or takes it away. Kept and dropped exclude each other; both say that it was read. Call it inside changes.record. */
  mark(id: string, mark: Mark, at?: Instant): void;
  unmark(id: string, mark: Mark): void;
  /**
   * Marks those of `ids` that nothing was done with as dropped without having been read: what an import brings, until it
   * is taken in, and again when that is undone. Call it outside of changes.record.
   */
  layAside(ids: readonly string[], at: Instant): void;
  /** Takes the mark from those of `ids` that are laid aside, and says which. Call it inside changes.record. */
  takeUp(ids: readonly string[]): readonly string[];
  /** Makes those of `ids` that are laid aside items of the source, where they wait. */
  adopt(source: string, ids: readonly string[]): void;
  /** Lets of the newest `newestMax` of these entries of the source wait again what was let go; null is all. */
  waitAgain(source: string, names: readonly string[], newestMax: number | null): void;
  /** What stands in the store for the entries of one document. */
  known(source: string, names: readonly string[], keys: readonly string[]): Omit<Known, "alike">;
  /** Items whose words are those of `source` and that it published at one of `instants`. */
  publishedAt(source: string, instants: readonly Instant[]): readonly KnownItem[];
  /** Writes down what was decided of one document. */
  take(source: string, intents: readonly Intent[], now: Instant): void;
  /** Runs `act` in one transaction that a power cut may take with it: for what can be fetched again, and for nothing else. */
  relaxed<Result>(act: () => Result): Result;
  /** Makes `relaxed` cheaper until the result is called: nothing else may be written meanwhile that has to outlast a power cut. */
  relax(): () => void;
  /** Whether what was thrown concerns the whole store (disk full, lock, damage), and not only the rows at hand. */
  concernsAll(thrown: unknown): boolean;
}

export function openItems(db: Db, ids: Ids, clock: Clock): Items {
  const prepared = openPrepared<ItemRow>(db);
  const items = (where: string, ...values: readonly unknown[]): readonly Item[] =>
    prepared(`${selectItem} ${where}`)
      .all(...values)
      .map(itemOf);
  const bodies = lazily(() => openBodies(db));
  return {
    ...openReading(db, items),
    ...openWords(db, bodies),
    ...openBeside(db),
    ...openMarks(db, clock),
    waitAgain: (source, names, newestMax) =>
      void db.prepare(setWaiting).run({ source, names: JSON.stringify(names), newestMax: newestMax ?? -1 }),
    ...openKnowing(db, bodies),
    ...openArrivals(db, ids, bodies),
    concernsAll: (thrown) => storeError(thrown, "") !== null,
    ...openRelaxing(db),
  };
}

function openRelaxing(db: Db): Pick<Items, "relaxed" | "relax"> {
  let holders = 0;
  const relax = (): (() => void) => {
    if (holders === 0) db.pragma("synchronous = NORMAL");
    holders += 1;
    return () => {
      holders -= 1;
      if (holders === 0) db.pragma("synchronous = FULL");
    };
  };
  return {
    relax,
    relaxed(act) {
      // A savepoint: what one document did is taken back when it throws, and the others of its batch stay.
      if (db.inTransaction) return db.transaction(act)();
      const tighten = relax();
      try {
        return db.transaction(act).immediate();
      } finally {
        tighten();
      }
    },
  };
}

const weekMs = 7 * dayMs;

type Select = (where: string, ...values: readonly unknown[]) => readonly Item[];
type Reading = Pick<
  Items,
  "get" | "some" | "ofSource" | "idsOfSource" | "held" | "weekly" | "newest" | "keptWithoutNote"
>;

function openWords(db: Db, bodies: () => Bodies): Pick<Items, "body" | "bodies" | "versions"> {
  const words = openItemWords(db, bodies);
  return {
    ...words,
    body(id, n) {
      const body = words.body(id, n);
      if (body === null) throw missingItem(n === undefined ? id : `${id} version ${n}`);
      return body;
    },
  };
}

function openReading(db: Db, items: Select): Reading {
  return {
    get(id) {
      const [item] = items("WHERE i.id = ?", id);
      if (item === undefined) throw missingItem(id);
      return item;
    },
    some(wanted) {
      const found = items("WHERE i.id IN (SELECT value FROM json_each(?))", JSON.stringify(wanted));
      const byId = new Map(found.map((item) => [item.id, item]));
      return wanted.flatMap((id) => byId.get(id) ?? []);
    },
    ofSource: (source, limit) => items("WHERE i.source = ? ORDER BY i.sorted DESC, i.no DESC LIMIT ?", source, limit),
    idsOfSource: (source) =>
      db
        .prepare<[string], string>("SELECT id FROM item WHERE source = ? ORDER BY sorted DESC, no DESC")
        .pluck()
        .all(source),
    weekly(source, weeks, now) {
      const since = new Date(now.getTime() - weeks * weekMs).toISOString();
      const rows = db
        .prepare<[string, string], string>("SELECT sorted FROM item WHERE source = ? AND sorted > ?")
        .pluck()
        .all(source, since);
      const counts = Array.from({ length: weeks }, () => 0);
      for (const sorted of rows) {
        const back = Math.floor((now.getTime() - Date.parse(sorted)) / weekMs);
        const at = Math.min(weeks - 1, Math.max(0, weeks - 1 - back));
        counts[at] = (counts[at] ?? 0) + 1;
      }
      return counts;
    },
    held: () =>
      db
        .prepare<[], string>(
          "SELECT id FROM item WHERE id IN (SELECT item FROM leaned_on) ORDER BY sorted DESC, no DESC",
        )
        .pluck()
        .all(),
    newest: (limit) => items("WHERE i.is_new = 1 ORDER BY i.sorted DESC, i.no DESC LIMIT ?", limit),
    keptWithoutNote(limit) {
      const noNote = "NOT EXISTS (SELECT 1 FROM noted WHERE item = k.item)";
      const kept = `SELECT item FROM item_mark k WHERE kept IS NOT NULL AND ${noNote} ORDER BY kept, item LIMIT ?`;
      return items(`WHERE i.id IN (${kept}) ORDER BY m.kept, i.id`, limit);
    },
  };
}

const setMark = `INSERT INTO item_mark (item, read, kept, dropped) VALUES (@id, @read, @kept, @dropped)
  ON CONFLICT (item) DO UPDATE SET read = coalesce(read, excluded.read),
    kept = iif(@isRead, kept, coalesce(iif(excluded.kept IS NULL, NULL, kept), excluded.kept)),
    dropped = iif(@isRead, dropped, coalesce(iif(excluded.dropped IS NULL, NULL, dropped), excluded.dropped))`;

const setWaiting = `UPDATE item SET let_go = NULL, is_new = NOT EXISTS (SELECT 1 FROM item_mark m WHERE m.item = item.id)
    AND NOT EXISTS (SELECT 1 FROM muted m WHERE m.item = item.id)
  WHERE source = @source AND let_go IS NOT NULL AND no IN (
    SELECT i.no FROM json_each(@names) j CROSS JOIN brought b ON b.source = @source AND b.entry = j.value
      CROSS JOIN item i ON i.no = b.item_no ORDER BY i.sorted DESC, i.no DESC LIMIT @newestMax)`;

function openBeside(db: Db): Pick<Items, "beside"> {
  return {
    beside(id) {
      const select = `SELECT v.details ->> '$.beside' AS beside, v.details ->> '$.durationSeconds' AS seconds`;
      const row = db
        .prepare<[string], { beside: string | null; seconds: number | null }>(
          `${select} FROM item i ${newestVersion} WHERE i.id = ?`,
        )
        .get(id);
      if (row === undefined) throw missingItem(id);
      return { beside: besideOf(row.beside), durationSeconds: row.seconds };
    },
  };
}

function missingItem(id: string): PkmError {
  return new PkmError("not-found", `no item ${id}`, { hint: "pkm find" });
}

function openMarks(db: Db, clock: Clock): Pick<Items, "mark" | "unmark" | "layAside" | "takeUp" | "adopt"> {
  const set = lazily(() => db.prepare<[object]>(setMark));
  const takeUp = (ids: readonly string[]): readonly string[] =>
    db
      .prepare<[string], string>(
        `DELETE FROM item_mark WHERE item IN (SELECT value FROM json_each(?)) AND dropped IS NOT NULL AND read IS NULL
         RETURNING item`,
      )
      .pluck()
      .all(JSON.stringify(ids));
  return {
    mark(id, mark, at) {
      const now = at ?? instantNow(clock);
      const values = {
        id,
        read: now,
        kept: mark === "kept" ? now : null,
        dropped: mark === "dropped" ? now : null,
        isRead: mark === "read" ? 1 : 0,
      };
      set().run(values);
    },
    unmark(id, mark) {
      const row = db
        .prepare<[string], Record<Mark, string | null>>("SELECT read, kept, dropped FROM item_mark WHERE item = ?")
        .get(id);
      if (row === undefined) return;
      const left = { ...row, [mark]: null };
      if (left.read === null && left.kept === null && left.dropped === null) {
        db.prepare("DELETE FROM item_mark WHERE item = ?").run(id);
      } else {
        db.prepare("UPDATE item_mark SET read = ?, kept = ?, dropped = ? WHERE item = ?").run(
          left.read,
          left.kept,
          left.dropped,
          id,
        );
      }
    },
    layAside(ids, at) {
      db.prepare(
        "INSERT INTO item_mark (item, dropped) SELECT value, ? FROM json_each(?) WHERE true ON CONFLICT (item) DO NOTHING",
      ).run(at, JSON.stringify(ids));
    },
    takeUp,
    adopt(source, ids) {
      const taken = JSON.stringify(takeUp(ids));
      db.prepare("UPDATE item SET source = ? WHERE id IN (SELECT value FROM json_each(?))").run(source, taken);
    },
  };
}

const selectVersion = `SELECT ${versionColumns} FROM item i ${newestVersion} WHERE i.id = ?`;
// Crossed: else the planner may walk all that the source ever brought for each of the names.
const selectArrivals = `
  SELECT a.entry AS name, a.hash, i.id AS item, i.source
  FROM json_each(?) j CROSS JOIN brought a ON a.source = ? AND a.entry = j.value CROSS JOIN item i ON i.no = a.item_no`;
const knownColumns =
  "i.id, i.key, i.source, i.guid, i.title, i.published, s.url AS sourceUrl, s.found_at AS sourceFoundAt";
const itsSource = "JOIN source s ON s.id = i.source";
const selectByKeys = `SELECT ${knownColumns} FROM json_each(?) j CROSS JOIN item i ON i.key = j.value ${itsSource}`;
const selectPublishedAt = `SELECT ${knownColumns} FROM json_each(?) j
  CROSS JOIN item i ON i.source = ? AND i.is_new IN (0, 1) AND i.sorted = j.value AND i.published = j.value ${itsSource}`;

type Hashless<Row> = Omit<Row, "contentHash">;

function openKnowing(db: Db, bodies: () => Bodies): Pick<Items, "known" | "publishedAt"> {
  const sql = lazily(() => ({
    arrivals: db.prepare<[string, string], Hashless<KnownArrival>>(selectArrivals),
    items: db.prepare<[string], Hashless<KnownItem>>(selectByKeys),
    alike: db.prepare<[string, string], Hashless<KnownItem>>(selectPublishedAt),
    version: db.prepare<[string], VersionRow>(selectVersion),
  }));
  // Most entries stand as they came, and are never compared by their content.
  const known = <Row>(row: Row, item: string): Row & { contentHash: string } => ({
    ...row,
    get contentHash() {
      const version = sql().version.get(item);
      return version === undefined ? "" : hashOf(version, bodies());
    },
  });
  return {
    known: (source, names, keys) => ({
      arrivals: sql()
        .arrivals.all(JSON.stringify(names), source)
        .map((row) => known(row, row.item)),
      items: sql()
        .items.all(JSON.stringify(keys))
        .map((row) => known(row, row.id)),
    }),
    publishedAt: (source, instants) =>
      sql()
        .alike.all(JSON.stringify(instants), source)
        .map((row) => known(row, row.id)),
  };
}

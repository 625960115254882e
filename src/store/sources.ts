// Sources in the store: what the person decided about them, what their servers said, and their counts.
import { dayMs, instantNow, type Clock, type Instant } from "../base/clock.ts";
import { PkmError } from "../base/errors.ts";
import { newFacts } from "../seek/poll.ts";
import {
  usualSettings,
  type FeedFacts,
  type NewSource,
  type Poll,
  type Source,
  type SourceSettings,
} from "../seek/source.ts";
import type { Db } from "./database.ts";
import type { Ids } from "./ids.ts";
import { lazily } from "./lazily.ts";
import { followOwner } from "./person-follow.ts";
import { openPrepared } from "./prepared.ts";
import {
  feedColumns,
  pollOf,
  selectPoll,
  selectSource,
  sourceOf,
  type PollRow,
  type SourceRow,
} from "./source-rows.ts";

/** What the person says anew of a source. */
export interface SourceChange extends Partial<SourceSettings & Pick<NewSource, "url" | "filter" | "person">> {
  /** Days after which its unread items are let go; 0 is never, null as for any other. */
  shelfDays?: number | null;
  /** Whether the page of each of its items is read. */
  fullText?: 0 | 1;
}

export interface Sources {
  /** The source, dropped or not; throws PkmError("not-found"). */
  get(id: string): Source;
  /** Id of the source with this address, dropped or not; null when there is none. */
  idOf(url: string): string | null;
  /** By title; those that were dropped only when asked for. */
  list(which?: { withDropped: boolean }): readonly Source[];
  /** Puts a source in its inert form (dropped), so that undo of its revival has something to lean on. Hands back its id. */
  plant(source: Pick<NewSource, "url"> & { foundAt: string | null }): string;
  /** Brings a planted or dropped source to life with what the person says of it, added now. */
  revive(id: string, source: Omit<NewSource, "url">): void;
  /** Writes what is given, and leaves the rest. Whoever gives a new address has looked that no source has it. */
  edit(id: string, change: SourceChange): void;
  /** Stops asking it by itself, until it is resumed. */
  pause(id: string): void;
  resume(id: string): void;
  /** Stops asking it. Its items stay. */
  drop(id: string): void;
  /** Sources to be asked at `now`: neither dropped nor paused; the longest due first. */
  due(now: Instant): readonly Poll[];
  /** Sources as refresh asks them, in the order of `ids`. */
  polls(ids: readonly string[]): readonly Poll[];
  /** Every source that is neither dropped nor paused, as refresh asks it. */
  allPolls(): readonly Poll[];
  /** Writes down what an answer did. */
  setFacts(id: string, facts: FeedFacts): void;
  /** Gives the source its new address; false, and nothing is changed, when another source has it. */
  move(id: string, url: string): boolean;
  /** When the next source is due; null when none ever is. */
  nextDue(): Instant | null;
}

/** No source is put off further than this, so one that is was put off by a clock that ran ahead. */
const putOffMsMax = 31 * dayMs;

export function openSources(db: Db, ids: Ids, clock: Clock): Sources {
  return { ...openReading(db, clock), ...openDecisions(db, ids, clock), ...openPolls(db) };
}

function openReading(db: Db, clock: Clock): Pick<Sources, "get" | "idOf" | "list"> {
  const prepared = openPrepared<SourceRow>(db);
  const idOf = lazily(() => db.prepare<[string], string>("SELECT id FROM source WHERE url = ?").pluck());
  const rows = (where: string, id: string | null): readonly Source[] => {
    const monthAgo = new Date(clock.now().getTime() - 28 * dayMs).toISOString();
    return prepared(`${selectSource} ${where}`)
      .all({ monthAgo, id })
      .map((row) => sourceOf(row, clock.now()));
  };
  return {
    get(id) {
      const [source] = rows("WHERE s.id = @id", id);
      if (source === undefined) throw new PkmError("not-found", `no source ${id}`, { hint: "pkm seek list" });
      return source;
    },
    idOf: (url) => idOf().get(url) ?? null,
    list(which = { withDropped: false }) {
      const where = which.withDropped ? "" : "WHERE s.dropped IS NULL";
      return rows(`${where} ORDER BY coalesce(s.title, f.title, s.url) COLLATE NOCASE, s.id`, null);
    },
  };
}

type Decision = "plant" | "revive" | "edit" | "pause" | "resume" | "drop";

const editable = [
  ["url", "url"],
  ["filter", "filter"],
  ["person", "person"],
  ["title", "title"],
  ["secret", "secret"],
  ["user", "user_name"],
  ["timeoutMs", "timeout_ms"],
  ["shelfDays", "shelf_days"],
  ["fullText", "full_text"],
] as const;

function openDecisions(db: Db, ids: Ids, clock: Clock): Pick<Sources, Decision> {
  return {
    plant({ url, foundAt }) {
      const now = instantNow(clock);
      const id = ids.take("source", url);
      const insert = "INSERT INTO source (id, url, filter, found_at, added, dropped) VALUES (?, ?, 'naive', ?, ?, ?)";
      db.prepare(insert).run(id, url, foundAt, now, now);
      const insertFeed = `INSERT INTO source_feed (source, ${feedColumns.names}) VALUES (@id, ${feedColumns.values})`;
      db.prepare(insertFeed).run({ id, ...newFacts(now) });
      db.prepare("INSERT INTO source_count (source) VALUES (?)").run(id);
      return id;
    },
    revive(id, { filter, person, tags, contexts, settings = usualSettings }) {
      const now = instantNow(clock);
      const update = `UPDATE source SET dropped = NULL, paused = NULL, added = @now, filter = @filter, person = @person, title = @title,
        secret = @secret, user_name = @user, timeout_ms = @timeoutMs WHERE id = @id`;
      db.prepare(update).run({ id, now, filter, person, ...settings });
      if (person !== null) followOwner(db, { person, source: id, now });
      const tag = db.prepare("INSERT INTO tag (thing, tag, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
      for (const each of tags) tag.run(id, each, now);
      const context = db.prepare("INSERT INTO context (thing, context, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
      for (const each of contexts) context.run(id, each, now);
    },
    edit(id, change) {
      for (const [field, column] of editable) {
        const value = change[field];
        if (value !== undefined) db.prepare(`UPDATE source SET ${column} = ? WHERE id = ?`).run(value, id);
      }
      const { person = null } = change;
      if (person !== null) followOwner(db, { person, source: id, now: instantNow(clock) });
    },
    pause(id) {
      db.prepare("UPDATE source SET paused = ? WHERE id = ? AND paused IS NULL").run(instantNow(clock), id);
    },
    resume(id) {
      db.prepare("UPDATE source SET paused = NULL WHERE id = ?").run(id);
    },
    drop(id) {
      db.prepare("UPDATE source SET dropped = ? WHERE id = ? AND dropped IS NULL").run(instantNow(clock), id);
    },
  };
}

type Polling = Pick<Sources, "due" | "polls" | "allPolls" | "setFacts" | "move" | "nextDue">;

const isAsked = "s.dropped IS NULL AND s.paused IS NULL";

function openPolls(db: Db): Polling {
  const makeSetFacts = () =>
    db.prepare<[object]>(`UPDATE source_feed SET (${feedColumns.names}) = (${feedColumns.values}) WHERE source = @id`);
  let setFacts: ReturnType<typeof makeSetFacts> | null = null;
  const polls = (where: string, values: object): readonly Poll[] =>
    db.prepare<[object], PollRow>(`${selectPoll} WHERE ${where}`).all(values).map(pollOf);
  return {
    due(now) {
      const at = (aheadMs: number): Instant => new Date(Date.parse(now) + aheadMs).toISOString();
      // One that was asked in the future was asked by a clock that has been set back since. One put off for less than
      // a day is waited for: nothing but its row tells, and reading every row would cost each refresh.
      const wasAhead = "f.next_due > @dayOn AND (f.asked > @now OR f.next_due > @beyond)";
      // Two ranges of one index; an OR of them alone would pass over every source.
      const mayBeDue = `f.source IN (SELECT source FROM source_feed WHERE next_due <= @now
        UNION ALL SELECT source FROM source_feed WHERE next_due > @dayOn)`;
      const isDue = `${mayBeDue} AND (f.next_due <= @now OR ${wasAhead})`;
      const when = { now, dayOn: at(dayMs), beyond: at(putOffMsMax) };
      return polls(`${isDue} AND ${isAsked} ORDER BY f.next_due, s.id`, when);
    },
    polls: (wanted) => wanted.flatMap((id) => polls("s.id = @id", { id })),
    allPolls: () => polls(`${isAsked} ORDER BY f.next_due, s.id`, {}),
    setFacts(id, facts) {
      setFacts ??= makeSetFacts();
      setFacts.run({ id, ...facts });
    },
    move(id, url) {
      const other = db.prepare<[string], string>("SELECT id FROM source WHERE url = ?").pluck().get(url);
      if (other !== undefined) return other === id;
      // Its server has moved it, and not the person: what they did with it can be undone all the same.
      for (const side of ["before", "after"])
        db.prepare(
          `UPDATE change_row SET ${side} = json_set(${side}, '$.url', @url) WHERE place = 'source' AND key = json_array(@id)
             AND iif(place = 'source', ${side} ->> '$.url', NULL) = (SELECT url FROM source WHERE id = @id)`,
        ).run({ id, url });
      db.prepare("UPDATE source SET url = ? WHERE id = ?").run(url, id);
      return true;
    },
    nextDue() {
      const from = "FROM source_feed f JOIN source s ON s.id = f.source";
      const query = `SELECT f.next_due ${from} WHERE f.next_due IS NOT NULL AND ${isAsked} ORDER BY f.next_due LIMIT 1`;
      return db.prepare<[], string>(query).pluck().get() ?? null;
    },
  };
}

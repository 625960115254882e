// What waits at the steps of the weekly review, what flowed through its stages, and which steps were walked.
import { dayMs, type Clock, type Instant, instantNow } from "../base/clock.ts";
import { type Flow, flowDays, type Stage, type Waiting, type WaitingThing, type WeeklyStep } from "../share/weekly.ts";
import type { Db } from "./database.ts";

/** The steps whose waiting things are rows. */
export type CountedStep = Exclude<WeeklyStep, "changed" | "shares">;

export interface Weekly {
  waiting(step: CountedStep): Waiting;
  /** Of what came to each stage in the last 28 days, how much went on. */
  flows(): readonly Flow[];
  /** Marks the step as walked in that week; call it in changes.record. */
  finish(week: string, step: WeeklyStep): void;
  /** Steps that were walked in that week, with when. */
  finished(week: string): ReadonlyMap<string, Instant>;
}

/** For each step where its things are, what they are called by and since when they wait. */
const things: Readonly<Record<CountedStep, { from: string; ref: string; title: string; since: string }>> = {
  unread: {
    from: "item i JOIN source s ON s.id = i.source WHERE i.is_new = 1 AND s.dropped IS NULL",
    ref: "i.id",
    title: "coalesce(i.title, i.lead, i.url, i.id)",
    since: "i.fetched",
  },
  failing: {
    from: `source s JOIN source_feed f ON f.source = s.id
      WHERE f.failing_since IS NOT NULL AND s.dropped IS NULL AND s.paused IS NULL`,
    ref: "s.id",
    title: "coalesce(s.title, f.title, s.url)",
    since: "f.failing_since",
  },
  kept: {
    from: `item_mark m JOIN item i ON i.id = m.item WHERE m.kept IS NOT NULL AND m.dropped IS NULL
      AND NOT EXISTS (SELECT 1 FROM noted n WHERE n.item = m.item)`,
    ref: "i.id",
    title: "coalesce(i.title, i.lead, i.url, i.id)",
    since: "m.kept",
  },
  seeds: {
    from: `note n WHERE n.missing IS NULL AND n.growth = 'seed'
      AND NOT EXISTS (SELECT 1 FROM share d WHERE d.note = n.id AND d.withdrawn IS NULL)`,
    ref: "coalesce(n.id, n.path)",
    title: "n.title",
    since: "coalesce(n.created, n.updated)",
  },
  heard: {
    from: `feedback f JOIN share d ON d.id = f.share JOIN person p ON p.id = f.person
      WHERE f.state = 'received' AND d.withdrawn IS NULL`,
    ref: "d.id",
    title: "p.name || ': ' || substr(f.text, 1, 80)",
    since: "f.received",
  },
};

/** What came to each stage since then, and what of that went on. */
const flows: Readonly<Record<Stage, { came: string; went: string }>> = {
  seek: {
    // In two halves, each over an index or a short table: of all items only these are asked.
    came: `(SELECT 1 FROM item WHERE is_new = 1 AND fetched >= @since
      UNION ALL SELECT 1 FROM item_mark m JOIN item i ON i.id = m.item WHERE i.fetched >= @since)`,
    went: "item i JOIN item_mark m ON m.item = i.id WHERE i.fetched >= @since",
  },
  sense: {
    came: "item_mark m WHERE m.kept >= @since AND m.dropped IS NULL",
    went: `item_mark m WHERE m.kept >= @since AND m.dropped IS NULL
      AND EXISTS (SELECT 1 FROM noted n WHERE n.item = m.item)`,
  },
  share: {
    came: "share d WHERE d.created >= @since AND d.withdrawn IS NULL",
    went: `share d WHERE d.created >= @since AND d.withdrawn IS NULL
      AND EXISTS (SELECT 1 FROM release r WHERE r.share = d.id AND r.sent IS NOT NULL)`,
  },
};

export function openWeekly(db: Db, clock: Clock): Weekly {
  const count = (from: string, values: { since?: Instant }): number =>
    Number(db.prepare<[object], number>(`SELECT count(*) FROM ${from}`).pluck().get(values));
  return {
    waiting(step) {
      const { from, ref, title, since } = things[step];
      const select = `SELECT ${ref} AS ref, ${title} AS title, ${since} AS since FROM ${from} ORDER BY 3, 1 LIMIT 1`;
      return { count: count(from, {}), oldest: db.prepare<[], WaitingThing>(select).get() ?? null };
    },
    flows() {
      const since = new Date(clock.now().getTime() - flowDays * dayMs).toISOString();
      return (["seek", "sense", "share"] as const).map((stage) => ({
        stage,
        came: count(flows[stage].came, { since }),
        went: count(flows[stage].went, { since }),
      }));
    },
    finish(week, step) {
      const insert = "INSERT INTO weekly_step (week, step, done) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
      db.prepare(insert).run(week, step, instantNow(clock));
    },
    finished: (week) =>
      new Map(
        db
          .prepare<[string], { step: string; done: Instant }>("SELECT step, done FROM weekly_step WHERE week = ?")
          .all(week)
          .map(({ step, done }) => [step, done]),
      ),
  };
}

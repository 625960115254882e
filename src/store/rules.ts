// Rules in the store: what the person wrote, and the index of the items each holds for.
import { instantNow, type Clock, type Instant } from "../base/clock.ts";
import { PkmError } from "../base/errors.ts";
import { parseRule, type Rule, type RuleKind } from "../sense/rule.ts";
import type { Db } from "./database.ts";
import { deriving } from "./deriving.ts";
import { conditionOf, openWords, type Search } from "./search/search.ts";

export interface Rules {
  /** Writes a rule down; hands back its number. Call it inside changes.record, and catchUp after it. */
  add(rule: { how: RuleKind; query: string; until: Instant | null }): number;
  /** Takes a rule away: what only it held for waits again. Throws PkmError("not-found"). Call it inside changes.record. */
  drop(no: number): void;
  /** Those that hold, oldest first. */
  list(): readonly Rule[];
  /**
   * Holds every rule against the items that came since the last time, a new one against all; ends those whose time is
   * over. An item is held against a rule once: as it was when it came.
   */
  catchUp(): void;
}

interface Unmatched {
  no: number;
  how: RuleKind;
  query: string;
  created: Instant;
  through: number;
}

export function openRules(db: Db, search: Pick<Search, "catchUp">, clock: Clock): Rules {
  return {
    add({ how, query, until }) {
      const insert = db.prepare("INSERT INTO rule (how, query, created, until) VALUES (?, ?, ?, ?)");
      return Number(insert.run(how, query, instantNow(clock), until).lastInsertRowid);
    },
    drop(no) {
      const update = db.prepare("UPDATE rule SET dropped = ? WHERE no = ? AND dropped IS NULL");
      if (update.run(instantNow(clock), no).changes === 1) return;
      throw new PkmError("not-found", `there is no rule ${no}`, { hint: "pkm seek mute --list" });
    },
    list: () =>
      db
        .prepare<[Instant], Rule>(
          `SELECT no, how, query, created, until, (SELECT count(*) FROM rule_item WHERE rule = no) AS items
           FROM rule WHERE dropped IS NULL AND (until IS NULL OR until > ?) ORDER BY no`,
        )
        .all(instantNow(clock)),
    catchUp() {
      if (db.prepare("SELECT 1 FROM rule LIMIT 1").get() === undefined) return;
      if (!isBehind(db, instantNow(clock))) return;
      search.catchUp("wait");
      const act = (): void => catchUp(db, clock.now());
      if (db.inTransaction) act();
      else deriving(db, () => db.transaction(act).immediate());
    },
  };
}

const holds = "r.dropped IS NULL AND (r.until IS NULL OR r.until > @now)";
const unmatched = `SELECT r.no, r.how, r.query, r.created, coalesce(m.through, 0) AS through
  FROM rule r LEFT JOIN rule_matched m ON m.rule = r.no
  WHERE ${holds} AND coalesce(m.through, 0) < (SELECT coalesce(max(no), 0) FROM item)`;
const ended = "SELECT no FROM rule WHERE until <= @now AND no IN (SELECT rule FROM rule_matched)";

function isBehind(db: Db, now: Instant): boolean {
  const query = `SELECT EXISTS (${unmatched}) OR EXISTS (${ended})`;
  return db.prepare<{ now: Instant }, number>(query).pluck().get({ now }) === 1;
}

function catchUp(db: Db, at: Date): void {
  const now = at.toISOString();
  db.prepare(`DELETE FROM rule_item WHERE rule IN (${ended})`).run({ now });
  db.prepare("DELETE FROM rule_matched WHERE rule IN (SELECT no FROM rule WHERE until <= ?)").run(now);
  const last = Number(db.prepare<[], number>("SELECT coalesce(max(no), 0) FROM item").pluck().get());
  for (const { no, how, query, created, through } of db.prepare<{ now: Instant }, Unmatched>(unmatched).all({ now })) {
    const { sql, values } = conditionOf(openWords(db, through), "item", parseRule(query, new Date(created)));
    db.prepare<unknown[]>(
      `INSERT INTO rule_item (item, rule, how) SELECT t.id, ?, ? FROM item t WHERE t.no > ? AND t.no <= ? AND ${sql}
       ON CONFLICT DO NOTHING`,
    ).run(no, how, through, last, ...values);
    db.prepare(
      "INSERT INTO rule_matched (rule, through) VALUES (?, ?) ON CONFLICT (rule) DO UPDATE SET through = excluded.through",
    ).run(no, last);
  }
}

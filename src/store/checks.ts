// Claims of items and what checking found.
import { type Clock, type Instant, instantNow } from "../base/clock.ts";
import type { Claim, Finding } from "../sense/check.ts";
import type { Db } from "./database.ts";
import type { Ids } from "./ids.ts";

export interface Checks {
  claim(item: string, text: string): Claim;
  /** Null when there is none. */
  claimOf(id: string): Claim | null;
  /** In the order they were written down. */
  claimsOf(item: string): readonly Claim[];
  find(finding: Omit<Finding, "no" | "at">): void;
  /** What was found about an item as a whole, or about a claim, in the order it was. */
  findings(about: string): readonly Finding[];
}

interface ClaimRow {
  id: string;
  item: string;
  text: string;
  created: Instant;
}

export function openChecks(db: Db, ids: Ids, clock: Clock): Checks {
  const claims = (where: string, value: string): readonly Claim[] =>
    db
      .prepare<[string], ClaimRow>(`SELECT id, item, text, created FROM claim WHERE ${where} ORDER BY created, rowid`)
      .all(value)
      .map((row) => ({ ...row, kind: "claim" }));
  return {
    claim(item, text) {
      const id = ids.take("claim");
      const created = instantNow(clock);
      db.prepare("INSERT INTO claim (id, item, text, created) VALUES (?, ?, ?, ?)").run(id, item, text, created);
      return { id, kind: "claim", item, text, created };
    },
    claimOf: (id) => claims("id = ?", id)[0] ?? null,
    claimsOf: (item) => claims("item = ?", item),
    find({ about, step, bears, found, text }) {
      db.prepare("INSERT INTO finding (about, step, bears, found, text, at) VALUES (?, ?, ?, ?, ?, ?)").run(
        about,
        step,
        bears,
        found,
        text,
        instantNow(clock),
      );
    },
    findings: (about) =>
      db
        .prepare<[string], Finding>(
          "SELECT no, about, step, bears, found, text, at FROM finding WHERE about = ? ORDER BY no",
        )
        .all(about),
  };
}

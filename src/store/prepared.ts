// Statements by their text, each prepared at its first use and kept: to plan one often takes longer than to ask it.
import type { Statement } from "better-sqlite3";
import type { Db } from "./database.ts";

/** Prepares a text when it is first asked for, and hands the same statement back from then on. */
export function openPrepared<Row>(db: Db): (sql: string) => Statement<unknown[], Row> {
  const made = new Map<string, Statement<unknown[], Row>>();
  return (sql) => {
    const statement = made.get(sql) ?? db.prepare<unknown[], Row>(sql);
    made.set(sql, statement);
    return statement;
  };
}

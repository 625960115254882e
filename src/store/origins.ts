// Where items come from, in short numbers: source, author and host of each, and the people that authors are.
import { dayMs } from "../base/clock.ts";
import { authorParts } from "../people/known-as.ts";
import { siteOf } from "../seek/echoes.ts";
import type { Db } from "./database.ts";
import { lazily } from "./lazily.ts";
import { deriving } from "./deriving.ts";

export interface Origins {
  /** Looks at items that came or changed since the last time, at most `itemsMax`; hands back how many are left. */
  catchUp(itemsMax?: number): number;
}

interface Row {
  no: number;
  source: string;
  author: string | null;
  url: string | null;
  fetched: string;
}

type NameKind = "source" | "author" | "domain";

/** Items that are held in memory at once: a store that was put back has a million to be looked at. */
const rowsMax = 10_000;

export function openOrigins(db: Db): Origins {
  const statements = lazily(() => statementsOf(db));
  return {
    catchUp(itemsMax = Number.POSITIVE_INFINITY) {
      const { through, last, stale } = statements().standing.get() ?? { through: 0, last: 0, stale: 0 };
      if (through >= last && stale === 0) return 0;
      return deriving(db, () => db.transaction(() => catchUp(statements(), itemsMax)).immediate());
    },
  };
}

type Statements = ReturnType<typeof statementsOf>;

function catchUp(sql: Statements, itemsMax: number): number {
  const number = openNumbers(sql);
  const write = ({ no, source, author, url, fetched }: Row): void => {
    const domain = siteOf(url);
    const named = author !== null && authorParts(author).length > 0 ? author.trim() : null;
    sql.put.run({
      no,
      source: number("source", source),
      author: named === null ? null : number("author", named),
      domain: domain === null ? null : number("domain", domain),
      day: Math.floor(Date.parse(fetched) / dayMs),
    });
  };
  for (const row of sql.stale.all()) write(row);
  sql.clearStale.run();
  const { through = 0, last = 0 } = sql.standing.get() ?? {};
  const end = Math.min(last, through + itemsMax);
  for (let from = through; from < end; from += rowsMax)
    for (const row of sql.since.all(from, Math.min(end, from + rowsMax))) write(row);
  sql.move.run(end);
  return last - end;
}

/** The number of each name, given out at its first use. */
function openNumbers(sql: Statements): (kind: NameKind, name: string) => number {
  const known = new Map<string, number>();
  return (kind, name) => {
    const key = `${kind} ${name}`;
    const had = known.get(key) ?? sql.numberOf.get(kind, name);
    const no = had ?? Number(sql.name.run(kind, name).lastInsertRowid);
    if (had === undefined && kind === "author") {
      for (const [place, part] of authorParts(name).entries()) sql.part.run(no, part, place);
    }
    known.set(key, no);
    return no;
  };
}

function statementsOf(db: Db) {
  const columns = "i.no, i.source, i.author, i.url, i.fetched";
  return {
    standing: db.prepare<[], { through: number; last: number; stale: number }>(
      `SELECT coalesce((SELECT through FROM origin_through), 0) AS through,
         coalesce((SELECT max(no) FROM item), 0) AS last, EXISTS (SELECT 1 FROM origin_stale) AS stale`,
    ),
    since: db.prepare<[number, number], Row>(
      `SELECT ${columns} FROM item i WHERE i.no > ? AND i.no <= ? ORDER BY i.no`,
    ),
    stale: db.prepare<[], Row>(
      `SELECT ${columns} FROM origin_stale s JOIN item i ON i.no = s.item JOIN origin o ON o.item = s.item`,
    ),
    clearStale: db.prepare("DELETE FROM origin_stale"),
    move: db.prepare<[number]>(
      "INSERT INTO origin_through (one, through) VALUES (1, ?) ON CONFLICT DO UPDATE SET through = excluded.through",
    ),
    put: db.prepare<[object]>(
      `INSERT INTO origin (item, source, author, domain, day) VALUES (@no, @source, @author, @domain, @day)
       ON CONFLICT (item) DO UPDATE SET source = excluded.source, author = excluded.author, domain = excluded.domain`,
    ),
    numberOf: db.prepare<[NameKind, string], number>("SELECT no FROM origin_name WHERE kind = ? AND name = ?").pluck(),
    name: db.prepare<[NameKind, string]>("INSERT INTO origin_name (kind, name) VALUES (?, ?)"),
    part: db.prepare<[number, string, number]>(
      "INSERT INTO author_part (author, part, place) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
    ),
  };
}

// The account of one person, each figure counted over the very rows that open it.
import { accountKinds, type Account, type AccountKind, type Receipt } from "../people/account.ts";
import type { Db } from "./database.ts";
import { itemsOfPerson } from "./person-items.ts";

export interface Accounts {
  /** Every figure of a person. */
  of(person: string): Account;
  /** The rows behind a figure, the latest first; `limit` 0 is all. */
  receipts(person: string, kind: AccountKind, limit: number): readonly Receipt[];
}

const item = "JOIN item i ON i.no = t.item";
const itemTitle = "coalesce(i.title, i.lead, i.url, i.id) AS title";
const told = (way: string): string =>
  `SELECT at, ref, what AS title FROM evidence WHERE person = @person AND way = '${way}'`;
const answered = "SELECT received AS at, id AS ref, text AS title FROM feedback WHERE person = @person";

/** Each a query of at, ref and title; `theirs` has the person's items. */
const rows: Readonly<Record<AccountKind, string>> = {
  came: `SELECT i.fetched AS at, i.id AS ref, ${itemTitle} FROM theirs t ${item}`,
  kept: `SELECT m.kept AS at, i.id AS ref, ${itemTitle} FROM theirs t ${item} JOIN item_mark m ON m.item = i.id
    WHERE m.kept IS NOT NULL`,
  annotated: `SELECT a.created AS at, a.id AS ref, coalesce(a.exact, a.comment) AS title FROM theirs t ${item}
    JOIN annotation a ON a.item = i.id`,
  cited: `SELECT DISTINCT coalesce(n.created, n.updated) AS at, coalesce(n.id, n.path) AS ref, n.title FROM theirs t ${item}
    JOIN noted d ON d.item = i.id JOIN note n ON n.path = d.note`,
  shared: `SELECT min(r.sent) AS at, h.id AS ref, n.title FROM theirs t ${item} JOIN noted d ON d.item = i.id
    JOIN note n ON n.path = d.note JOIN share h ON h.note IN (n.id, n.path) JOIN release r ON r.share = h.id
    WHERE r.sent IS NOT NULL GROUP BY h.id`,
  asked: `SELECT r.sent AS at, r.id AS ref, c.name AS title FROM release r JOIN community c ON c.id = r.place
    WHERE r.kind = 'round' AND r.purpose = 'ask' AND r.sent IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(r.audience, '$.people') j
      JOIN person p ON p.id = j.value ->> '$.person' WHERE coalesce(p.merged_into, p.id) = @person)`,
  answered,
  "taken-up": `${answered} AND state = 'addressed'`,
  gave: told("gave"),
  got: told("got"),
};

/** Opens the accounts; the index of origins must be caught up. */
export function openAccounts(db: Db): Accounts {
  const of = (kind: AccountKind): string => `WITH theirs AS (${itemsOfPerson}) ${rows[kind]}`;
  return {
    of(person) {
      const counts = accountKinds.map((kind) => {
        const sql = `SELECT count(*) FROM (${of(kind)})`;
        return [kind, db.prepare<[object], number>(sql).pluck().get({ person }) ?? 0] as const;
      });
      return accountFrom(new Map(counts));
    },
    receipts: (person, kind, limit) =>
      db
        .prepare<[object], Receipt>(
          `SELECT at, @kind AS kind, ref, title FROM (${of(kind)}) ORDER BY at DESC, ref LIMIT @limit`,
        )
        .all({ person, kind, limit: limit === 0 ? -1 : limit }),
  };
}

function accountFrom(counts: ReadonlyMap<AccountKind, number>): Account {
  const count = (kind: AccountKind): number => counts.get(kind) ?? 0;
  return {
    came: count("came"),
    kept: count("kept"),
    annotated: count("annotated"),
    cited: count("cited"),
    shared: count("shared"),
    asked: count("asked"),
    answered: count("answered"),
    "taken-up": count("taken-up"),
    gave: count("gave"),
    got: count("got"),
  };
}

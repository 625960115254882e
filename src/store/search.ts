// Search: keeps the full-text index up to what is stored, and answers queries from it.
import type { Found } from "../sense/found.ts";
import { type FoundKind, foundKinds } from "../sense/query-filter.ts";
import type { Query, Term } from "../sense/query.ts";
import { beginningMax, beginningOf, letterCount } from "../sense/terms.ts";
import type { Db } from "./database.ts";
import { lazily } from "./lazily.ts";
import { catchUp } from "./search-index.ts";
import { type Condition, filterCondition, isMuted, places } from "./search-filters.ts";

export interface Search {
  /**
   * Indexes what was stored or changed since the last time, at most `docsMax` if that is given; returns how many.
   * With "skip" it leaves them for later while another process is writing, so that a search never waits.
   */
  catchUp(whenLocked: "wait" | "skip", docsMax?: number): number;
  /**
   * What meets the query: by merit the best first, notes before others that are as good, then the newest first; by date the
   * newest first. `limit` 0 is all.
   */
  find(query: Query, limit: number, order?: Order): readonly Found[];
}

export type Order = "merit" | "date";

/** Numbers of search_doc from here on are of what is no item; an item's is its own `no`. The schema says the same. */
const ownFrom = 2 ** 40;
/** How much more a word in a title counts than one in the text. */
const titleWeight = 5;

export function openSearch(db: Db): Search {
  return {
    catchUp: (whenLocked, docsMax = Number.MAX_SAFE_INTEGER) => catchUp(db, whenLocked, docsMax),
    find(query, limit, order = "merit") {
      const own = lazily(() => ownHits(db, query, order));
      const found = foundKinds.flatMap((kind) => findKind(db, query, { kind, limit, order, own }));
      found.sort(byMerit);
      return limit === 0 ? found : found.slice(0, limit);
    },
  };
}

function byMerit(a: Found, b: Found): number {
  return (
    a.score - b.score ||
    Number(b.kind === "note") - Number(a.kind === "note") ||
    (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)
  );
}

function findKind(db: Db, query: Query, place: Place): readonly Found[] {
  const { kind, limit, own } = place;
  const { table, ref, at, of, isThere } = places[kind];
  const sought = soughtOf(query);
  const asked = query.all.filter((terms) => !sought.groups.includes(terms)).map((terms) => either(kind, terms));
  const conditions = [
    { sql: isThere, values: [] },
    ...(kind === "item" && !asksForMuted(query) ? [{ sql: `NOT (${isMuted})`, values: [] }] : []),
    ...asked,
  ];
  const where = conditions.map(({ sql }) => sql).join(" AND ");
  const values = conditions.flatMap((condition) => condition.values);
  const rows = limit === 0 ? -1 : limit;
  if (conditions.some(({ sql }) => sql === "(0)")) return [];
  const found = `SELECT '${kind}' AS kind, t.${ref} AS ref, t.${at} AS at, ${of} AS of`;
  if (sought.match === null) {
    const sql = `${found}, 0 AS score FROM ${table} t WHERE ${where} ORDER BY t.${at} DESC LIMIT ?`;
    return db.prepare<unknown[], Found>(sql).all(...values, rows);
  }
  if (kind !== "item") {
    const hits = `json_each(?) j JOIN search_doc d ON d.no = j.value ->> 0 AND d.kind = '${kind}'`;
    const sql = `${found}, j.value ->> 1 AS score FROM ${hits} JOIN ${table} t ON t.${ref} = d.ref
       WHERE ${where} ORDER BY score, t.${at} DESC LIMIT ?`;
    return db.prepare<unknown[], Found>(sql).all(own(), ...values, rows);
  }
  // CROSS JOIN: the words first, then their items, and the rank of those alone that meet the other conditions.
  const sql = `${found}, s.score FROM (${itemHits(sought, place, asked.length === 0)}) s CROSS JOIN item t ON t.no = s.no
       WHERE ${where} ORDER BY s.score, t.${at} DESC LIMIT ?`;
  return db.prepare<unknown[], Found>(sql).all(sought.match, ...values, rows);
}

interface Place {
  kind: FoundKind;
  limit: number;
  order: Order;
  /** JSON array of number and score of all that is no item and has the words; worked out when first asked for. */
  own: () => string;
}

/** What the full-text index is asked for: groups of words, or where there are none, of how words begin. */
interface Sought {
  table: Table;
  /** Null when it is asked for nothing. */
  match: string | null;
  groups: readonly (readonly Term[])[];
}

function soughtOf(query: Query): Sought {
  for (const table of ["search", "search_begin"] as const) {
    const groups = query.all.filter((terms) => terms.every((term) => isSought(term, table)));
    const match = groups.map((terms) => `(${terms.map(phraseOf).join(" OR ")})`).join(" AND ");
    if (groups.length > 0) return { table, match, groups };
  }
  return { table: "search", match: null, groups: [] };
}

function isSought(term: Term, table: Table): boolean {
  return term.kind === "words" && !term.isNegated && tableOf(term) === table;
}

/**
 * Items that compete for a rank, at most: the newest that have the words. Each one that is ranked costs time, and a
 * common word stands in most of a million; everything is ranked where a query asks for more than words, or for all.
 */
const rankedMax = 50_000;
/** The same where the newest are asked for: a feed that is read for the first time brings old items after new ones. */
const datedMax = 1000;
/** Rounded, so that what is as good is so also after a way through JSON. */
const rank = `round(bm25(search, ${titleWeight}, 1), 9)`;

function itemHits({ table }: Sought, { limit, order }: Place, isAll: boolean): string {
  const all = hitsIn(table, order, `< ${ownFrom}`);
  const most = order === "date" ? Math.max(datedMax, 20 * limit) : rankedMax;
  return isAll && limit > 0 ? `${all} ORDER BY rowid DESC LIMIT ${most}` : all;
}

/** Beginnings are not ranked: they stand in most of what there is. */
function hitsIn(table: Table, order: Order, where: string): string {
  const score = order === "date" || table === "search_begin" ? "0" : rank;
  return `SELECT rowid AS no, ${score} AS score FROM ${table} WHERE ${table} MATCH ? AND rowid ${where}`;
}

/** What is no item has numbers of its own from `ownFrom` on, so that it is found without passing a million items. */
function ownHits(db: Db, query: Query, order: Order): string {
  const { table, match } = soughtOf(query);
  if (match === null) return "[]";
  return JSON.stringify(
    db
      .prepare<[string]>(hitsIn(table, order, `> ${ownFrom}`))
      .raw()
      .all(match),
  );
}

function asksForMuted(query: Query): boolean {
  return query.all.flat().some((term) => term.kind === "filter" && term.key === "is" && term.value === "muted");
}

/** What the query asks of a row t of that kind, without rank. The index must be caught up. */
export function conditionOf(kind: FoundKind, query: Query): Condition {
  const conditions = query.all.map((terms) => either(kind, terms));
  return {
    sql: conditions.map(({ sql }) => sql).join(" AND ") || "1",
    values: conditions.flatMap(({ values }) => values),
  };
}

type Table = "search" | "search_begin";

/** Where a term is looked for: words that are only begun, and hardly that, have a table of their own. */
function tableOf(term: Term): Table {
  if (term.kind !== "words" || !term.isPrefix || term.tokens.length > 1) return "search";
  const [token = ""] = term.tokens;
  return letterCount(token) <= beginningMax ? "search_begin" : "search";
}

/** Tokens are letters, digits and marks alone, so the quotes can not be broken out of. */
function phraseOf(term: Term): string {
  if (term.kind !== "words") return '""';
  if (tableOf(term) === "search") return `"${term.tokens.join(" ")}"${term.isPrefix ? "*" : ""}`;
  const letters = beginningOf(term.tokens.join(" "));
  return `"${letters}"${letterCount(letters) < beginningMax ? "*" : ""}`;
}

function either(kind: FoundKind, terms: readonly Term[]): Condition {
  const conditions = terms.map((term): Condition => {
    const { sql, values } =
      term.kind === "filter" ? filterCondition(kind, term.key, term.value) : wordCondition(kind, term);
    return { sql: term.isNegated ? `NOT (${sql})` : sql, values };
  });
  return {
    sql: `(${conditions.map(({ sql }) => sql).join(" OR ")})`,
    values: conditions.flatMap(({ values }) => values),
  };
}

function wordCondition(kind: FoundKind, term: Term): Condition {
  const table = tableOf(term);
  const hits = `SELECT rowid FROM ${table} WHERE ${table} MATCH ?`;
  if (kind === "item") return { sql: `t.no IN (${hits})`, values: [phraseOf(term)] };
  const sql = `t.${places[kind].ref} IN (SELECT ref FROM search_doc WHERE no IN (${hits}))`;
  return { sql, values: [phraseOf(term)] };
}

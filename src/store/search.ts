// Search: keeps the full-text index up to what is stored, and answers queries from it.
import type { Found } from "../sense/found.ts";
import { type FoundKind, foundKinds } from "../sense/query-filter.ts";
import type { Query, Term } from "../sense/query.ts";
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
  /** What meets the query: the best first, notes before others that are as good, then the newest first. `limit` 0 is all. */
  find(query: Query, limit: number): readonly Found[];
}

/** Numbers of search_doc from here on are of what is no item; an item's is its own `no`. The schema says the same. */
const ownFrom = 2 ** 40;
/** How much more a word in a title counts than one in the text. */
const titleWeight = 5;

export function openSearch(db: Db): Search {
  return {
    catchUp: (whenLocked, docsMax = Number.MAX_SAFE_INTEGER) => catchUp(db, whenLocked, docsMax),
    find(query, limit) {
      const own = lazily(() => ownHits(db, query));
      const found = foundKinds.flatMap((kind) => findKind(db, query, { kind, limit, own }));
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

function findKind(db: Db, query: Query, { kind, limit, own }: Place): readonly Found[] {
  const { table, ref, at, of, isThere } = places[kind];
  const match = matchOf(query);
  const asked = query.all.filter((terms) => !isRanked(terms)).map((terms) => either(kind, terms));
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
  if (match === null) {
    const sql = `${found}, 0 AS score FROM ${table} t WHERE ${where} ORDER BY t.${at} DESC LIMIT ?`;
    return db.prepare<unknown[], Found>(sql).all(...values, rows);
  }
  if (kind !== "item") {
    const hits = `json_each(?) j JOIN search_doc d ON d.no = j.value ->> 0 AND d.kind = '${kind}'`;
    const sql = `${found}, j.value ->> 1 AS score FROM ${hits} JOIN ${table} t ON t.${ref} = d.ref
       WHERE ${where} ORDER BY score, t.${at} DESC LIMIT ?`;
    return db.prepare<unknown[], Found>(sql).all(own(), ...values, rows);
  }
  const hits = asked.length === 0 && limit > 0 ? newestHits : allHits;
  // CROSS JOIN: the words first, then their items, and the rank of those alone that meet the other conditions.
  const sql = `${found}, s.score FROM (${hits}) s CROSS JOIN item t ON t.no = s.no
       WHERE ${where} ORDER BY s.score, t.${at} DESC LIMIT ?`;
  return db.prepare<unknown[], Found>(sql).all(match, ...values, rows);
}

interface Place {
  kind: FoundKind;
  limit: number;
  /** JSON array of number and score of all that is no item and has the words; worked out when first asked for. */
  own: () => string;
}

/**
 * Items that compete for a rank, at most: the newest that have the words. Each one that is ranked costs time, and a
 * common word stands in most of a million; everything is ranked where a query asks for more than words, or for all.
 */
const rankedMax = 50_000;
/** Rounded, so that what is as good is so also after a way through JSON. */
const score = `round(bm25(search, ${titleWeight}, 1), 9) AS score`;
const allHits = `SELECT rowid AS no, ${score} FROM search WHERE search MATCH ? AND rowid < ${ownFrom}`;
const newestHits = `${allHits} ORDER BY rowid DESC LIMIT ${rankedMax}`;

/** What is no item has numbers of its own from `ownFrom` on, so that it is found without passing a million items. */
function ownHits(db: Db, query: Query): string {
  const match = matchOf(query);
  if (match === null) return "[]";
  const hits = `SELECT rowid AS no, ${score} FROM search WHERE search MATCH ? AND rowid > ${ownFrom}`;
  return JSON.stringify(db.prepare<[string]>(hits).raw().all(match));
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

/** Whether a group is of words to be looked for alone: then the full-text index ranks by it. */
function isRanked(terms: readonly Term[]): boolean {
  return terms.every((term) => term.kind === "words" && !term.isNegated);
}

/** The ranked groups as one full-text query; null when there are none. */
function matchOf(query: Query): string | null {
  const groups = query.all.filter(isRanked).map((terms) => `(${terms.map(phraseOf).join(" OR ")})`);
  return groups.length === 0 ? null : groups.join(" AND ");
}

/** Tokens are letters, digits and marks alone, so the quotes can not be broken out of. */
function phraseOf(term: Term): string {
  return term.kind === "words" ? `"${term.tokens.join(" ")}"${term.isPrefix ? "*" : ""}` : '""';
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
  if (kind === "item") {
    return { sql: "t.no IN (SELECT rowid FROM search WHERE search MATCH ?)", values: [phraseOf(term)] };
  }
  const sql = `t.${places[kind].ref} IN (SELECT ref FROM search_doc WHERE no IN (SELECT rowid FROM search WHERE search MATCH ?))`;
  return { sql, values: [phraseOf(term)] };
}

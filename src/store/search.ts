// Search: keeps the full-text index up to what is stored, and answers queries from it.
import type { Found } from "../sense/found.ts";
import { type FoundKind, foundKinds } from "../sense/query-filter.ts";
import type { Query, Term } from "../sense/query.ts";
import { forIndex } from "../sense/terms.ts";
import { type PackedBody, unpackBody } from "./bodies.ts";
import type { Db } from "./database.ts";
import { lazily } from "./lazily.ts";
import { type Condition, filterCondition, isMuted, places } from "./search-filters.ts";
import { unlessLocked } from "./unless-locked.ts";

export interface Search {
  /**
   * Indexes what was stored or changed since the last time, at most the newest `docsMax` if that is given; returns how many.
   * With "skip" it leaves them for later while another process is writing, so that a search never waits.
   */
  catchUp(whenLocked: "wait" | "skip", docsMax?: number): number;
  /** What meets the query: the best first, notes before others that are as good, then the newest first. `limit` 0 is all. */
  find(query: Query, limit: number): readonly Found[];
}

interface Doc {
  no: number;
  kind: string;
  ref: string;
  isIndexed: 0 | 1;
}

interface Content {
  title: string;
  body: string;
}

const batchDocs = 1000;
/** Numbers of search_doc from here on are of what is no item; an item's is its own `no`. The schema says the same. */
const ownFrom = 2 ** 40;
/** How much more a word in a title counts than one in the text. */
const titleWeight = 5;

export function openSearch(db: Db): Search {
  return {
    catchUp(whenLocked, docsMax = Number.POSITIVE_INFINITY) {
      if (db.prepare("SELECT 1 FROM search_doc WHERE is_stale = 1 LIMIT 1").get() === undefined) return 0;
      if (whenLocked === "wait") return indexStale(db, docsMax);
      // What is indexed can be searched all the same.
      return unlessLocked(db, () => indexStale(db, docsMax), 0);
    },
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

function indexStale(db: Db, docsMax: number): number {
  const stale = db.prepare<[number], Doc>(
    "SELECT no, kind, ref, is_indexed AS isIndexed FROM search_doc WHERE is_stale = 1 ORDER BY no DESC LIMIT ?",
  );
  const remove = db.prepare<[number]>("DELETE FROM search WHERE rowid = ?");
  const insert = db.prepare<[number, string, string]>("INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)");
  const done = db.prepare<[number]>("UPDATE search_doc SET is_indexed = 1, is_stale = 0 WHERE no = ?");
  const forget = db.prepare<[number]>("DELETE FROM search_doc WHERE no = ?");
  const read = openContent(db);
  let indexed = 0;
  const batch = db.transaction((): number => {
    const docs = stale.all(Math.min(batchDocs, docsMax - indexed));
    for (const doc of docs) {
      if (doc.isIndexed === 1) remove.run(doc.no);
      const content = read(doc.kind, doc.ref);
      if (content === null) forget.run(doc.no);
      else {
        insert.run(doc.no, forIndex(content.title), forIndex(content.body));
        done.run(doc.no);
      }
    }
    return docs.length;
  });
  for (let docs = batch.immediate(); docs > 0; docs = indexed < docsMax ? batch.immediate() : 0) indexed += docs;
  return indexed;
}

/** What is searched of a thing; null when it is gone. */
function openContent(db: Db): (kind: string, ref: string) => Content | null {
  const item = db.prepare<[string], PackedBody & { title: string }>(
    `SELECT coalesce(i.title, '') AS title, v.html_bytes AS htmlBytes, v.has_text AS hasText, v.body FROM item i
     JOIN item_version v ON v.item = i.id AND v.n = i.version WHERE i.id = ?`,
  );
  const statements: Readonly<Record<string, string>> = {
    annotation: "SELECT '' AS title, concat_ws(char(10), exact, comment) AS body FROM annotation WHERE id = ?",
    feedback: "SELECT '' AS title, text AS body FROM feedback WHERE id = ?",
    person: "SELECT name AS title, concat_ws(' ', mail, handles) AS body FROM person WHERE id = ?",
  };
  const others = new Map(Object.entries(statements).map(([kind, sql]) => [kind, db.prepare<[string], Content>(sql)]));
  const note = db.prepare<[string], Content & { bodyAt: number }>(
    "SELECT title, text AS body, body_at AS bodyAt FROM note WHERE path = ? AND missing IS NULL",
  );
  return (kind, ref) => {
    if (kind === "note") {
      const row = note.get(ref);
      return row === undefined ? null : { title: row.title, body: row.body.slice(row.bodyAt) };
    }
    if (kind !== "item") return others.get(kind)?.get(ref) ?? null;
    const row = item.get(ref);
    return row === undefined ? null : { title: row.title, body: unpackBody(row).text ?? "" };
  };
}

// Search: keeps the index of words up to what is stored, and answers queries from it.
import type { Found } from "../../sense/found.ts";
import { type FoundKind, foundKinds } from "../../sense/query-filter.ts";
import type { Query, Term, WordTerm } from "../../sense/query.ts";
import type { Db } from "../database.ts";
import { lazily } from "../lazily.ts";
import { catchUp } from "./catch-up.ts";
import { openContents } from "./content.ts";
import { type Condition, filterCondition, isMuted, places } from "./filters.ts";
import { hasPhrase, hitsOf, type Outcome, type WordGroups } from "./hits.ts";
import { bestFirst, type Hits } from "./rank.ts";
import { openReading, type Reading } from "./reading.ts";
import { openSegments } from "./segments.ts";

export interface Search {
  /**
   * Indexes what was stored or changed since the last time, at most `docsMax` if that is given; returns how many.
   * With "skip" it leaves them for later while another process is writing, so that a search never waits for that.
   */
  catchUp(whenLocked: "wait" | "skip", docsMax?: number, onProgress?: OnProgress): number;
  /**
   * What meets the query: by merit the best first, notes before others that are as good, then the newest first; by date the
   * newest first. `limit` 0 is all. Of a phrase the index tells only what may have it: that is read, and told meanwhile.
   */
  find(query: Query, limit: number, how?: How): readonly Found[];
}

/** Told now and then while many things are indexed: how many were, of how many. */
export type OnProgress = (done: number, of: number) => void;

const nobody: OnProgress = () => {};

export interface How {
  /** Merit where it is left out. */
  order?: "merit" | "date";
  /** Told while texts are read for a phrase: how many were, of how many of that kind at most. */
  onProgress?: OnProgress;
}

export function openSearch(db: Db): Search {
  return {
    catchUp: (whenLocked, docsMax = Number.MAX_SAFE_INTEGER, onProgress = nobody) =>
      catchUp(db, whenLocked, { docsMax, onProgress }),
    // One transaction: what is read is what is indexed.
    find: (query, limit, { order = "merit", onProgress = nobody } = {}) =>
      db.transaction(() => find(db, query, { limit, order, onProgress }))(),
  };
}

function find(db: Db, query: Query, { limit, order, onProgress }: Required<How> & { limit: number }): readonly Found[] {
  const groups = soughtOf(query);
  const isAll = groups.length === query.all.length && limit > 0 && !hasPhrase(groups);
  const asked = { groups, isRanked: order === "merit", newest: isAll ? enough(limit) : null, after: 0 };
  const outcome = lazily(() => hitsOf(openSegments(db), asked));
  const reading = lazily(() => (hasPhrase(groups) ? openReading(openContents(db), groups, outcome()) : null));
  const sought = { groups, limit, outcome, reading, onProgress, words: openWords(db) };
  const found = foundKinds.flatMap((kind) => findKind(db, query, { ...sought, kind }));
  found.sort(byMerit);
  return limit === 0 ? found : found.slice(0, limit);
}

function byMerit(a: Found, b: Found): number {
  return (
    a.score - b.score ||
    Number(b.kind === "note") - Number(a.kind === "note") ||
    (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)
  );
}

interface Place {
  kind: FoundKind;
  limit: number;
  /** What the index is asked for; empty where it is asked for nothing. */
  groups: WordGroups;
  outcome: () => Outcome;
  /** Null where the index tells enough. */
  reading: () => Reading | null;
  onProgress: OnProgress;
  words: Words;
}

function findKind(db: Db, query: Query, place: Place): readonly Found[] {
  const { kind, limit, groups } = place;
  const { table, ref, at, of, isThere } = places[kind];
  const others = query.all.filter((terms) => !isSought(terms) || groups.length === 0);
  const conditions = [
    { sql: isThere, values: [] },
    ...(kind === "item" && !asksForMuted(query) ? [{ sql: `NOT (${isMuted})`, values: [] }] : []),
    ...others.map((terms) => either(place.words, kind, terms)),
  ];
  if (conditions.some(({ sql }) => sql === "(0)")) return [];
  const where = conditions.map(({ sql }) => sql).join(" AND ");
  const values = conditions.flatMap((condition) => condition.values);
  const found = `SELECT '${kind}' AS kind, t.${ref} AS ref, t.${at} AS at, ${of} AS of`;
  if (groups.length === 0) {
    const sql = `${found}, 0 AS score FROM ${table} t WHERE ${where} ORDER BY t.${at} DESC LIMIT ?`;
    return db.prepare<unknown[], Found>(sql).all(...values, limit === 0 ? -1 : limit);
  }
  const hits = place.outcome().hits.get(kind);
  if (hits === undefined || hits.nos.length === 0) return [];
  const thing = kind === "item" ? "t.no = j.value" : `t.${ref} = (SELECT ref FROM search_doc WHERE no = j.value)`;
  // CROSS JOIN: the words first, then what has them.
  const sql = `${found}, j.key AS place FROM json_each(?) j CROSS JOIN ${table} t ON ${thing} WHERE ${where} ORDER BY j.key`;
  const statement = db.prepare<unknown[], Row>(sql);
  return walk(hits, place, (nos) => statement.all(JSON.stringify(nos), ...values));
}

/** A hit that meets the other conditions too, and the place of its number among those that were asked for. */
type Row = Omit<Found, "score"> & { place: number };

/** So many items are put in the order of their dates: a feed that is read for the first time brings old ones after new ones. */
const enough = (limit: number): number => Math.max(1000, 20 * limit);
/** The same where each is read, which takes a quarter of a millisecond. */
const enoughRead = (limit: number): number => Math.max(100, 3 * limit);
/** Documents that are read for the best of a phrase, where enough of them have it. */
const readMax = 2000;

/** Goes through hits, those first that may be the best, until no other can be among the first `limit`. */
function walk(hits: Hits, place: Place, rowsOf: (nos: readonly number[]) => readonly Row[]): readonly Found[] {
  const { kind, limit, reading: readingOf } = place;
  const reading = readingOf();
  const found: Found[] = [];
  const worst = openWorst(limit);
  let passed = 0;
  const isOver = (atBest: number): boolean => {
    if (worst.of() < atBest) return true;
    const isDated = kind === "item" && atBest === 0;
    if (reading === null) return isDated && found.length >= enough(limit);
    return found.length >= (isDated ? enoughRead(limit) : limit) && (isDated || passed >= readMax);
  };
  for (const slice of bestFirst(hits)) {
    const nos = slice.map((at) => hits.nos[at] ?? 0);
    const rows = rowsOf(nos);
    for (let from = 0; from < rows.length;) {
      const batch = rows.slice(from, from + (reading === null ? rows.length : atOnce(passed)));
      from += batch.length;
      const read = reading?.(
        kind,
        batch.map((row) => nos[row.place] ?? 0),
      );
      for (const { place: at, ...row } of batch) {
        const atBest = hits.scores[slice[at] ?? 0] ?? 0;
        if (limit > 0 && isOver(atBest)) return found;
        passed += 1;
        const score = read === undefined ? atBest : read.get(nos[at] ?? 0);
        if (score === undefined) continue;
        found.push({ ...row, score });
        worst.add(score);
      }
      if (reading !== null) place.onProgress(passed, hits.nos.length);
    }
  }
  return found;
}

/** More and more are read at once: neighbours lie together, and where the best did not have it most do not. */
const atOnce = (passed: number): number => Math.min(Math.max(64, passed), 4096);

/** The score of the last of the first `limit`; Infinity while there are fewer. */
function openWorst(limit: number): { add(score: number): void; of(): number } {
  const scores: number[] = [];
  return {
    add(score) {
      if (limit === 0 || (scores.length === limit && score >= (scores.at(-1) ?? 0))) return;
      scores.splice(scores.findLastIndex((each) => each <= score) + 1, 0, score);
      scores.length = Math.min(scores.length, limit);
    },
    of: () => (scores.length < limit ? Number.POSITIVE_INFINITY : (scores.at(-1) ?? 0)),
  };
}

/** What the index is asked for: all groups of words alone, if there is one of them that says what must be there. */
function soughtOf(query: Query): WordGroups {
  const groups = query.all.filter(isSought);
  return groups.some((terms) => terms.every(({ isNegated }) => !isNegated)) ? groups : [];
}

function isSought(terms: readonly Term[]): terms is readonly WordTerm[] {
  return terms.every((term) => term.kind === "words");
}

function asksForMuted(query: Query): boolean {
  return query.all.flat().some((term) => term.kind === "filter" && term.key === "is" && term.value === "muted");
}

/** Looks up the documents of single terms, each once. */
export interface Words {
  /** JSON array of the numbers of documents of that kind that have the term, negated or not. */
  nosOf(kind: FoundKind, term: WordTerm): string;
}

/** Documents after that number alone. The index must be caught up. */
export function openWords(db: Db, after = 0): Words {
  const known = new Map<WordTerm, Outcome>();
  const outcomeOf = (term: WordTerm, groups: WordGroups): Outcome => {
    const outcome = known.get(term) ?? hitsOf(openSegments(db), { groups, isRanked: false, newest: null, after });
    known.set(term, outcome);
    return outcome;
  };
  return {
    nosOf(kind, term) {
      const groups = [[{ ...term, isNegated: false }]];
      const outcome = outcomeOf(term, groups);
      const nos = [...(outcome.hits.get(kind)?.nos ?? [])];
      if (!hasPhrase(groups)) return JSON.stringify(nos);
      const reading = openReading(openContents(db), groups, outcome);
      return JSON.stringify([...reading(kind, nos).keys()]);
    },
  };
}

/** What the query asks of a row t of that kind, without rank. */
export function conditionOf(words: Words, kind: FoundKind, query: Query): Condition {
  const conditions = query.all.map((terms) => either(words, kind, terms));
  return {
    sql: conditions.map(({ sql }) => sql).join(" AND ") || "1",
    values: conditions.flatMap(({ values }) => values),
  };
}

function either(words: Words, kind: FoundKind, terms: readonly Term[]): Condition {
  const conditions = terms.map((term): Condition => {
    const { sql, values } =
      term.kind === "filter" ? filterCondition(kind, term.key, term.value) : wordCondition(words, kind, term);
    return { sql: term.isNegated ? `NOT (${sql})` : sql, values };
  });
  return {
    sql: `(${conditions.map(({ sql }) => sql).join(" OR ")})`,
    values: conditions.flatMap(({ values }) => values),
  };
}

function wordCondition(words: Words, kind: FoundKind, term: WordTerm): Condition {
  const nos = "SELECT value FROM json_each(?)";
  const values = [words.nosOf(kind, term)];
  if (kind === "item") return { sql: `t.no IN (${nos})`, values };
  return { sql: `t.${places[kind].ref} IN (SELECT ref FROM search_doc WHERE no IN (${nos}))`, values };
}

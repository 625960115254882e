// The one query language: reads what a person typed into terms, or says with a caret what is wrong.
import { cutText } from "../base/plain.ts";
import { refuse } from "./query-error.ts";
import { checkFilter, filterKeys, type FilterTerm } from "./query-filter.ts";
import { words, type Needle } from "./terms.ts";

export interface WordTerm extends Needle {
  kind: "words";
  isNegated: boolean;
}

export type Term = WordTerm | FilterTerm;

/** All of `all` must hold; of each, one term is enough (`a b OR c` is a, and b or c). */
export interface Query {
  all: readonly (readonly Term[])[];
}

/** A name that is longer is cut where it is told that there is none of it. */
const keyShownMax = 40;
/** More would run into limits of SQLite. */
const tokensMax = 100;
const piecesMax = 1000;

interface Piece {
  /** Where it stands in the query, in UTF-16 units. */
  at: number;
  isNegated: boolean;
  /** The filter's name before the colon; null for words. */
  key: string | null;
  value: string;
  isQuoted: boolean;
}

/** Saved queries by name, without the @. */
export type Views = ReadonlyMap<string, string>;

/**
 * Reads a query. Relative dates (`since:7d`) count back from `now`; dates without a time begin at local midnight;
 * `@name` stands for the saved query of that name, where `views` are given. Throws PkmError("usage") whose message shows the query with a caret
 * below what is wrong. An empty query has no terms: everything meets it.
 */
export function parseQuery(text: string, now: Date, views: Views | null = null): Query {
  const all = read(text, { now, views, within: [], budget: { pieces: piecesMax } });
  const tokens = all.flat().reduce((sum, term) => sum + (term.kind === "words" ? term.tokens.length : 1), 0);
  if (tokens > tokensMax) throw refuse(text, 0, `a query takes at most ${tokensMax} words`);
  return { all };
}

/** All of the groups must hold; of each, one term is enough. */
type Groups = readonly (readonly Term[])[];

interface Reading {
  now: Date;
  /** Null where none can stand. */
  views: Views | null;
  /** Names of the views that are being read, the outermost first. */
  within: readonly string[];
  /** How many pieces may still be read, so that views of views end. */
  budget: { pieces: number };
}

function read(text: string, reading: Reading): Groups {
  const all: Groups[] = [];
  let orAt: number | null = null;
  for (const piece of piecesOf(text)) {
    reading.budget.pieces -= 1;
    if (reading.budget.pieces < 0) throw refuse(text, piece.at, "this asks for too many things at once");
    if (isOr(piece)) {
      if (orAt !== null || all.length === 0) throw refuse(text, piece.at, "OR needs something on both sides");
      orAt = piece.at;
      continue;
    }
    const groups = groupsOf(text, piece, reading);
    if (groups.length === 0) continue;
    const last = orAt === null ? undefined : all.pop();
    all.push(last === undefined ? groups : either(last, groups));
    if ((all.at(-1)?.length ?? 0) > tokensMax) throw refuse(text, piece.at, "this asks for too many things at once");
    orAt = null;
  }
  if (orAt !== null) throw refuse(text, orAt, "OR needs something on both sides");
  if (all.length === 0 && text.trim() !== "") {
    throw refuse(text, text.search(/\S/), "there is no letter or digit here to look for");
  }
  return all.flat();
}

/** What holds when either holds, as groups again. */
function either(one: Groups, other: Groups): Groups {
  return one.flatMap((terms) => other.map((more) => [...terms, ...more]));
}

/** What holds when not all of the groups do, as groups again; none where the groups are too many to turn round. */
function neither(groups: Groups): Groups | null {
  const turned = groups.map((terms) => terms.map((term) => [{ ...term, isNegated: !term.isNegated }]));
  const size = turned.reduce((product, group) => product * group.length, 1);
  return size > tokensMax ? null : turned.reduce<Groups>((one, other) => either(one, other), [[]]);
}

/** Empty for a word without letters and digits: nothing is found by it, so nothing is excluded for it either. */
function groupsOf(text: string, piece: Piece, reading: Reading): Groups {
  const { key, value, isQuoted } = piece;
  if (key === null && !isQuoted && /^@[a-z]/i.test(value)) return viewOf(text, piece, reading);
  const term = termOf(text, piece, reading.now);
  return term === null ? [] : [[term]];
}

function viewOf(text: string, { at, value, isNegated }: Piece, reading: Reading): Groups {
  const { views, within } = reading;
  const name = value.slice(1);
  if (views === null) throw refuse(text, at, `a saved view as ${value} can not stand here; put a handle in quotes`);
  const query = views.get(name);
  if (query === undefined) throw refuse(text, at, `there is no saved view ${value}; put a handle in quotes`);
  if (within.includes(name)) throw refuse(text, at, `the saved view ${value} leads back to itself`);
  const groups = read(query, { ...reading, within: [...within, name] });
  if (!isNegated || groups.length === 0) return groups;
  const turned = neither(groups);
  if (turned === null) throw refuse(text, at, `the saved view ${value} asks for too many things to be excluded`);
  return turned;
}

/** What the query looks for in texts: its words and phrases, without those it excludes. */
export function needlesOf(query: Query): readonly Needle[] {
  return query.all
    .flat()
    .filter((term) => term.kind === "words")
    .filter((term) => !term.isNegated);
}

/** The query with its last word only begun, as while it is being typed; null where no single word stands last. */
export function begun({ all }: Query): Query | null {
  const group = all.at(-1) ?? [];
  const last = group.at(-1);
  if (last?.kind !== "words" || last.isNegated || last.isPrefix || last.tokens.length !== 1) return null;
  return { all: [...all.slice(0, -1), [...group.slice(0, -1), { ...last, isPrefix: true }]] };
}

function isOr(piece: Piece): boolean {
  return piece.value === "OR" && piece.key === null && !piece.isQuoted && !piece.isNegated;
}

/** Cuts the query at white space outside of quotes. */
function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  // A filter's name is lower-case letters before a colon; `//` after it makes it an address.
  const pattern = /(-?)(?:([a-z][a-z-]*):(?!\/\/))?(?:"([^"]*)("?)|([^\s"]*))/y;
  let at = nextPiece(text, 0);
  while (at < text.length) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const [whole = "", dash = "", key, phrase, closing, word = ""] = match ?? [];
    if (phrase !== undefined && closing === "")
      throw refuse(text, at + whole.length - phrase.length - 1, "this quote is not closed");
    pieces.push({
      at,
      isNegated: dash !== "",
      key: key ?? null,
      value: phrase ?? word,
      isQuoted: phrase !== undefined,
    });
    at = nextPiece(text, at + whole.length);
  }
  return pieces;
}

function nextPiece(text: string, from: number): number {
  const gap = text.slice(from).search(/\S/);
  return gap === -1 ? text.length : from + gap;
}

/** Null for a word without letters and digits: nothing is found by it, so nothing is excluded for it either. */
function termOf(text: string, piece: Piece, now: Date): Term | null {
  const { isNegated, key, value, isQuoted } = piece;
  if (key !== null) {
    const known = filterKeys.find((candidate) => candidate === key);
    if (known === undefined)
      throw refuse(
        text,
        piece.at,
        `there is no ${cutText(key, keyShownMax)}: to ask for; put words with a colon in quotes`,
      );
    const checked = checkFilter(known, value, now);
    if ("wrong" in checked) throw refuse(text, piece.at, checked.wrong);
    return { kind: "filter", key: known, value: checked.value, isNegated };
  }
  const tokens = words(value);
  return tokens.length === 0 ? null : { kind: "words", tokens, isPrefix: !isQuoted && value.endsWith("*"), isNegated };
}

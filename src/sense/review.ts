// The triage screen as data: what stands on it, and what each key makes of it. The loop is in term, the acts in cli.
import {
  type Ask,
  askLetters,
  effectOf,
  type OldNote,
  oldNoteText,
  recall,
  type ReviewEffect,
  run,
} from "./review-asks.ts";
import { reviewKeys } from "./review-keys.ts";
import { lineOf, type ReviewKey, textOf, type TypedLine, typeKey } from "./review-line.ts";

/** An item that waits, every text on one line and safe to print. */
export interface ReviewEntry {
  id: string;
  title: string;
  source: { id: string; name: string };
  author: string | null;
  /** How long ago it came, as people read it. */
  when: string;
  minutes: number;
  /** Reasons to show it; never empty. */
  why: readonly string[];
  /** Its opening words, or "". */
  excerpt: string;
  /** It stands for a source that is rarely read. */
  isElsewhere: boolean;
}

export interface ReviewState {
  entries: readonly ReviewEntry[];
  /** Index of the entry that keys act on; 0 when there is none. */
  cursor: number;
  /** Items that wait beside these. */
  held: number;
  /** The old note that comes round today; null when none does. */
  oldNote: OldNote | null;
  /** What was done with an item, by id: "kept", "noted" ... */
  done: ReadonlyMap<string, string>;
  /** Ids of items put off; they wait on. */
  later: ReadonlySet<string>;
  /** The text on the screen instead of the list; null for the list. */
  reading: { id: string; lines: readonly string[]; top: number } | null;
  /** The line being typed; null when none is. */
  line: { ask: Ask; typed: TypedLine } | null;
  /** First line shown of the explained keys; null when they are not shown. */
  keysTop: number | null;
  /** Said about the last key; "" for nothing. */
  words: string;
  /** What was looked for last. */
  sought: string;
  /** Rows a page has. */
  pageRows: number;
  isOver: boolean;
}

export interface ReviewStep {
  state: ReviewState;
  effect: ReviewEffect | null;
}

/** Rows beside the text: head line, words, hint. */
const frameRows = 3;

/** A review at its first entry. */
export function startReview({
  entries,
  held,
  oldNote,
}: Pick<ReviewState, "entries" | "held" | "oldNote">): ReviewState {
  return {
    entries,
    cursor: 0,
    held,
    oldNote,
    done: new Map(),
    later: new Set(),
    reading: null,
    line: null,
    keysTop: null,
    words: oldNote === null ? "" : `O opens the old note of today, ${oldNoteText(oldNote)}`,
    sought: "",
    pageRows: 1,
    isOver: false,
  };
}

/** The state after one key, and what is to be done for it. */
export function pressKey(state: ReviewState, key: ReviewKey): ReviewStep {
  const quiet = { ...state, words: "" };
  if (state.line !== null) return typeInto(quiet, state.line, key);
  if (state.keysTop !== null) return stay(scrollKeys(quiet, state.keysTop, key.name));
  return move(quiet, key.name) ?? act(quiet, key.name);
}

/** The state on a screen of so many rows. */
export function resized(state: ReviewState, rows: number): ReviewState {
  return { ...state, pageRows: Math.max(1, rows - frameRows) };
}

/** The state once an item's text is at hand, cut into lines for the screen; its place is kept when it is read already. */
export function showText(state: ReviewState, id: string, lines: readonly string[]): ReviewState {
  const held = state.reading?.id === id ? state.reading : null;
  const share = held === null || held.lines.length === 0 ? 0 : held.top / held.lines.length;
  return scrollTo({ ...state, reading: { id, lines, top: 0 } }, Math.floor(share * lines.length));
}

/** The state once something was done: what to say of it, and how the items stand now. */
export function told(state: ReviewState, words: string, done: ReadonlyMap<string, string>): ReviewState {
  return { ...state, words, done };
}

/** The entry that keys act on; null when there is none. */
export function currentEntry({ entries, cursor }: ReviewState): ReviewEntry | null {
  return entries[cursor] ?? null;
}

function stay(state: ReviewState): ReviewStep {
  return { state, effect: null };
}

function say(state: ReviewState, words: string): ReviewStep {
  return stay({ ...state, words });
}

function moveTo(state: ReviewState, cursor: number): ReviewState {
  return { ...state, cursor: Math.max(0, Math.min(state.entries.length - 1, cursor)) };
}

function scrollTo(state: ReviewState, top: number): ReviewState {
  const { reading, pageRows } = state;
  if (reading === null) return state;
  const last = Math.max(0, reading.lines.length - pageRows);
  return { ...state, reading: { ...reading, top: Math.max(0, Math.min(last, top)) } };
}

const steps: Readonly<Record<string, (pageRows: number) => number>> = {
  j: () => 1,
  down: () => 1,
  k: () => -1,
  up: () => -1,
  space: (page) => page,
  pagedown: (page) => page,
  "ctrl-d": (page) => Math.ceil(page / 2),
  pageup: (page) => -page,
  b: (page) => -page,
  "ctrl-u": (page) => -Math.ceil(page / 2),
  g: () => Number.NEGATIVE_INFINITY,
  home: () => Number.NEGATIVE_INFINITY,
  G: () => Number.POSITIVE_INFINITY,
  end: () => Number.POSITIVE_INFINITY,
};

/** Null for a key that does not move. */
function move(state: ReviewState, name: string): ReviewStep | null {
  const step = steps[name]?.(state.pageRows);
  if (step === undefined) return null;
  const { reading } = state;
  if (reading === null) return stay(moveTo(state, state.cursor + step));
  const scrolled = scrollTo(state, reading.top + step);
  const isAtEnd = name === "space" && scrolled.reading?.top === reading.top;
  return isAtEnd ? readNext(state) : stay(scrolled);
}

/** From the end of one text to the next; after the last back to the list. */
function readNext(state: ReviewState): ReviewStep {
  const next = moveTo({ ...state, reading: null }, state.cursor + 1);
  const entry = currentEntry(next);
  if (entry === null || next.cursor === state.cursor) return say(next, "that was the last one");
  return { state: next, effect: { act: "read", id: entry.id } };
}

function scrollKeys(state: ReviewState, top: number, name: string): ReviewState {
  const step = steps[name]?.(state.pageRows);
  if (step === undefined) return { ...state, keysTop: null };
  return { ...state, keysTop: Math.max(0, Math.min(reviewKeys.length - 1, top + step)) };
}

const asking: Readonly<Record<string, Ask>> = { ...askLetters, "|": "pipe" };

function act(state: ReviewState, name: string): ReviewStep {
  switch (name) {
    case "q":
    case "escape":
      if (state.reading !== null) return stay({ ...state, reading: null });
      return name === "q" ? stay({ ...state, isOver: true }) : stay(state);
    case "?":
      return stay({ ...state, keysTop: 0 });
    case "/":
      return stay({ ...state, reading: null, line: { ask: "search", typed: lineOf("") } });
    case "O": {
      const effect = recall(state.oldNote);
      return typeof effect === "string" ? say(state, effect) : { state, effect };
    }
    case "u":
      return { state, effect: { act: "undo" } };
    case "ctrl-r":
      return { state, effect: { act: "redo" } };
    default: {
      const entry = currentEntry(state);
      return entry === null ? say(state, "nothing waits here: q quits") : actOn(state, entry, name);
    }
  }
}

function actOn(state: ReviewState, entry: ReviewEntry, name: string): ReviewStep {
  const { id } = entry;
  const ask = asking[name];
  if (ask !== undefined) {
    const typed = lineOf(ask === "mute" ? `from:${entry.source.id} ` : "");
    return stay({ ...state, line: { ask, typed } });
  }
  if (/^[1-9]$/.test(name)) return { state, effect: { act: "link", id, n: Number(name) } };
  switch (name) {
    case "enter":
      return state.reading === null ? { state, effect: { act: "read", id } } : (move(state, "j") ?? stay(state));
    case "f":
      return { state: { ...state, words: `asking the page of ${id}` }, effect: { act: "whole", id } };
    case "s":
      return { state: onward(state), effect: run("sense", "mark", id) };
    case "x":
      return { state: onward(state), effect: { act: "pass", id } };
    case "z":
      return say(onward({ ...state, later: new Set([...state.later, id]) }), `${id} waits on`);
    case "N":
      return { state, effect: { act: "run", argv: ["sense", "note", id], isAside: true } };
    case "o":
      return { state, effect: run("open", id) };
    case "y":
      return { state, effect: { act: "copy", id } };
    default:
      return say(state, "no such key: ? shows the keys");
  }
}

/** To the next entry, in the list. */
function onward(state: ReviewState): ReviewState {
  return moveTo({ ...state, reading: null }, state.cursor + 1);
}

function typeInto(state: ReviewState, { ask, typed }: { ask: Ask; typed: TypedLine }, key: ReviewKey): ReviewStep {
  const closed = { ...state, line: null };
  if (key.name === "escape") return say(closed, "nothing was changed");
  if (key.name !== "enter") return stay({ ...state, line: { ask, typed: typeKey(typed, key) } });
  const text = textOf(typed);
  if (ask === "search") return searchFor(closed, text.trim() === "" ? state.sought : text.trim());
  const entry = currentEntry(state);
  if (entry === null) return stay(closed);
  const effect = effectOf(ask, entry.id, text);
  return typeof effect === "string" ? say(closed, effect) : { state: closed, effect };
}

/** To the next entry that says `sought`, beginning again at the top; an empty text stays where it is. */
function searchFor(state: ReviewState, sought: string): ReviewStep {
  if (sought === "") return stay(state);
  const wanted = sought.toLowerCase();
  const count = state.entries.length;
  for (let step = 1; step <= count; step += 1) {
    const at = (state.cursor + step) % count;
    const entry = state.entries[at];
    if (entry === undefined) continue;
    const said = [entry.id, entry.title, entry.source.name, entry.author ?? "", entry.excerpt].join(" ").toLowerCase();
    if (said.includes(wanted)) return stay({ ...moveTo(state, at), sought });
  }
  return say({ ...state, sought }, `nothing here says “${sought}”`);
}

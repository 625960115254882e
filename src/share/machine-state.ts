// State between machines: what a person did on one, as lines that another merges with its own, in any order and as often
// as they come.
import type { Clock, Instant } from "../base/clock.ts";
import { contentOf } from "../seek/content.ts";
import { sortedAt, type Intent, type Known } from "../seek/decide.ts";
import { ownEntry } from "../seek/own-feed.ts";
import { originOf, savedScheme } from "../seek/source.ts";
import { stateKinds, type Register, type StateItem, type StateKind } from "../sense/register.ts";
import {
  notWhole,
  sealedLines,
  textField,
  unsealed,
  type Fields,
  type Line,
  type NumberedLine,
} from "./sealed-lines.ts";

export interface StateStore {
  sources: {
    idOf(url: string): string | null;
    plant(source: { url: string; foundAt: string | null }): string;
  };
  items: {
    known(source: string, names: readonly string[], keys: readonly string[]): Omit<Known, "alike">;
    take(source: string, intents: readonly Intent[], now: Instant): void;
  };
  states: {
    catchUp(): void;
    registers(): Iterable<Register>;
    items(): Iterable<StateItem>;
    merge(others: Iterable<Register>): { taken: number; known: number; waiting: number };
  };
}

export interface MergeTally {
  /** Items that were not here. */
  items: number;
  taken: number;
  known: number;
  /** What speaks of something that is not here; it is kept, and done when that comes. */
  waiting: number;
}

const format = 1;
/** The year 3000: this machine's clock goes on from the latest stamp that it has seen, and must stay a time. */
const latestStamp = Date.UTC(3000, 0);
/** Where an item stands whose source is of that machine alone: a program, or nothing with an address. */
const otherMachine = `${savedScheme}import/state`;

/** Whether this is the first line of a state. */
export function isState(firstLine: string): boolean {
  return /^\{"record":"state","format":\d/.test(firstLine);
}

/** The lines of this machine's state; call states.catchUp before. */
export function stateLines({ states }: Pick<StateStore, "states">): Generator<string> {
  return sealedLines(recordsOf(states));
}

function* recordsOf(states: StateStore["states"]): Generator<Line> {
  yield { record: "state", format };
  for (const item of states.items()) yield { record: "item", ...item };
  for (const register of states.registers()) yield { record: "register", ...register };
}

/** Reads a state through. Throws PkmError("failed") when it is of a newer pkm, cut short or changed. */
export function checkState(lines: Iterable<NumberedLine>): void {
  for (const { line, record, fields } of unsealed(lines)) {
    if (line === 1 && (record !== "state" || fields.get("format") !== format))
      throw notWhole("its head is not that of a state");
    if (record === "register") registerOf(fields, line);
    if (record === "item") itemOf(fields, line);
  }
}

/**
 * Adds the items of a state that are not here; how many. Call it before changes.record, in the same transaction: undo
 * of the merge leads back to their being there.
 */
export function addStateItems(lines: Iterable<NumberedLine>, store: Omit<StateStore, "states">, clock: Clock): number {
  const now = clock.now().toISOString();
  let count = 0;
  for (const { line, record, fields } of unsealed(lines)) {
    if (record === "item" && addItem(itemOf(fields, line), store, now)) count += 1;
  }
  return count;
}

/** Merges a state that was checked. Call it inside changes.record. */
export function mergeState(
  lines: Iterable<NumberedLine>,
  { states }: Pick<StateStore, "states">,
): Omit<MergeTally, "items"> {
  return states.merge(registersIn(lines));
}

function* registersIn(lines: Iterable<NumberedLine>): Generator<Register> {
  for (const { line, record, fields } of unsealed(lines)) if (record === "register") yield registerOf(fields, line);
}

/** True when it was not here. Its source is made, where there is none, in the form of one that is not asked. */
function addItem(item: StateItem, { sources, items }: Omit<StateStore, "states">, now: Instant): boolean {
  const url = originOf(item.source.url) === "program" ? otherMachine : item.source.url;
  const source = sources.idOf(url) ?? sources.plant({ url, foundAt: null });
  const known = items.known(source, [item.name], [item.key]);
  if (known.items.length > 0 || known.arrivals.length > 0) return false;
  const { guid, title, url: link, author, published, updated, html, text, key, name, entryHash } = item;
  const authors = author === null ? [] : [{ name: author, email: null, url: null }];
  const content = contentOf(ownEntry({ guid, title, link, authors, published, updated, html, text }));
  // It does not wait to be read here too, unless the state says that it waits there.
  const isLetGo = true;
  items.take(source, [{ kind: "new", key, name, entryHash, content, sorted: sortedAt(published, now), isLetGo }], now);
  return true;
}

function registerOf(fields: Fields, line: number): Register {
  const kind = stateKinds.find((each): each is StateKind => each === fields.get("kind"));
  const [stamp, value] = [fields.get("stamp"), fields.get("value")];
  if (kind === undefined) throw notWhole(`line ${line} is of a kind that pkm does not know`);
  if (typeof stamp !== "number" || !Number.isSafeInteger(stamp) || stamp < 0 || stamp > latestStamp)
    throw notWhole(`line ${line} has no stamp`);
  if (value !== null && typeof value !== "string") throw notWhole(`line ${line} has no value`);
  const key = textField(fields, "key", line);
  for (const json of [key, ...(value !== null && (kind === "annotation" || kind === "feedback") ? [value] : [])]) {
    if (!isJson(json)) throw notWhole(`line ${line} has a part that is no JSON`);
  }
  const isDated =
    kind === "read"
      ? isInstant(value)
      : kind === "judged"
        ? isInstant(value?.replace(/^(?:kept|dropped) /, "") ?? null)
        : true;
  if (value !== null && !isDated) throw notWhole(`line ${line} has no date`);
  return { kind, key, stamp, machine: textField(fields, "machine", line), value };
}

function isInstant(text: string | null): boolean {
  return text !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function itemOf(fields: Fields, line: number): StateItem {
  const given = (name: string): string | null => {
    const value = fields.get(name);
    return typeof value === "string" ? value : null;
  };
  const instant = (name: string): string | null => (isInstant(given(name)) ? given(name) : null);
  const source = fields.get("source");
  const said = typeof source === "object" && source !== null && "url" in source ? source.url : null;
  const url = typeof said === "string" ? said : "";
  if (!/^(?:https?:\/\/|saved:|exec:)/.test(url)) throw notWhole(`line ${line} names no source`);
  return {
    key: textField(fields, "key", line),
    name: textField(fields, "name", line),
    entryHash: textField(fields, "entryHash", line),
    url: given("url"),
    guid: given("guid"),
    title: given("title"),
    author: given("author"),
    published: instant("published"),
    updated: instant("updated"),
    html: given("html"),
    text: given("text"),
    source: { url, title: null },
  };
}

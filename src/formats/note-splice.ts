// Splices text into frontmatter at the places the yaml library names, so that everything else stays byte for byte.
import { ownIdKey } from "./note-keys.ts";
import { yaml } from "./note-yaml.ts";
import type { Place, Quote } from "./note-yaml.ts";
import type { Fences } from "./frontmatter.ts";
import type { Pair, ParsedNode, YAMLSeq } from "yaml";

/** A text with frontmatter and its parsed YAML, whose offsets count from the opening fence. */
export interface SpliceTarget {
  text: string;
  fences: Fences;
  /** Null when the frontmatter is empty. */
  contents: ParsedNode | null;
}

/** Writes a value for the place it is to stand in and the quotes the old value had. */
export type WriteValue = (place: Place, quote: Quote) => string;

/** One new entry of a list. */
export interface NewEntry {
  key: string;
  /** As it stands inside `[]`, and after `- ` as well. */
  flow: string;
  /** Whether a new list is opened with one entry a line rather than as `[a]`. */
  opensBlock: boolean;
}

type AnyPair = Pair<ParsedNode, ParsedNode | null>;
type Span = readonly [start: number, end: number];

/**
 * The text with `key` having the value; a missing key is added, an id as the first line and others as
 * the last. Unchanged when the YAML leaves no place for it, which the caller finds by reading back.
 */
export function setValue(target: SpliceTarget, key: string, write: WriteValue): string {
  const place = isFlowRoot(target) ? "flow" : "block";
  const pair = pairOf(target, key);
  if (pair === null) return insertPair(target, key, ` ${write(place, null)}`);
  const span = valueSpan(target, pair);
  if (span !== null) return splice(target, span, write(place, quoteOf(pair)));
  const colon = pair.srcToken?.sep?.find((token) => token.type === "map-value-ind");
  if (colon === undefined) return target.text;
  return splice(target, [colon.offset + 1, colon.offset + 1], ` ${write(place, null)}`);
}

/** The text with one more entry in the list `key`, written as the list is; unchanged when `key` holds something else. */
export function addEntry(target: SpliceTarget, entry: NewEntry): string {
  const pair = pairOf(target, entry.key);
  const { eol } = target.fences;
  if (pair === null && entry.opensBlock && !isFlowRoot(target)) {
    return insertPair(target, entry.key, `${eol}${indentOf(target)}  - ${entry.flow}`);
  }
  if (pair === null || isEmpty(pair)) return setValue(target, entry.key, () => `[${entry.flow}]`);
  if (!yaml().isSeq(pair.value)) return target.text;
  return addToList(target, pair.value, entry.flow);
}

function addToList(target: SpliceTarget, list: YAMLSeq, flow: string): string {
  const index = list.items.length - 1;
  const last = spanOf(list.items[index]);
  if (list.flow === true) {
    const at = last === null ? (spanOf(list)?.[0] ?? 0) + 1 : last[1];
    return splice(target, [at, at], last === null ? flow : `, ${flow}`);
  }
  const lines = entryLines(target, list, index);
  if (lines === null) return target.text;
  const indent = sourceOf(target).slice(lines.start, lines.dash);
  return splice(target, [lines.end, lines.end], `${indent}- ${flow}${target.fences.eol}`);
}

/** The text without the entry at `index` of the list `key`: its lines, or its place between the commas. */
export function removeEntry(target: SpliceTarget, key: string, index: number): string {
  const list = pairOf(target, key)?.value;
  if (!yaml().isSeq(list)) return target.text;
  const span = list.flow === true ? flowSpan(list, index) : null;
  const lines = list.flow === true ? null : entryLines(target, list, index);
  if (span !== null) return splice(target, span, "");
  return lines === null ? target.text : splice(target, [lines.start, lines.end], "");
}

function flowSpan(list: YAMLSeq, index: number): Span | null {
  const [before, own, after] = [index - 1, index, index + 1].map((at) => spanOf(list.items[at]));
  const whole = spanOf(list);
  if (own === null || own === undefined || whole === null) return null;
  if (after) return [own[0], after[0]];
  return before ? [before[1], own[1]] : [whole[0] + 1, whole[1] - 1];
}

/** The whole lines of a block list's entry, and where its dash is; null when other things stand on its first line. */
function entryLines(
  target: SpliceTarget,
  list: YAMLSeq,
  index: number,
): { start: number; dash: number; end: number } | null {
  const token = list.srcToken;
  if (token?.type !== "block-seq") return null;
  const dashes = token.items.flatMap((item) => item.start.filter((part) => part.type === "seq-item-ind"));
  const dash = dashes[index]?.offset;
  if (dash === undefined) return null;
  const source = sourceOf(target);
  const start = source.lastIndexOf("\n", dash) + 1;
  if (source.slice(start, dash).trim() !== "") return null;
  const valueEnd = Math.max(dash + 1, spanOf(list.items[index])?.[1] ?? 0);
  const lastChar = dash + source.slice(dash, valueEnd).trimEnd().length;
  const lineFeed = source.indexOf("\n", lastChar);
  return { start, dash, end: lineFeed === -1 ? source.length : lineFeed + 1 };
}

function insertPair(target: SpliceTarget, key: string, suffix: string): string {
  const { contents, fences } = target;
  if (isFlowRoot(target) && yaml().isMap(contents)) {
    const at = contents.range[0] + 1;
    return splice(target, [at, at], `${key}:${suffix}${contents.items.length > 0 ? ", " : ""}`);
  }
  const at = (key === "id" || key === ownIdKey ? fences.contentAt : fences.closeAt) - fences.openAt;
  return splice(target, [at, at], `${indentOf(target)}${key}:${suffix}${fences.eol}`);
}

function pairOf({ contents }: SpliceTarget, key: string): AnyPair | null {
  const { isMap, isScalar } = yaml();
  if (!isMap(contents)) return null;
  return contents.items.find((pair) => isScalar(pair.key) && pair.key.value === key) ?? null;
}

function isEmpty(pair: AnyPair): boolean {
  return pair.value === null || (yaml().isScalar(pair.value) && pair.value.value === null);
}

/** Where a value stands, without the line ends that close a block; null when nothing is written. */
function valueSpan(target: SpliceTarget, pair: AnyPair): Span | null {
  const span = spanOf(pair.value);
  if (span === null) return null;
  const written = sourceOf(target)
    .slice(...span)
    .trimEnd();
  return written === "" ? null : [span[0], span[0] + written.length];
}

function quoteOf(pair: AnyPair): Quote {
  const type = yaml().isScalar(pair.value) ? pair.value.type : null;
  return type === "QUOTE_SINGLE" || type === "QUOTE_DOUBLE" ? type : null;
}

function isFlowRoot({ contents }: SpliceTarget): boolean {
  return yaml().isMap(contents) && contents.flow === true;
}

function indentOf({ contents }: SpliceTarget): string {
  const token = contents?.srcToken;
  return token?.type === "block-map" ? " ".repeat(token.indent) : "";
}

function spanOf(node: unknown): Span | null {
  return yaml().isNode(node) && node.range ? [node.range[0], node.range[1]] : null;
}

function sourceOf({ text, fences }: SpliceTarget): string {
  return text.slice(fences.openAt, fences.closeAt);
}

function splice({ text, fences }: SpliceTarget, [start, end]: Span, inserted: string): string {
  return text.slice(0, fences.openAt + start) + inserted + text.slice(fences.openAt + end);
}

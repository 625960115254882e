// A digest as lines for a terminal or a plain mail: counts first, then each section, then what is not shown of it.
import { localDay } from "../../base/clock.ts";
import { plainLine } from "../../base/plain.ts";
import type { Digest, DigestEntry, DigestSection } from "../../seek/digest.ts";
import { reasonsOf, summaryOf } from "../../seek/digest-words.ts";
import { wrapLines } from "../../ui/wrap.ts";
import { cut, measureFor, type Measure } from "../../ui/measure.ts";

const columnsMax = 78;
const indent = 7;

export interface TextForm {
  /** Null is a width nobody knows: lines are kept within 78. */
  columns: number | null;
  /** Whether addresses stand below, for readers who have no pkm at hand. */
  hasLinks: boolean;
}

/** The digest without a line feed at its end. */
export async function digestText(digest: Digest, { columns, hasLinks }: TextForm): Promise<string> {
  const width = Math.min(columnsMax, columns ?? columnsMax);
  const words = digest.sections.flatMap(({ items }) => items.flatMap(wordsOf));
  const form = { width, hasLinks, measure: await measureFor(words) };
  const head = `${localDay(digest.date)}: ${summaryOf(digest)}`;
  return [
    wrapLines(head, width, form.measure).join("\n"),
    ...digest.sections.map((section) => sectionText(section, form)),
  ].join("\n\n");
}

interface LineForm {
  width: number;
  hasLinks: boolean;
  measure: Measure;
}

function wordsOf({ title, from, why, excerpt }: DigestEntry): readonly string[] {
  return [title, from ?? "", excerpt ?? "", ...why];
}

function sectionText({ name, items, more }: DigestSection, form: LineForm): string {
  const rest = more === 0 ? [] : [`${" ".repeat(indent)}and ${more} more`];
  return [name.toUpperCase(), ...items.map((item) => entryText(item, form)), ...rest].join("\n");
}

function entryText(entry: DigestEntry, { width, hasLinks, measure }: LineForm): string {
  const { id, title, url, excerpt, next } = entry;
  const reasons = reasonsOf(entry);
  const room = width - indent;
  const line = (text: string): string => `${" ".repeat(indent)}${cut(plainLine(text), room, measure)}`;
  return [
    `${id.padEnd(indent - 1)} ${cut(plainLine(title), room, measure)}`,
    ...(excerpt === null ? [] : [line(excerpt)]),
    ...(reasons === "" ? [] : wrapLines(reasons, room, measure).map(line)),
    // A command or an address is copied, so it is never cut.
    ...(next === null ? [] : [`${" ".repeat(indent)}${plainLine(next)}`]),
    ...(hasLinks && url !== null && /^https?:/i.test(url) ? [`${" ".repeat(indent)}${plainLine(url)}`] : []),
  ].join("\n");
}

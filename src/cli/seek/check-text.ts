// What `pkm seek check` says to a person about one document.
import { localDay, type Instant } from "../../base/clock.ts";
import { plainLine } from "../../base/plain.ts";
import type { FeedProblem } from "../../seek/feed.ts";
import type { Readers } from "../context.ts";

type Read = ReturnType<Readers["checkOf"]>;

/** A document as it was read; `encoding` is null where there was none to read. */
export interface Checked extends Omit<Read, "encoding"> {
  encoding: string | null;
  /** The feeds that a page names. */
  feeds: readonly { url: string; title: string | null }[];
}

/** The document in lines: what it is, its items, its problems. */
export function checkText(checked: Checked): string {
  const { input, format, version, encoding, title, link, items, problems, feeds } = checked;
  const kind = format === null ? "no feed" : [format, version, encoding].filter((part) => part !== null).join(" ");
  return [
    `${input}: ${kind}`,
    ...(title === null ? [] : [`  title  ${plainLine(title)}`]),
    ...(link === null ? [] : [`  link   ${link}`]),
    ...(format === null ? [] : [`  items  ${items.length}`]),
    ...items.map(
      (item) =>
        `    ${dayOf(item.published ?? item.updated)}  ${plainLine(item.title ?? item.link ?? item.id ?? "(no title)")}`,
    ),
    ...feeds.map(({ url }) => `  names  ${url}`),
    ...problems.map(problemText),
  ].join("\n");
}

function dayOf(instant: Instant | null): string {
  return instant === null ? "(no date) " : localDay(instant);
}

function problemText({ code, message, line }: FeedProblem): string {
  return `  ${line === null ? "problem" : `line ${line}`}: ${plainLine(message)} (${code})`;
}

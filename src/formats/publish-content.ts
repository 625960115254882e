// What of a version may leave: an allow-list of public fields, cleaned once for every form it takes.
import type { Instant } from "../base/clock.ts";
import { plainLine } from "../base/plain.ts";
import { outwardMarkdown, webAddress } from "../sense/outward.ts";

/** The public fields of one release, as they come from the share. */
export interface Publication {
  version: number;
  title: string;
  /** Markdown without frontmatter. */
  body: string;
  citations: readonly { title: string; url: string; author: string | null }[];
  /** Only for a round; null for a publication. */
  ask: { questions: readonly string[]; until: Instant | null } | null;
  /** What differs from the version the place was asked about before; absent where it was not. */
  changes?: { since: number; lines: readonly string[] };
  placeName: string;
  createdAt: Instant;
}

export interface Citation {
  title: string;
  /** Absolute http or https address, or null when the one given is neither. */
  url: string | null;
  author: string | null;
}

/** The same fields, made safe to stand in a page, a mail or a file. */
export interface Content {
  version: number;
  /** One line, never empty. */
  title: string;
  /** Markdown; a first heading that only repeats the title is left out. */
  body: string;
  citations: readonly Citation[];
  ask: { questions: readonly string[]; until: Instant | null } | null;
  changes: { since: number; lines: readonly string[] } | null;
  placeName: string;
  createdAt: Instant;
}

/** Cleans the public fields of a release: one line each for names, outward Markdown for the body. */
export function publicContent(publication: Publication): Content {
  const title = lineOf(outwardMarkdown(publication.title)) || "Untitled";
  const { ask, changes } = publication;
  return {
    version: publication.version,
    title,
    body: withoutTitle(outwardMarkdown(publication.body), title),
    citations: publication.citations.map(citation),
    ask:
      ask === null
        ? null
        : {
            questions: ask.questions.map((line) => lineOf(outwardMarkdown(line))).filter((line) => line !== ""),
            until: ask.until,
          },
    changes: changes === undefined ? null : { ...changes, lines: changes.lines.map(lineOf) },
    placeName: lineOf(publication.placeName),
    createdAt: publication.createdAt,
  };
}

/** A date for readers, in UTC: "23 November 2026". */
export function dayOf(instant: Instant): string {
  return dayForm.format(new Date(instant));
}

/** A closing time for readers: "Friday 27 November 2026, 22:59 UTC". */
export function closingOf(instant: Instant): string {
  const at = new Date(instant);
  return `${weekdayForm.format(at)} ${dayForm.format(at)}, ${at.toISOString().slice(11, 16)} UTC`;
}

const dayForm = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});
const weekdayForm = new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone: "UTC" });

/** On one line, and of whole characters: XML and JSON know no halves. */
function lineOf(text: string): string {
  return plainLine(text).toWellFormed();
}

function citation({ title, url, author }: Publication["citations"][number]): Citation {
  const address = webAddress(url);
  return {
    title: lineOf(title) || (address === null ? "Untitled" : url),
    url: address,
    author: author === null ? null : lineOf(author) || null,
  };
}

function withoutTitle(body: string, title: string): string {
  const first = /^#[ \t]+([^\n]*?)[ \t#]*(?:\n|$)/.exec(body);
  if (first === null || plainLine(first[1] ?? "") !== title) return body;
  return body.slice(first[0].length).trim();
}

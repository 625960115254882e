// Finds what a note's prose refers to: #tags, [[wikilinks]], Markdown links, and the first heading.
import type { Mention, NameForm } from "../sense/note.ts";

const tag = /(?:^|(?<=\s)|(?<=(?:^|[^\]])\())#([\u200d\p{L}\p{M}\p{N}\p{Extended_Pictographic}_/-]+)/gu;
const wikilink = /(!?)\[\[([^[\]\n]{1,1000})\]\]/g;
const destination = /(?<=\]\()[ \t]*(?:<([^<>\n]+)>|([^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*))/g;
const definition = /^ {0,3}\[(?!\^)[^\]\n]{1,1000}\]:[ \t]*(?:<([^<>\n]+)>|(\S+))/gm;
const linkTextCharsMax = 1000;

/** What one body refers to. */
export interface References {
  /** Without #, each once, as written. */
  tags: string[];
  /** In order of place; `at` counts from the start of the prose. */
  mentions: Mention[];
}

/** Where the target of a link is written. */
export interface Target extends Mention {
  form: NameForm;
  /** Where the target itself begins; it is `target.length` long. */
  from: number;
}

/** The targets of all links in `prose`, in order of place. */
export function findTargets(prose: string): readonly Target[] {
  const targets: Target[] = [];
  if (prose.includes("[")) withoutLinks(prose, targets);
  return targets.toSorted((one, other) => one.from - other.from);
}

/**
 * The tags and mentions in `prose`, a body whose code is blanked. A tag follows white space or `(`,
 * and is not digits alone. Of Markdown links those to .md files and http(s) URLs are mentions;
 * images and embedded attachments are not.
 */
export function findReferences(prose: string): References {
  const targets: Target[] = [];
  const blanked = prose.includes("[") ? withoutLinks(prose, targets) : prose;
  const tags = new Set<string>();
  if (blanked.includes("#")) {
    for (const [, written = ""] of blanked.matchAll(tag)) {
      const name = written.replace(/[/-]+$/, "");
      if (/[^\p{N}/_-]/u.test(name)) tags.add(name);
    }
  }
  const mentions = targets.map(({ target, at }) => ({ target, at }));
  return { tags: [...tags], mentions: mentions.toSorted((one, other) => one.at - other.at) };
}

/** The prose with wikilinks and link destinations blanked, so that their #anchors are not taken for tags. */
function withoutLinks(prose: string, targets: Target[]): string {
  const withoutWikilinks = blankMatches(prose, wikilink, ({ index, 1: embed = "", 2: inner = "" }) => {
    const target = (inner.split(/\\?\||#/, 1)[0] ?? "").trim();
    const isAttachment = embed !== "" && /\.(?!md$)[A-Za-z0-9]{2,5}$/.test(target);
    const from = index + embed.length + "[[".length + inner.indexOf(target);
    if (target !== "" && !isAttachment) targets.push({ target, at: index + embed.length, form: "wikilink", from });
  });
  const withoutDefinitions = blankMatches(
    withoutWikilinks,
    definition,
    ({ index, 0: whole, 1: angled, 2: bare = "" }) => {
      const target = linkTarget(angled ?? bare);
      const from = index + startOf(whole, { angled, bare });
      if (target !== null) targets.push({ target, at: index + whole.indexOf("["), form: "destination", from });
    },
  );
  return blankMatches(withoutDefinitions, destination, ({ index, 0: whole, 1: angled, 2: bare = "" }) => {
    const open = linkStart(withoutDefinitions, index - "](".length);
    const target = linkTarget(angled ?? bare);
    const from = index + startOf(whole, { angled, bare });
    if (target !== null && open !== null && prose[open - 1] !== "!")
      targets.push({ target, at: open, form: "destination", from });
  });
}

/** Where the destination begins that ends the match, in pointed brackets or bare. */
function startOf(whole: string, { angled, bare }: { angled: string | undefined; bare: string }): number {
  return angled === undefined ? whole.length - bare.length : whole.length - angled.length - ">".length;
}

/** The text with every match replaced by as many spaces, after `tell` has seen it. */
function blankMatches(text: string, pattern: RegExp, tell: (match: RegExpExecArray) => void): string {
  const pieces: string[] = [];
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    tell(match);
    pieces.push(text.slice(done, match.index), " ".repeat(match[0].length));
    done = match.index + match[0].length;
  }
  return pieces.join("") + text.slice(done);
}

/** A relative path whose last part has no extension: zk leaves it out. */
const bareName = /^(?!\/)(?:[^/]+\/)*[^/.]+$/;

/** What a link destination mentions, as written: a URL whole, a path without its #heading; null when neither. */
function linkTarget(written: string): string | null {
  if (/^https?:\/\//i.test(written)) return written;
  if (/^[a-z][a-z0-9+.-]+:/i.test(written)) return null;
  const path = written.replace(/[#?].*$/, "");
  return /[^/]\.md$/i.test(path) || bareName.test(path) ? path : null;
}

/** The `[` that the `]` at `close` belongs to; null when there is none near. */
function linkStart(prose: string, close: number): number | null {
  let depth = 0;
  for (let at = close; at >= Math.max(0, close - linkTextCharsMax); at -= 1) {
    if (prose[at] === "]") depth += 1;
    if (prose[at] === "[") depth -= 1;
    if (depth === 0) return at;
  }
  return null;
}

/** The words of the first heading (`# words`, or words underlined with = or -), as written; null when there is none. */
export function firstHeading(prose: string, body: string): string | null {
  const heading = /^ {0,3}#{1,6}[ \t]+(\S.*)$|^ {0,3}(?![-*+>#=]|\d+[.)])(\S.*)\n {0,3}(?:=+|--+)[ \t\r]*$/m;
  const found = heading.exec(prose);
  const words = found?.[1] ?? found?.[2];
  if (found === null || words === undefined) return null;
  const at = found.index + found[0].indexOf(words);
  const written = body.slice(at, at + words.length).trim();
  return (found[1] === undefined ? written : written.replace(/[ \t]#+$/, "").trimEnd()) || null;
}

/** Whether the conflict markers of a merge stand in the prose, all three in order. */
export function hasConflictMarkers(prose: string): boolean {
  let rest = prose;
  for (const marker of [/^<{7} /m, /^={7}\r?$/m, /^>{7} /m]) {
    const at = rest.search(marker);
    if (at === -1) return false;
    rest = rest.slice(at);
  }
  return true;
}

/**
 * Whether a comment is begun inside a line of `prose` (code and whole comments blanked) and never ended. At the start of a
 * line it ends with the text (CommonMark 4.6); here it is none, and what was meant for nobody would be read.
 */
export function hasOpenComment(prose: string): boolean {
  return /^(?! {0,3}<!--).*(?<!\\)<!--/m.test(prose);
}

// What may leave of a text: private marks taken out of Markdown, and which addresses may stand as links.
import { plainText } from "../base/plain.ts";

/**
 * What is met first at each place of a Markdown text: a fenced block, an HTML comment, an escape, a code span, a
 * wikilink, a link, or a definition of one. Code and escapes are met so that they are left alone; what might be prose
 * (a fence that nothing closes where it was opened, a code span over several lines) is none, for a comment in it.
 */
const met = new RegExp(
  [
    /^(?<fenced>[ \t]*(?<fence>`{3,}|~{3,})(?:(?!<!--)[^`\n])*(?:\n(?![ \t]*\k<fence>)[^\n]*)*\n[ \t]*\k<fence>[`~]*)/,
    /^(?<listed>[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)+(?<listedFence>`{3,}|~{3,})(?:(?!<!--)[^`\n])*(?:\n(?=[ \t\n])(?![ \t]*\k<listedFence>)[^\n]*)*\n[ \t]+\k<listedFence>[`~]*)/,
    /^(?<quoted>[ \t]*>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?<quotedFence>`{3,}|~{3,})(?:(?!<!--)[^`\n])*(?:\n(?=[ \t]*>)(?![ \t>]*\k<quotedFence>)[^\n]*)*\n[ \t]*>[ \t>]*\k<quotedFence>[`~]*)/,
    // A line that begins with a comment is HTML to its end: ticks make no code there.
    /^(?<block>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*<!--[^]*?-->[^\n]*)/,
    /(?<comment><!--[^]*?-->|^ {0,3}<!--[^]*)/,
    /(?<percents>(?<![^\s([{>*_-])%%(?!%)[^]*?%%(?![\w%]))/,
    /(?<escaped>\\(?!<!--)[^\n])/,
    /(?<code>(?<!`)(?<ticks>`+)(?!`)[^\n]*?(?<!`)\k<ticks>(?!`))/,
    /!?\[\[(?!\s)(?<target>[^[\]|\n]+)(?:\|(?<alias>[^[\]\n]+))?\]\]/,
    /!?\[(?<label>[^[\]]*)\]\([ \t]*(?<to><[^<>\n]*>|[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)(?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*\)/,
    /^ {0,3}\[(?<named>[^[\]\n]+)\]:[ \t]*(?<leads><[^<>\n]*>|[^\s<>]+)[^\n]*\n?/,
  ]
    .map((part) => part.source)
    .join("|"),
  "gm",
);

/**
 * The Markdown as it may leave: comments are gone, those of HTML, those between %% as Obsidian has them, and definitions
 * of links that are comments in disguise; a wikilink is its alias or, without one, its target as it stands in the text; a
 * link into this machine is its words; and there are no control bytes or bidi overrides. Code is left as it is.
 */
export function outwardMarkdown(markdown: string): string {
  // A link with a comment in its words is one only once that is gone.
  return cleaned(cleaned(plainText(markdown).toWellFormed())).trim();
}

/** Targets of wikilinks without an alias, which outwardMarkdown leaves to be read as they stand. */
export function bareTargets(markdown: string): readonly string[] {
  const bare: string[] = [];
  cleaned(cleaned(plainText(markdown), bare), bare);
  return bare;
}

function cleaned(text: string, bare: string[] = []): string {
  const kept: string[] = [];
  let at = 0;
  met.lastIndex = 0;
  for (let found = met.exec(text); found !== null; found = met.exec(text)) {
    const groups: Known = found.groups ?? {};
    const { put, taken } = outward(found[0], groups);
    if (groups.target !== undefined && groups.alias === undefined && taken === found[0].length) bare.push(put);
    kept.push(text.slice(at, found.index), put);
    at = found.index + taken;
    met.lastIndex = at;
  }
  return kept.join("") + text.slice(at);
}

/** What stands for what was met as it leaves, and how much of it that is: the rest is gone through as text. */
function outward(whole: string, groups: Known): { put: string; taken: number } {
  const { block, comment, percents, target, alias, label, to, leads } = groups;
  const put = (text: string): { put: string; taken: number } => ({ put: text, taken: whole.length });
  if (block !== undefined) return put(block.replace(/<!--[^]*?-->/g, ""));
  if (comment !== undefined || percents !== undefined) return put("");
  const isBracket = target !== undefined || label !== undefined || leads !== undefined;
  if (!isBracket) return put(whole);
  const opening = whole.slice(0, whole.indexOf("[") + 1);
  const passed = { put: opening, taken: opening.length };
  if (/<!--|%%/.test(whole)) return passed;
  if (target !== undefined) return put((alias ?? target).trim());
  if (label !== undefined && to !== undefined) return isInward(to) ? put(label) : passed;
  // A footnote is a definition too, of words and not of an address.
  const isAddress = leads !== undefined && !whole.trimStart().startsWith("[^");
  return isAddress && (isInward(leads) || isNowhere(leads)) ? put("") : passed;
}

/** Whether the address names a file or a program's place of this machine; what is one word only may be anything. */
function isInward(address: string): boolean {
  const bare = address.replace(/^<|>$/g, "");
  const isPath = !bare.startsWith("#") && /^[a-z][a-z0-9+.-]+:|[/\\.~]/i.test(bare);
  return isPath && !isOutwardLink(bare);
}

/** As people write a comment without HTML: "[//]: # (for me)". */
function isNowhere(address: string): boolean {
  return address === "#" || address === "<>";
}

/** Whether an address may stand as a link in what leaves: absolute, and http, https or mailto. */
export function isOutwardLink(address: string | undefined): address is string {
  if (address === undefined || !URL.canParse(address)) return false;
  // With a third slash it names no host, and every reader makes another address of it.
  return /^(?:https?:\/\/[^/\\]|mailto:)/i.test(address);
}

/** The address as it may stand as a link in a page of ours: http and https alone; null for any other. */
export function webAddress(address: string | null): string | null {
  const isWeb = address !== null && /^https?:/i.test(address) && isOutwardLink(address);
  return isWeb ? new URL(address).href : null;
}

type Known = Readonly<
  Partial<Record<"block" | "comment" | "percents" | "target" | "alias" | "label" | "to" | "leads", string>>
>;

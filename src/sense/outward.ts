// What may leave of a text: private marks taken out of Markdown, and which addresses may stand as links.
import { plainText } from "../base/plain.ts";

/**
 * What is met first at each place of a Markdown text: a fenced block, an HTML comment, an escape, a code span, a
 * wikilink, a link, or a definition of one. Code and escapes are met so that they are left alone; what might be prose
 * (a fence that nothing closes where it was opened, a code span over several lines) is none, for a comment in it.
 */
const met = new RegExp(
  [
    /^(?<fenced>[ \t]*(?<fence>`{3,}|~{3,})[^`\n]*(?:\n(?![ \t]*\k<fence>)[^\n]*)*\n[ \t]*\k<fence>[`~]*)/,
    /^(?<listed>[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)+(?<listedFence>`{3,}|~{3,})[^`\n]*(?:\n(?=[ \t\n])(?![ \t]*\k<listedFence>)[^\n]*)*\n[ \t]+\k<listedFence>[`~]*)/,
    /^(?<quoted>[ \t]*>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?<quotedFence>`{3,}|~{3,})[^`\n]*(?:\n(?=[ \t]*>)(?![ \t>]*\k<quotedFence>)[^\n]*)*\n[ \t]*>[ \t>]*\k<quotedFence>[`~]*)/,
    /(?<comment><!--[^]*?-->|^ {0,3}<!--[^]*)/,
    /(?<percents>(?<![^\s([{>*_-])%%(?!%)[^]*?%%(?![\w%]))/,
    /(?<escaped>\\[^\n])/,
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
  return cleaned(plainText(markdown).toWellFormed()).trim();
}

function cleaned(text: string): string {
  return text.replace(met, (whole: string, ...rest: unknown[]) => outward(whole, groupsOf(rest.at(-1))));
}

/** What was met as it may leave. Words within it are cleaned in their turn: a comment may stand in them too. */
function outward(whole: string, { comment, percents, target, alias, label, to, leads }: Groups): string {
  if (comment !== undefined || percents !== undefined) return "";
  if (target !== undefined) return cleaned(alias ?? target).trim();
  if (label !== undefined && to !== undefined) {
    const from = whole.indexOf("[") + 1;
    const behind = whole.slice(from + label.length).replace(/<!--[^]*?-->/g, "");
    return isInward(to) ? cleaned(label) : whole.slice(0, from) + cleaned(label) + behind;
  }
  if (leads === undefined) return whole;
  // A footnote is a definition too, of words and not of an address.
  const isAddress = !whole.trimStart().startsWith("[^");
  if (isAddress && (isInward(leads) || isNowhere(leads))) return "";
  const from = whole.indexOf("[") + 1;
  return whole.slice(0, from) + cleaned(whole.slice(from));
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

type Groups = Partial<Record<"comment" | "percents" | "target" | "alias" | "label" | "to" | "leads", string>>;

function groupsOf(named: unknown): Groups {
  return named !== null && typeof named === "object" ? named : {};
}

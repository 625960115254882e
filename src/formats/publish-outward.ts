// What may leave of a text: private marks taken out of Markdown, and which addresses may stand as links.
import { plainText } from "../base/plain.ts";

/**
 * What is met first at each place of a Markdown text: a fenced block, an HTML comment, an escape,
 * a code span, or a wikilink. Code and escapes are met so that they are left alone.
 */
const met = new RegExp(
  [
    /^(?<fenced>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?<fence>`{3,}|~{3,})[^`\n]*(?:\n(?!(?:[ \t>]*)\k<fence>)[^\n]*)*(?:\n[ \t>]*\k<fence>[`~]*)?)/,
    /(?<comment><!--[^]*?-->|^ {0,3}<!--[^]*)/,
    /(?<escaped>\\[^\n])/,
    /(?<code>(?<ticks>`+)(?!`)(?:(?!\n[ \t]*\n)[^])*?(?<!`)\k<ticks>(?!`))/,
    /!?\[\[(?!\s)(?<target>[^[\]|\n]+)(?:\|(?<alias>[^[\]\n]+))?\]\]/,
  ]
    .map((part) => part.source)
    .join("|"),
  "gm",
);

/**
 * The Markdown as it may leave: HTML comments are gone, a wikilink is its alias or, without one,
 * its target as it stands in the text, and there are no control bytes or bidi overrides. Code is
 * left as it is.
 */
export function outwardMarkdown(markdown: string): string {
  return plainText(markdown)
    .toWellFormed()
    .replace(met, (whole: string, ...rest: unknown[]) => {
      const groups = groupsOf(rest.at(-1));
      if (groups.comment !== undefined) return "";
      if (groups.target !== undefined) return (groups.alias ?? groups.target).trim();
      return whole;
    })
    .trim();
}

/** Whether an address may stand as a link in what leaves: absolute, and http, https or mailto. */
export function isOutwardLink(address: string | undefined): address is string {
  if (address === undefined || !URL.canParse(address)) return false;
  return /^(?:https?:\/\/|mailto:)/i.test(address);
}

/** The address as it may stand as a link in a page of ours: http and https alone; null for any other. */
export function webAddress(address: string | null): string | null {
  const isWeb = address !== null && /^https?:/i.test(address) && isOutwardLink(address);
  return isWeb ? new URL(address).href : null;
}

function groupsOf(named: unknown): Partial<Record<"comment" | "target" | "alias", string>> {
  return named !== null && typeof named === "object" ? named : {};
}

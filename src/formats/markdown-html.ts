// A note's Markdown made ready to leave: what was never meant to be read is taken out, and HTML is sanitised.
import { DomUtils, parseDocument } from "htmlparser2";
import { Marked } from "marked";
import sanitizeHtml from "sanitize-html";
import { plainText } from "../base/plain.ts";
import { type DomNode, element, grown, serialized, writeFragment } from "./publish-tree.ts";

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

/**
 * Sanitised HTML of Markdown (CommonMark with GitHub's tables, task lists and strikethrough), to
 * stand below a page's own title: headings begin at h2. Links are http, https or mailto, others
 * are plain text; an image becomes a link to it, so that opening the page fetches nothing.
 */
export function markdownToHtml(markdown: string): string {
  return sanitiseForPage(drawn(outwardMarkdown(markdown))).trim();
}

/** HTML from any hand, kept to what markdownToHtml lets through. */
export function sanitiseForPage(html: string): string {
  return sanitizeHtml(html, allowed);
}

const parser = new Marked({
  gfm: true,
  renderer: { checkbox: ({ checked }) => (checked ? "☑ " : "☐ ") },
});

function drawn(markdown: string): string {
  try {
    return reshaped(parser.parse(markdown, { async: false }));
  } catch (error) {
    // Thousands of nested quotes overflow the parser's stack; the words are worth more than their shape.
    if (error instanceof RangeError) return writeFragment(element("pre", {}, markdown));
    throw error;
  }
}

/** Below the page's own title, without images and without links that lead nowhere outside. */
function reshaped(html: string): string {
  const document = parseDocument(html);
  for (const heading of DomUtils.getElementsByTagName("h1", document)) heading.name = "h2";
  for (const image of DomUtils.getElementsByTagName("img", document)) {
    const { src = "", alt = "" } = image.attribs;
    image.name = isWithinLink(image) ? "span" : "a";
    image.attribs = { href: src };
    for (const text of grown(alt === "" && isOutwardLink(src) ? src : alt)) {
      DomUtils.appendChild(image, text);
    }
  }
  for (const link of DomUtils.getElementsByTagName("a", document)) {
    if (!isOutwardLink(link.attribs["href"])) link.name = "span";
  }
  return serialized(document.children);
}

function isWithinLink(image: DomNode): boolean {
  for (let above = image.parent; above !== null; above = above.parent) {
    if ("name" in above && above.name === "a") return true;
  }
  return false;
}

const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    ..."h2 h3 h4 h5 h6 p br hr blockquote pre ul ol li dl dt dd figure figcaption".split(" "),
    ..."table thead tbody tfoot tr th td caption".split(" "),
    ..."a em strong b i u s del ins sub sup small mark kbd samp var code q cite abbr dfn time".split(" "),
    ..."ruby rt rp bdi wbr details summary".split(" "),
  ],
  allowedAttributes: {
    a: ["href"],
    abbr: ["title"],
    ol: ["start"],
    th: ["align"],
    td: ["align"],
  },
  allowedSchemes: ["http", "https", "mailto"],
  allowProtocolRelative: false,
  nestingLimit: 100,
};

/** Whether an address may stand as a link in what leaves: absolute, and http, https or mailto. */
export function isOutwardLink(address: string | undefined): address is string {
  if (address === undefined || !URL.canParse(address)) return false;
  return /^(?:https?:\/\/|mailto:)/i.test(address);
}

function groupsOf(named: unknown): Partial<Record<"comment" | "target" | "alias", string>> {
  return named !== null && typeof named === "object" ? named : {};
}

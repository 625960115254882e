// A note's Markdown as sanitised HTML, to stand in a page or a feed.
import { DomUtils, parseDocument } from "htmlparser2";
import { Marked } from "marked";
import sanitizeHtml from "sanitize-html";
import { plainText } from "../base/plain.ts";
import { isOutwardLink, outwardMarkdown } from "../sense/outward.ts";
import { tokensOf } from "./markdown-tokens.ts";
import { type DomNode, element, grown, serialized, writeFragment } from "./publish-tree.ts";

/**
 * Sanitised HTML of Markdown (CommonMark with GitHub's tables, task lists and strikethrough), to
 * stand below a page's own title: headings begin at h2. Links are http, https or mailto, others
 * are plain text; an image becomes a link to it, so that opening the page fetches nothing.
 */
export function markdownToHtml(markdown: string): string {
  // Cleaned once more at the end: a character reference (&#27;) becomes a control only when it is read.
  return plainText(sanitiseForPage(drawn(outwardMarkdown(markdown)))).trim();
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
    return reshaped(parser.parser(tokensOf(markdown, parser.defaults)));
  } catch (error) {
    // Quotes nested too deep, or thousands of other things, which overflow a stack: the words are worth more than their shape.
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

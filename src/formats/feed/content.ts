// Titles and bodies: text, HTML and XHTML told apart, and the parts of an entry that come of them.
import { htmlToText, plainTitle } from "../html-text.ts";
import { escapeHtml } from "./entities.ts";
import { oneLine } from "./line.ts";
import type { FeedNode } from "./node.ts";

/** What a title or body says. */
export interface Content {
  /** As HTML, addresses as written. */
  html: string;
  /** As text, when the feed gives text and no HTML; else null. */
  plain: string | null;
  /** The xml:base that relative addresses in it resolve against; null when the document sets none. */
  base: string | null;
}

/** An element that holds HTML by custom: RSS's description and its kin. Null when empty. */
export function htmlContent(node: FeedNode | null): Content | null {
  if (node === null) return null;
  return contentOf(node.markup ?? node.text, node.base);
}

/** Text that is no mark-up, whatever stands in it. Null when empty. */
export function plainContent(text: string): Content | null {
  const plain = text.trim();
  return plain === "" ? null : { html: escapeHtml(plain).replaceAll("\n", "<br>\n"), plain, base: null };
}

/**
 * A text construct of Atom 1.0 (RFC 4287, 3.1 and 4.1.3) or 0.3 (type and mode). Null when empty
 * or when the content is elsewhere or no text.
 */
export function atomContent(node: FeedNode | null): Content | null {
  if (node === null) return null;
  const type = (node.attributes.get("type") ?? "text").trim().toLowerCase().replace(/;.*$/, "");
  const mode = node.attributes.get("mode")?.trim().toLowerCase();
  if (mode === "base64") return contentOf(fromBase64(node.text), node.base);
  if (/^(?:image|audio|video|font)\//.test(type)) return null;
  if (isBinary(type)) return contentOf(fromBase64(node.text), node.base) ?? plainContent(node.text);
  if (node.markup !== null) return contentOf(node.markup, node.base);
  if (type === "xhtml" || type === "application/xhtml+xml") return contentOf(escapeHtml(node.text), node.base);
  if (type.includes("html")) return contentOf(node.text, node.base);
  return plainContent(node.text);
}

/** A title or description of Media RSS: text unless its type is "html". Null when empty. */
export function mediaText(node: FeedNode): Content | null {
  return node.attributes.get("type")?.trim() === "html" ? htmlContent(node) : plainContent(node.text);
}

function contentOf(text: string, base: string | null): Content | null {
  const html = text.trim();
  return html === "" ? null : { html, plain: null, base };
}

function isBinary(type: string): boolean {
  return type.includes("/") && !/^text\/|[/+]xml$|html|^message\//.test(type);
}

/** The text in base64, or "" when it is none. */
function fromBase64(text: string): string {
  const letters = text.replace(/\s+/g, "");
  if (letters === "" || !/^[A-Za-z\d+/_-]*=*$/.test(letters)) return "";
  const decoded = Buffer.from(letters, "base64");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(decoded);
  } catch {
    return "";
  }
}

/** Characters read of a title, mark-up and all. */
const titleLengthMax = 100_000;

/** A title on one line; null when empty. */
export function titleOf(content: Content | null): string | null {
  if (content === null) return null;
  const { html, plain } = content;
  const title = plain === null ? plainTitle(begun(html)) : oneLine(begun(plain));
  return title === "" ? null : title;
}

function begun(text: string): string {
  return text.length <= titleLengthMax ? text : text.slice(0, titleLengthMax).toWellFormed();
}

/** The text of a body; null when it has none. */
export function bodyText(content: Pick<Content, "html" | "plain">): string | null {
  const text = content.plain ?? htmlToText(content.html);
  return text === "" ? null : text;
}

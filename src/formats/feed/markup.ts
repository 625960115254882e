// Elements inside a body written again as HTML, in the order they came.
import { escapeHtml } from "./entities.ts";
import { absoluteValue } from "./links.ts";

const voidElements: ReadonlySet<string> = new Set(
  "area base br col embed hr img input link meta param source track wbr".split(" "),
);

interface OpenTag {
  /** Name without prefix. */
  local: string;
  /** By lower-case name, decoded. */
  attributes: ReadonlyMap<string, string>;
  /** An xml:base set inside the body, which the caller's own resolving does not know; else null. */
  innerBase: string | null;
  selfClosed: boolean;
}

/** The tag as HTML; an empty element that HTML would leave open is closed. */
export function openTag({ local, attributes, innerBase, selfClosed }: OpenTag): string {
  let tag = `<${local}`;
  for (const [name, value] of attributes) {
    if (name.startsWith("xmlns") || name.startsWith("xml:")) continue;
    const escaped = escapeHtml(value).replaceAll('"', "&quot;");
    tag += ` ${name}="${absoluteValue({ name, value: escaped, base: innerBase })}"`;
  }
  return selfClosed && !isVoid(local) ? `${tag}></${local}>` : `${tag}>`;
}

/** The closing tag as HTML; nothing for elements that HTML never closes. */
export function closeTag(local: string): string {
  return isVoid(local) ? "" : `</${local}>`;
}

/** Whether HTML never closes the element. */
function isVoid(local: string): boolean {
  return voidElements.has(local.toLowerCase());
}

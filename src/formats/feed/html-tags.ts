// The tags of an HTML page one after the other, with their attributes decoded.
import { decodeHtmlAttribute } from "./entities.ts";
import { scanHtml, silent } from "./scan.ts";

export interface TagPlace {
  /** Where the tag begins, and where its content does. */
  at: number;
  end: number;
  /** True for <name/>. */
  isSelfClosed: boolean;
}

export interface TagHandler {
  onOpen(name: string, attributes: ReadonlyMap<string, string>, place: TagPlace): void;
  /** `start` is where the closing tag begins. */
  onClose(name: string, start: number): void;
}

const attributesMax = 64;

/** Hands every tag of `html` to `handler`, names in lower case. A name that comes twice on one tag counts once. */
export function eachTag(html: string, { onOpen, onClose }: TagHandler): void {
  let name = "";
  let at = 0;
  let attribute = "";
  let attributes = new Map<string, string>();
  scanHtml(html, {
    ...silent,
    onOpenName: (start, end) => {
      at = start - 1;
      name = html.slice(start, end).toLowerCase();
      attributes = new Map();
      return true;
    },
    onAttributeName: (start, end) => {
      attribute = html.slice(start, end).toLowerCase();
      return true;
    },
    onAttributeValue: (start, end) => {
      if (attributes.size < attributesMax && !attributes.has(attribute))
        attributes.set(attribute, decodeHtmlAttribute(html.slice(start, end)));
    },
    onOpenEnd: (end, isSelfClosed) => onOpen(name, attributes, { at, end: end + 1, isSelfClosed }),
    onClose: (start, end) => onClose(html.slice(start, end).toLowerCase(), start - 2),
  });
}

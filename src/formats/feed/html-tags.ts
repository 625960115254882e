// The tags of an HTML page one after the other, with their attributes decoded.
import { Tokenizer } from "htmlparser2";
import { silent } from "./tokens.ts";

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
  let value = "";
  let attributes = new Map<string, string>();
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      ...silent,
      onopentagname: (start, end) => {
        at = start - 1;
        name = html.slice(start, end).toLowerCase();
        attributes = new Map();
      },
      onattribname: (start, end) => {
        attribute = html.slice(start, end).toLowerCase();
        value = "";
      },
      onattribdata: (start, end) => void (value += html.slice(start, end)),
      onattribentity: (point) => void (value += String.fromCodePoint(point)),
      onattribend: () => {
        if (attributes.size < attributesMax && !attributes.has(attribute)) attributes.set(attribute, value);
      },
      onopentagend: (end) => onOpen(name, attributes, { at, end: end + 1, isSelfClosed: false }),
      onselfclosingtag: (end) => onOpen(name, attributes, { at, end: end + 1, isSelfClosed: true }),
      onclosetag: (start, end) => onClose(html.slice(start, end).toLowerCase(), start - 2),
    },
  );
  tokenizer.write(html);
  tokenizer.end();
}

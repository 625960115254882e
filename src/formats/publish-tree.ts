// HTML and XML written from a tree by htmlparser2's serializer, so that nothing is escaped by hand.
import { DomHandler, DomUtils, ElementType, parseDocument } from "htmlparser2";

/** An element to be written. Text children are escaped by the serializer. */
export interface Element {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly Tree[];
}

/** HTML that is already safe to stand in a page (see markdownToHtml); parsed and written again, never escaped. */
export interface SafeHtml {
  html: string;
}

export type Tree = string | Element | SafeHtml;

/** An element with its attributes and children. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Tree[]
): Element {
  return { name, attributes, children };
}

/** As `element`, with a line break before each child and after the last, for parts where white space means nothing. */
export function block(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Tree[]
): Element {
  return { name, attributes, children: [...children.flatMap((child) => ["\n", child]), "\n"] };
}

/** The tree as a whole HTML document, doctype first and a line feed last. */
export function writeHtml(root: Element): string {
  return `<!doctype html>\n${DomUtils.getOuterHTML(grown(root), { encodeEntities: "utf8" })}\n`;
}

/** The tree as an XML 1.0 document; characters beyond ASCII stand as references. */
export function writeXml(root: Element): string {
  const text = DomUtils.getOuterHTML(grown(root), { xmlMode: true });
  return `<?xml version="1.0" encoding="utf-8"?>\n${text}\n`;
}

/** The tree as HTML without a doctype. */
export function writeFragment(tree: Tree): string {
  return DomUtils.getOuterHTML(grown(tree), { encodeEntities: "utf8" });
}

export type DomNode = DomHandler["dom"][number];

/** The tree as nodes of htmlparser2's document model. */
export function grown(tree: Tree): DomNode[] {
  const handler = new DomHandler();
  grow(handler, tree);
  return handler.dom;
}

function grow(handler: DomHandler, tree: Tree): void {
  if (typeof tree === "string") {
    handler.ontext(tree.toWellFormed());
  } else if ("html" in tree) {
    growHtml(handler, tree.html);
  } else {
    handler.onopentag(tree.name, wellFormed(tree.attributes));
    for (const child of tree.children) grow(handler, child);
    handler.onclosetag();
  }
}

function growHtml(handler: DomHandler, html: string): void {
  for (const node of parseDocument(html).children) growNode(handler, node);
}

function growNode(handler: DomHandler, node: DomNode): void {
  if ("attribs" in node) {
    handler.onopentag(node.name, node.attribs);
    for (const child of node.children) growNode(handler, child);
    handler.onclosetag();
  } else if (node.type === ElementType.Text) {
    handler.ontext(node.data);
  }
}

function wellFormed(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, value.toWellFormed()]));
}

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
  return `<!doctype html>\n${serialized(grown(root))}\n`;
}

/** The tree as an XML 1.0 document; characters beyond ASCII stand as references. */
export function writeXml(root: Element): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${serialized(grown(root), { xmlMode: true })}\n`;
}

/** The tree as HTML without a doctype. */
export function writeFragment(tree: Tree): string {
  return serialized(grown(tree));
}

/** Nodes of htmlparser2's document model as text: HTML with only what must be escaped escaped, or XML. */
export function serialized(nodes: DomNode | DomNode[], { xmlMode }: { xmlMode: boolean } = { xmlMode: false }): string {
  // oxlint-disable-next-line typescript/no-deprecated -- the module it points to is htmlparser2's dependency, not ours
  return DomUtils.getOuterHTML(nodes, xmlMode ? { xmlMode } : { encodeEntities: "utf8" });
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

// A release as plain text with the places of its links: what a short post, which knows no mark-up, can say.
import { parseDocument } from "htmlparser2";
import { markdownToHtml } from "./markdown-html.ts";
import { closingOf, type Content } from "./publish-content.ts";
import type { DomNode } from "./publish-tree.ts";

/** Where a link stands: offsets in UTF-16 units, the end not included. */
export interface TextLink {
  start: number;
  end: number;
  href: string;
}

export interface LinkedText {
  text: string;
  /** In order, none over another. */
  links: readonly TextLink[];
}

/** The title, what is asked (for a round), the text and its sources, with an empty line between paragraphs. */
export function linkedText(content: Content): LinkedText {
  const writer = new Writer();
  const paragraph = (...texts: readonly string[]): void => {
    writer.block(2);
    for (const text of texts) writer.words(text);
  };
  paragraph(content.title);
  for (const line of asking(content)) paragraph(line);
  for (const node of parseDocument(markdownToHtml(content.body)).children) writeNode(writer, node, { isPre: false });
  if (content.citations.length > 0) paragraph(content.citations.length === 1 ? "Source:" : "Sources:");
  for (const { title, url, author } of content.citations) {
    writer.block(1);
    if (url === null) writer.words(title);
    else writer.link(url, () => writer.words(title));
    if (author !== null) writer.words(`, ${author}`);
  }
  return writer.done();
}

/** The text with the address behind each link that does not show it already. */
export function withAddresses({ text, links }: LinkedText): LinkedText {
  const writer = new Writer();
  let from = 0;
  for (const { start, end, href } of links) {
    const shown = text.slice(start, end);
    const address = href.replace(/^mailto:/, "");
    writer.raw(text.slice(from, start));
    if (shown === address || shown === href) writer.link(href, () => writer.raw(shown));
    else {
      writer.raw(`${shown} (`);
      writer.link(href, () => writer.raw(address));
      writer.raw(")");
    }
    from = end;
  }
  writer.raw(text.slice(from));
  return writer.done();
}

/** The text with what the pattern finds put otherwise; links stay around what they were around. */
export function rewritten({ text, links }: LinkedText, pattern: RegExp, put: (found: string) => string): LinkedText {
  const found = Array.from(text.matchAll(pattern), ({ 0: whole, index }) => ({
    end: index + whole.length,
    more: put(whole).length - whole.length,
  }));
  const moved = (at: number): number => found.reduce((to, { end, more }) => (end <= at ? to + more : to), at);
  return {
    text: text.replace(pattern, put),
    links: links.map(({ start, end, href }) => ({ start: moved(start), end: moved(end), href })),
  };
}

/** The part of the text from `start` to `end` without the white space at its ends; links cut in two lead to the same place. */
export function sliceLinked({ text, links }: LinkedText, start: number, end: number): LinkedText {
  const whole = text.slice(start, end);
  const head = start + (whole.length - whole.trimStart().length);
  const part = whole.trim();
  const tail = head + part.length;
  return {
    text: part,
    links: links
      .filter((link) => link.start < tail && link.end > head)
      .map(({ start: from, end: to, href }) => ({
        start: Math.max(from, head) - head,
        end: Math.min(to, tail) - head,
        href,
      })),
  };
}

function asking({ ask, version, placeName, changes }: Content): readonly string[] {
  // A version has a number for those who saw the one before.
  if (ask === null) return [];
  const lines = [`Version ${version} of a text in progress, for ${placeName}.`];
  if (ask.questions.length === 1) lines.push(`What I ask you: ${ask.questions[0]}`);
  if (ask.questions.length > 1)
    lines.push(["What I ask you:", ...ask.questions.map((line, index) => `${index + 1}. ${line}`)].join("\n"));
  if (changes !== null)
    lines.push([`Changes since version ${changes.since}:`, ...changes.lines.map((line) => `- ${line}`)].join("\n"));
  if (ask.until !== null) lines.push(`Please answer by ${closingOf(ask.until)}.`);
  return lines;
}

/** Puts text together, with at most the line breaks that were asked for between blocks. */
class Writer {
  #text = "";
  #breaks = 0;
  readonly #links: TextLink[] = [];

  /** Ends the line; at least so many line breaks stand before the next words. */
  block(breaks: number): void {
    if (this.#text !== "") this.#breaks = Math.max(this.#breaks, breaks);
  }

  /** Running text: white space is collapsed, and none opens a line. */
  words(text: string): void {
    const isFresh = this.#text === "" || this.#breaks > 0 || /\s$/.test(this.#text);
    const flat = text.replace(/[ \t\r\f\n]+/g, " ");
    this.raw(isFresh ? flat.trimStart() : flat);
  }

  raw(text: string): void {
    if (text === "") return;
    if (this.#breaks > 0) this.#text = `${this.#text.trimEnd()}${"\n".repeat(this.#breaks)}`;
    this.#breaks = 0;
    this.#text += text;
  }

  link(href: string, write: () => void): void {
    const before = this.#text.length;
    write();
    const written = this.#text.slice(before);
    const start = before + (written.length - written.trimStart().length);
    const end = this.#text.trimEnd().length;
    if (end > start) this.#links.push({ start, end, href });
  }

  done(): LinkedText {
    const text = this.#text.trimEnd();
    return { text, links: this.#links.filter(({ end }) => end <= text.length) };
  }
}

/** Blocks with an empty line around them, and those on a line of their own. */
const paragraphs: ReadonlySet<string> = new Set("p h2 h3 h4 h5 h6 blockquote pre ul ol dl table figure hr".split(" "));
const lines: ReadonlySet<string> = new Set("li dt dd tr figcaption caption summary details".split(" "));

interface Inside {
  isPre: boolean;
}

function writeNode(writer: Writer, node: DomNode, inside: Inside): void {
  if ("data" in node) {
    if (node.type !== "text") return;
    if (inside.isPre) writer.raw(node.data.replace(/\n$/, ""));
    else writer.words(node.data);
    return;
  }
  if (!("name" in node)) return;
  const { name, attribs, children } = node;
  if (name === "br") writer.block(1);
  const isNested = node.parent !== null && "name" in node.parent && node.parent.name === "li";
  const breaks = lines.has(name) || isNested ? 1 : 2;
  const isBlock = paragraphs.has(name) || lines.has(name);
  if (isBlock && !(isNested && name === "p")) writer.block(breaks);
  if (name === "li") writer.raw(`${marker(node)} `);
  if ((name === "td" || name === "th") && node.prev !== null) writer.words(" | ");
  const write = (): void => {
    for (const child of children) writeNode(writer, child, { isPre: inside.isPre || name === "pre" });
  };
  const { href } = attribs;
  if (name === "a" && href !== undefined) writer.link(href, write);
  else write();
  if (isBlock) writer.block(breaks);
}

function marker(item: DomNode): string {
  const list = item.parent;
  if (list === null || !("name" in list) || list.name !== "ol") return "-";
  const items = list.children.filter((child) => "name" in child && child.name === "li");
  return `${Number(list.attribs["start"] ?? 1) + items.indexOf(item)}.`;
}

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
  for (const node of parseDocument(markdownToHtml(content.body)).children)
    writeNode(writer, node, { isPre: false, marker: "-" });
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
  const pieces: string[] = [];
  let length = 0;
  const put = (piece: string): void => {
    pieces.push(piece);
    length += piece.length;
  };
  let from = 0;
  const moved = links.map(({ start, end, href }): TextLink => {
    const shown = text.slice(start, end);
    const address = href.replace(/^mailto:/, "");
    const isShown = shown === address || shown === href;
    put(text.slice(from, start));
    if (!isShown) put(`${shown} (`);
    const at = length;
    put(isShown ? shown : address);
    const link = { start: at, end: length, href };
    if (!isShown) put(")");
    from = end;
    return link;
  });
  put(text.slice(from));
  return { text: pieces.join(""), links: moved };
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
  const head = start + spaceBefore(whole);
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
  /** Whole blocks, each with the line breaks before it. */
  readonly #blocks: string[] = [];
  /** How long they are. */
  #length = 0;
  /** The line breaks before the block that is being written. */
  #gap = "";
  #block = "";
  #breaks = 0;
  #quotes = 0;
  readonly #links: TextLink[] = [];

  /** Ends the line; at least so many line breaks stand before the next words. */
  block(breaks: number): void {
    if (this.#length > 0 || this.#block !== "") this.#breaks = Math.max(this.#breaks, breaks);
  }

  /** Blocks in it begin as a quote does in a mail: what another said is not passed on as one's own words. */
  quote(write: () => void): void {
    this.#quotes += 1;
    write();
    this.#quotes -= 1;
  }

  /** Marked as in Markdown: without the marks it would say what was taken back. */
  struck(write: () => void): void {
    this.words("~~");
    write();
    this.raw("~~");
  }

  /** Running text: white space is collapsed, and none opens a line. */
  words(text: string): void {
    const isFresh = this.#block === "" || this.#breaks > 0 || /\s$/.test(this.#block);
    const flat = text.replace(/[ \t\r\f\n]+/g, " ");
    this.raw(isFresh ? flat.trimStart() : flat);
  }

  raw(text: string): void {
    if (text === "") return;
    this.#begin();
    this.#block += text.replaceAll("\n", `\n${this.#prefix}`);
  }

  link(href: string, write: () => void): void {
    if (this.#breaks > 0) this.#settle();
    const [from, blocks, gap, before] = [this.#length, this.#blocks.length, this.#gap, this.#block];
    write();
    const text = this.#blocks.slice(blocks).join("") + this.#gap + this.#block;
    const opening = before === "" ? spaceBefore(text) + this.#prefix.length : gap.length + before.length;
    const start = opening + spaceBefore(text.slice(opening));
    const end = text.trimEnd().length;
    if (end > start) this.#links.push({ start: from + start, end: from + end, href });
  }

  done(): LinkedText {
    this.#settle();
    return { text: this.#blocks.join(""), links: this.#links };
  }

  /** Where a block was ended, what comes begins one. */
  #begin(): void {
    if (this.#breaks > 0) this.#settle();
    if (this.#block === "") this.#block = this.#prefix;
  }

  get #prefix(): string {
    return "> ".repeat(this.#quotes);
  }

  #settle(): void {
    const words = this.#block.trimEnd();
    this.#block = "";
    if (words !== "") {
      this.#blocks.push(this.#gap + words);
      this.#length += this.#gap.length + words.length;
      this.#gap = "";
    }
    if (this.#breaks > this.#gap.length) this.#gap = "\n".repeat(this.#breaks);
    this.#breaks = 0;
  }
}

function spaceBefore(text: string): number {
  return text.length - text.trimStart().length;
}

/** Blocks with an empty line around them, and those on a line of their own. */
const paragraphs: ReadonlySet<string> = new Set("p h2 h3 h4 h5 h6 blockquote pre ul ol dl table figure hr".split(" "));
const lines: ReadonlySet<string> = new Set("li dt dd tr figcaption caption summary details".split(" "));

interface Inside {
  isPre: boolean;
  /** What stands before an item of the list. */
  marker: string;
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
  if (name === "li") writer.raw(`${inside.marker} `);
  if ((name === "td" || name === "th") && node.prev !== null) writer.words(" | ");
  const write = (): void => {
    let place = Number(attribs["start"] ?? 1);
    for (const child of children) {
      const marker = name === "ol" ? `${place}.` : "-";
      if ("name" in child && child.name === "li") place += 1;
      writeNode(writer, child, { isPre: inside.isPre || name === "pre", marker });
    }
  };
  const { href } = attribs;
  if (name === "a" && href !== undefined) writer.link(href, write);
  else if (name === "blockquote") writer.quote(write);
  else if (name === "del" || name === "s") writer.struck(write);
  else write();
  if (isBlock) writer.block(breaks);
}

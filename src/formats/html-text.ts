// HTML as flat, readable text: for search, for titles and for terminals.
import { decodeHtml } from "./feed/entities.ts";
import { GrowingText } from "./feed/growing.ts";
import { oneLine } from "./feed/line.ts";
import { scanHtml, silent } from "./feed/scan.ts";

/** Elements that begin and end a line. */
const blocks: ReadonlySet<string> = new Set(
  `address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
  footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre section summary
  table tbody tfoot thead title tr ul`.split(/\s+/),
);
/** Elements with an empty line around them. */
const paragraphs: ReadonlySet<string> = new Set(
  "p h1 h2 h3 h4 h5 h6 blockquote pre ul ol dl table figure hr".split(" "),
);
/** Elements whose content is no text. */
const hidden: ReadonlySet<string> = new Set("script style template noscript iframe object noembed noframes".split(" "));
const inline: ReadonlySet<string> = new Set(
  `a abbr acronym applet area audio b base basefont bdi bdo big br button canvas cite code col colgroup data datalist del
  dfn em embed font head i img input ins kbd label link map mark meta meter nobr output param picture progress q rp rt
  ruby s samp select slot small source span strike strong sub sup svg td textarea th time track tt u var video wbr`.split(
    /\s+/,
  ),
);

/** White space that is not one space. */
const wideSpace = /[^\S ]\s*|\s{2,}/g;

/**
 * The text of `html`: a line for each block, an empty line between paragraphs, "- " before list
 * items, no script or style. White space is collapsed but in `pre`. Never fails, however deep or
 * damaged the mark-up; takes time linear in its length.
 */
export function htmlToText(html: string): string {
  if (!html.includes("<") && !html.includes("&")) return oneLine(html);
  return new TextWriter(html).text();
}

/** As htmlToText, with "> " before each line that is quoted, however deep, as in a mail that is plain text. */
export function htmlToMail(html: string): string {
  return new TextWriter(html, "> ").text();
}

/** A tag's beginning, with its name, and its ">" if it has one. */
const tagStart = /<\/?([A-Za-z][\w:-]*)[^<>]*(>)?/g;

/** A title on one line: mark-up flattened, but "<T>" and the like, which HTML does not know, kept as text. */
export function plainTitle(html: string): string {
  if (!html.includes("<") && !html.includes("&")) return oneLine(html);
  const known = html.replace(tagStart, (whole: string, name: string, end?: string) =>
    end !== undefined && isHtmlName(name) ? whole : whole.replace("<", "&lt;"),
  );
  return oneLine(new TextWriter(known).text());
}

function isHtmlName(name: string): boolean {
  const lower = name.toLowerCase();
  return blocks.has(lower) || inline.has(lower) || hidden.has(lower) || lower.includes(":") || lower.includes("-");
}

class TextWriter {
  readonly #html: string;
  readonly #out: GrowingText = new GrowingText();
  /** Line breaks owed before the next text. */
  #breaks = 0;
  #space = false;
  #pre = 0;
  /** The element whose content is passed over, and how often it is open. */
  #hidden = "";
  #hiddenDepth = 0;
  #bullet = false;
  /** Stands before each line that is quoted. */
  readonly #quoteMark: string;
  #quotes = 0;

  constructor(html: string, quoteMark = "") {
    this.#html = html;
    this.#quoteMark = quoteMark;
  }

  text(): string {
    const html = this.#html;
    let opened = "";
    scanHtml(html, {
      ...silent,
      onOpenName: (start, end) => {
        opened = html.slice(start, end).toLowerCase();
        this.#open(opened);
        return true;
      },
      onClose: (start, end) => this.#close(html.slice(start, end).toLowerCase()),
      onOpenEnd: (_, isSelfClosed) => {
        if (isSelfClosed) this.#closeHidden(opened);
      },
      onText: (start, end) => this.#write(decodeHtml(html.slice(start, end))),
      onCdata: (start, end) => this.#write(html.slice(start, end)),
    });
    return this.#out.take().trimEnd();
  }

  #open(name: string): void {
    if (this.#hiddenDepth > 0) {
      if (name === this.#hidden) this.#hiddenDepth += 1;
      return;
    }
    if (hidden.has(name)) {
      this.#hidden = name;
      this.#hiddenDepth = 1;
    } else if (name === "br") {
      this.#breaks = Math.min(2, this.#breaks + 1);
    } else if (name === "td" || name === "th") {
      this.#space = true;
    } else if (blocks.has(name)) {
      this.#breakLine(name);
      if (name === "pre") this.#pre += 1;
      if (name === "blockquote") this.#quotes += 1;
      this.#bullet ||= name === "li";
    }
  }

  #close(name: string): void {
    if (this.#hiddenDepth > 0) {
      this.#closeHidden(name);
      return;
    }
    if (!blocks.has(name)) return;
    if (name === "pre" && this.#pre > 0) this.#pre -= 1;
    if (name === "blockquote" && this.#quotes > 0) this.#quotes -= 1;
    if (name === "li") this.#bullet = false;
    this.#breakLine(name);
  }

  #closeHidden(name: string): void {
    if (name === this.#hidden) this.#hiddenDepth = Math.max(0, this.#hiddenDepth - 1);
  }

  #breakLine(name: string): void {
    if (this.#bullet) return;
    this.#breaks = Math.max(this.#breaks, paragraphs.has(name) ? 2 : 1);
    this.#space = false;
  }

  #write(text: string): void {
    if (this.#hiddenDepth > 0) return;
    if (this.#pre > 0) {
      this.#put(text);
      return;
    }
    const flat = text.replace(wideSpace, " ");
    const begins = flat.startsWith(" ");
    if (begins) this.#space = true;
    if (flat === " " || flat === "") return;
    const ends = flat.endsWith(" ");
    this.#put(begins || ends ? flat.trim() : flat);
    this.#space = ends;
  }

  #put(text: string): void {
    const mark = this.#quotes > 0 ? this.#quoteMark : "";
    const isLineStart = this.#out.isEmpty || this.#breaks > 0;
    if (!this.#out.isEmpty) {
      if (this.#breaks > 0) this.#out.add(this.#breaks > 1 ? "\n\n" : "\n");
      else if (this.#space) this.#out.add(" ");
    }
    if (isLineStart) this.#out.add(mark);
    if (this.#bullet) this.#out.add("- ");
    this.#out.add(mark === "" ? text : text.replaceAll("\n", `\n${mark}`));
    this.#breaks = 0;
    this.#space = false;
    this.#bullet = false;
  }
}

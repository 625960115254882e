// Lists of feeds in OPML 2.0 (opml.org/spec2): read as any program writes them, written as every program reads them.
import { cutText, plainLine } from "../base/plain.ts";
import type { ListedFeed, SourceList } from "../seek/source-list.ts";
import { decodeDocument } from "./decode.ts";
import { eachTag } from "./feed/html-tags.ts";
import { block, element, writeXml, type Element } from "./publish-tree.ts";

const depthMax = 32;
const feedsMax = 10_000;
const textMax = 500;
const tagsMax = 50;

/** The feeds of an OPML document; null when it is none. Folders and categories become tags. */
export function readOpml(bytes: Uint8Array): SourceList | null {
  const { text } = decodeDocument(bytes, null);
  const reading = new Reading(text);
  eachTag(text, {
    onOpen: (name, attributes, { at, isSelfClosed }) => {
      if (name === "opml") reading.isOpml = true;
      if (name === "outline") reading.open(attributes, { at, isSelfClosed });
    },
    onClose: (name) => {
      if (name === "outline") reading.close();
    },
  });
  return reading.isOpml ? reading.list() : null;
}

type Attributes = ReadonlyMap<string, string>;

class Reading {
  isOpml = false;
  readonly #text: string;
  readonly #feeds = new Map<string, ListedFeed>();
  readonly #notTaken: { line: number; what: string }[] = [];
  readonly #twice: { line: number; url: string }[] = [];
  /** A name for each open outline; null for feeds that have outlines in them. */
  readonly #folders: (string | null)[] = [];
  #line = 1;
  #lineAt = 0;

  constructor(text: string) {
    this.#text = text;
  }

  open(attributes: Attributes, { at, isSelfClosed }: { at: number; isSelfClosed: boolean }): void {
    const address = attributes.get("xmlurl")?.trim() ?? "";
    if (address !== "") this.#take(address, attributes, this.#lineOf(at));
    if (!isSelfClosed) this.#folders.push(address === "" ? nameOf(attributes) : null);
  }

  close(): void {
    this.#folders.pop();
  }

  #take(address: string, attributes: Attributes, line: number): void {
    const title = nameOf(attributes);
    const shown = title ?? cutText(plainLine(address).toWellFormed(), 80);
    const url = addressOf(address);
    if (url === null) {
      this.#notTaken.push({
        line,
        what: isCommand(address) ? `the command ${shown}` : `${shown}, no address of the web,`,
      });
      return;
    }
    if (
      [...attributes].some(
        ([name, value]) => /^(?:filter|post)-?(?:cmd|command)$|^exec/.test(name) && value.trim() !== "",
      )
    )
      this.#notTaken.push({ line, what: `the filter command of ${shown}` });
    const before = this.#feeds.get(url);
    if (before !== undefined) this.#twice.push({ line, url });
    if (before === undefined && this.#feeds.size >= feedsMax) {
      if (this.#feeds.size === feedsMax)
        this.#notTaken.push({ line, what: `${shown} and others after the first ${feedsMax}` });
      return;
    }
    const folders = this.#folders.slice(0, depthMax).filter((name) => name !== null);
    const tags = [...new Set([...(before?.tags ?? []), ...folders, ...categoriesOf(attributes)])].slice(0, tagsMax);
    this.#feeds.set(url, { url, title: before?.title ?? title, tags });
  }

  /** Offsets come in order, so that lines are counted once. */
  #lineOf(at: number): number {
    for (let next = this.#text.indexOf("\n", this.#lineAt); next !== -1 && next < at;) {
      this.#line += 1;
      this.#lineAt = next + 1;
      next = this.#text.indexOf("\n", this.#lineAt);
    }
    return this.#line;
  }

  list(): SourceList {
    return { feeds: [...this.#feeds.values()], notTaken: this.#notTaken, twice: this.#twice };
  }
}

function nameOf(attributes: Attributes): string | null {
  const name = plainLine(attributes.get("title") ?? "") || plainLine(attributes.get("text") ?? "");
  return name === "" ? null : cutText(name.toWellFormed(), textMax);
}

/** The http(s) address; null for all else, above all for what would run a program. */
function addressOf(address: string): string | null {
  const web = address.replace(/^feed:(?:\/\/)?(?=https?:\/\/)/i, "").replace(/^feed:\/\//i, "http://");
  if (!/^https?:\/\//i.test(web)) return null;
  const url = URL.parse(web);
  return url === null || url.hostname === "" ? null : url.href;
}

function isCommand(address: string): boolean {
  return /^\s*(?:\||exec:|filter:|cmd:|query:)/i.test(address);
}

/** Categories part at commas; one that begins with a slash is a path, whose last part is the tag. */
function categoriesOf(attributes: Attributes): readonly string[] {
  return (attributes.get("category") ?? "").split(",").flatMap((category) => {
    const name = category.trim().startsWith("/") ? (category.trim().split("/").at(-1) ?? "") : category;
    const tag = cutText(plainLine(name.replace(/%2[5CF]/g, decodeURIComponent)).toWellFormed(), textMax);
    return tag === "" ? [] : [tag];
  });
}

/** A source as it stands in a list for other programs. */
export interface ListedSource extends ListedFeed {
  /** Address of the site; null when not known. */
  site: string | null;
}

/** The sources as an OPML 2.0 document: a folder for each first tag, every tag as a category. The same sources make the same bytes. */
export function writeOpml(sources: readonly ListedSource[]): string {
  const folders = new Map<string, ListedSource[]>();
  for (const source of sources) {
    const [folder = ""] = source.tags;
    folders.set(folder, [...(folders.get(folder) ?? []), source]);
  }
  const names = [...folders.keys()].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const outlines = names.flatMap((name) => {
    const feeds = (folders.get(name) ?? []).map(outlineOf);
    return name === "" ? feeds : [block("outline", { text: name, title: name }, ...feeds)];
  });
  const head = block("head", {}, element("title", {}, "Sources"));
  return writeXml(block("opml", { version: "2.0" }, head, block("body", {}, ...outlines)));
}

/** Commas part categories, and a slash in front makes a path of one. */
function categoryOf(tag: string): string {
  return tag.replace(/%(?=2[5CF])|,|^\//g, encodeURIComponent);
}

function outlineOf({ url, title, site, tags }: ListedSource): Element {
  const name = plainLine(title ?? url);
  return element("outline", {
    type: "rss",
    text: name,
    title: name,
    xmlUrl: url,
    ...(site === null ? {} : { htmlUrl: site }),
    ...(tags.length === 0 ? {} : { category: tags.map(categoryOf).join(",") }),
  });
}

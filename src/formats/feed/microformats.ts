// Elements of a page that carry microformats (microformats.org/wiki/microformats2-parsing): what they are and where they stand.
import { htmlToText } from "../html-text.ts";
import { eachTag, type TagPlace } from "./html-tags.ts";
import { oneLine } from "./line.ts";
import { absoluteUrl } from "./links.ts";

/** An element with a class of microformats. */
export interface Marked {
  tag: string;
  attributes: ReadonlyMap<string, string>;
  /** "h-entry", "p-name" ... */
  classes: readonly string[];
  /** Whether it is a thing of its own, with properties: an entry, a card. */
  isThing: boolean;
  /** Where its content begins and ends in the page. */
  from: number;
  to: number;
  /** The nearest elements below it that are marked. */
  children: Marked[];
}

interface Open {
  tag: string;
  marked: Marked | null;
}

const depthMax = 512;
const markedMax = 20_000;
/** Characters of mark-up that a line of text is read out of. */
const lineSourceMax = 4000;
const voids: ReadonlySet<string> = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
/** Style sheets have classes like h-full and h-auto, which are none of these. */
const things: ReadonlySet<string> = new Set(
  "h-feed h-entry h-card h-cite h-event h-adr h-geo h-product h-review h-recipe h-item h-resume h-app".split(" "),
);
/** Elements that end where the next of their kind begins. */
const siblings: ReadonlySet<string> = new Set("li dt dd p tr td th option".split(" "));

/** The outermost marked elements of `html`, in its order. */
export function readMarked(html: string): readonly Marked[] {
  const tree = new Tree(html.length);
  eachTag(html, {
    onOpen: (tag, attributes, place) => tree.open(tag, attributes, place),
    onClose: (tag, start) => tree.close(tag, start),
  });
  return tree.roots;
}

class Tree {
  readonly roots: Marked[] = [];
  readonly #length: number;
  readonly #stack: Open[] = [];
  #count = 0;
  /** How many of each name are open, so that what closes nothing costs nothing. */
  readonly #openNames = new Map<string, number>();
  /** Elements that are open deeper than any page is. */
  #deeper = 0;

  constructor(length: number) {
    this.#length = length;
  }

  open(tag: string, attributes: ReadonlyMap<string, string>, { at, end, isSelfClosed }: TagPlace): void {
    const isEmpty = isSelfClosed || voids.has(tag);
    if (siblings.has(tag) && this.#stack.at(-1)?.tag === tag) this.close(tag, at);
    if (this.#stack.length >= depthMax) {
      this.#deeper += isEmpty ? 0 : 1;
      return;
    }
    const marked = this.#mark(tag, attributes, end);
    if (isEmpty && marked !== null) marked.to = end;
    if (isEmpty) return;
    this.#stack.push({ tag, marked });
    this.#openNames.set(tag, (this.#openNames.get(tag) ?? 0) + 1);
  }

  #mark(tag: string, attributes: ReadonlyMap<string, string>, end: number): Marked | null {
    const classes = (attributes.get("class") ?? "")
      .split(/\s+/)
      .filter((name) => things.has(name) || /^(?:p|u|dt|e)-[a-z]/.test(name));
    if (classes.length === 0 || this.#count >= markedMax) return null;
    this.#count += 1;
    const isThing = classes.some((name) => things.has(name));
    const marked: Marked = { tag, attributes, classes, isThing, from: end, to: this.#length, children: [] };
    const parent = this.#stack.findLast((open) => open.marked !== null)?.marked;
    (parent?.children ?? this.roots).push(marked);
    return marked;
  }

  close(tag: string, start: number): void {
    if (this.#deeper > 0) {
      this.#deeper -= 1;
      return;
    }
    if ((this.#openNames.get(tag) ?? 0) === 0) return;
    const index = this.#stack.findLastIndex((open) => open.tag === tag);
    for (const { tag: name, marked } of this.#stack.splice(index)) {
      this.#openNames.set(name, (this.#openNames.get(name) ?? 1) - 1);
      if (marked !== null) marked.to = start;
    }
  }
}

/** The elements that say something of `thing` itself and not of a thing inside it. */
export function saying(thing: Marked): readonly Marked[] {
  return thing.children.flatMap((child) => (child.isThing ? [child] : [child, ...saying(child)]));
}

/** Things of the class `name` below `marked`, none inside another thing. */
export function thingsIn(marked: readonly Marked[], name: string): readonly Marked[] {
  return marked.flatMap((one) =>
    one.isThing ? (one.classes.includes(name) ? [one] : []) : thingsIn(one.children, name),
  );
}

/** The value of a p- property on one line, of the first 4000 characters; null when empty. */
export function lineIn(html: string, { tag, attributes, from, to }: Marked): string | null {
  const given =
    tag === "img" || tag === "area"
      ? attributes.get("alt")
      : tag === "data" || tag === "input"
        ? attributes.get("value")
        : tag === "abbr" || tag === "link"
          ? attributes.get("title")
          : undefined;
  const line = oneLine(given ?? htmlToText(html.slice(from, Math.min(to, from + lineSourceMax))));
  return line === "" ? null : line;
}

/** The value of a u- property, absolute; null when it is no address of the web. */
export function addressIn(html: string, marked: Marked, base: string | null): string | null {
  const { attributes } = marked;
  const given = attributes.get("href") ?? attributes.get("src") ?? attributes.get("data") ?? attributes.get("value");
  return absoluteUrl(given ?? lineIn(html, marked), base);
}

/** The words of a dt- property; null when there are none. */
export function dateWordsIn(html: string, marked: Marked): string | null {
  const { attributes } = marked;
  return attributes.get("datetime") ?? attributes.get("title") ?? attributes.get("value") ?? lineIn(html, marked);
}

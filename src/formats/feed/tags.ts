// The tags, text and CDATA of a document in XML with their offsets, and recovery from a stray "<".
import type { Entities } from "./entities.ts";
import type { Problems } from "./problems.ts";
import { scanXml, silent, type MarkupEvents } from "./scan.ts";

/** Attributes read of one tag; the rest are passed over. */
const attributesMax = 256;
const markupStart = /<(?=[A-Za-z_:/!?\u0080-\uffff])/g;
const noAttributes: ReadonlyMap<string, string> = new Map();

/** A tag as it was read. */
export interface Tag {
  /** As written, prefix and case. */
  name: string;
  /** By lower-case name as written, values decoded; the first of several of one name. */
  attributes: ReadonlyMap<string, string>;
  selfClosed: boolean;
  /** Offset of its "<". */
  at: number;
}

/** What is told about a document while its tags are read, in document order. */
export interface TagEvents {
  onOpen(tag: Tag): void;
  onClose(name: string, at: number): void;
  /** Text with its references as written. */
  onText(raw: string, at: number): void;
  /** Text of a CDATA section: as it is. */
  onCdata(text: string): void;
  /** A markup declaration, such as a DOCTYPE, without its "<" and ">". */
  onDeclaration(text: string): void;
  /** Whether a tag named so is one of the feed's own here, so that it counts although it was never closed. */
  isOwn(name: string): boolean;
}

interface TagReading {
  text: string;
  entities: Entities;
  problems: Problems;
  events: TagEvents;
}

/** Reads the tags of a whole document. */
export class TagReader {
  readonly #text: string;
  readonly #entities: Entities;
  readonly #problems: Problems;
  readonly #events: TagEvents;
  /** Where to begin again after a "<" that began no tag; -1 when not at all. */
  #restartAt = -1;
  #name = "";
  #at = 0;
  #attributes: Map<string, string> | null = null;
  #attributeName = "";

  constructor({ text, entities, problems, events }: TagReading) {
    this.#text = text;
    this.#entities = entities;
    this.#problems = problems;
    this.#events = events;
  }

  read(): void {
    const events = this.#scanned();
    for (let from = afterBrokenDeclaration(this.#text); from !== -1; from = this.#restartAt) {
      this.#restartAt = -1;
      scanXml(this.#text, events, from);
    }
  }

  #scanned(): MarkupEvents {
    const text = this.#text;
    const events = this.#events;
    return {
      ...silent,
      onOpenName: (start, end) => this.#onName(start, end),
      onAttributeName: (start, end) => this.#onAttributeName(start, end),
      onAttributeValue: (start, end) => this.#onAttributeValue(text.slice(start, end)),
      onOpenEnd: (_, isSelfClosed) => this.#onTagEnd(isSelfClosed),
      onClose: (start, end) => events.onClose(text.slice(start, end), start),
      onText: (start, end) => events.onText(text.slice(start, end), start),
      onCdata: (start, end) => events.onCdata(text.slice(start, end)),
      onDeclaration: (start, end) => events.onDeclaration(text.slice(start, end)),
    };
  }

  #onName(start: number, end: number): boolean {
    const text = this.#text;
    this.#name = text.slice(start, end);
    this.#at = start - 1;
    this.#attributes = null;
    const inside = this.#name.lastIndexOf("<");
    if (inside !== -1) return this.#readAsText(start + inside);
    if (beginsName(this.#name.charCodeAt(0))) return true;
    markupStart.lastIndex = start;
    return this.#readAsText(markupStart.exec(text)?.index ?? text.length);
  }

  /** A "<" that begins no tag: the characters up to `end` are text, and reading begins anew there. */
  #readAsText(end: number): false {
    this.#problems.add("bare-less-than", "a < that begins no tag was read as text", this.#at);
    this.#events.onText(this.#text.slice(this.#at, end), this.#at);
    this.#restartAt = end;
    return false;
  }

  #onAttributeName(start: number, end: number): boolean {
    const written = this.#text.slice(start, end);
    const inside = written.indexOf("<");
    if (inside === -1) {
      this.#attributeName = written.toLowerCase();
      return true;
    }
    const at = start + inside;
    if (!this.#events.isOwn(this.#name)) return this.#readAsText(at);
    this.#problems.add("not-well-formed", `the tag <${this.#name.slice(0, 40)} is not closed`, this.#at);
    this.#onTagEnd(false);
    this.#restartAt = at;
    return false;
  }

  #onAttributeValue(value: string): void {
    const attributes = (this.#attributes ??= new Map());
    if (attributes.size >= attributesMax) return;
    if (attributes.has(this.#attributeName)) {
      this.#problems.add(
        "not-well-formed",
        `the attribute ${JSON.stringify(this.#attributeName.slice(0, 40))} is given twice`,
        this.#at,
      );
      return;
    }
    attributes.set(this.#attributeName, this.#entities.decode(value, this.#at));
  }

  #onTagEnd(selfClosed: boolean): void {
    this.#events.onOpen({ name: this.#name, attributes: this.#attributes ?? noAttributes, selfClosed, at: this.#at });
  }
}

function beginsName(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code === 0x3a || code >= 0x80
  );
}

/** An XML declaration that ends in ">" and not "?>" would take the whole document for itself. */
function afterBrokenDeclaration(text: string): number {
  const start = text.search(/\S/);
  if (start === -1 || !text.startsWith("<?xml", start)) return 0;
  const end = text.indexOf(">", start);
  return end !== -1 && text[end - 1] !== "?" ? end + 1 : 0;
}

// Drives htmlparser2's tokenizer over a document: tags, text and CDATA with their offsets, and recovery from a stray "<".
import { Tokenizer } from "htmlparser2";
import type { TokenizerCallbacks } from "htmlparser2";
import type { Entities } from "./entities.ts";
import type { Problems } from "./problems.ts";
import { silent } from "./tokens.ts";

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
  /** Where the tokenizer's offset 0 lies in the text. */
  #origin = 0;
  /** Where to begin again after a "<" that began no tag; -1 when not at all. */
  #restartAt = -1;
  #name = "";
  #at = 0;
  #attributes: Map<string, string> | null = null;
  #attributeName = "";
  #attributeValue = "";

  constructor({ text, entities, problems, events }: TagReading) {
    this.#text = text;
    this.#entities = entities;
    this.#problems = problems;
    this.#events = events;
  }

  read(): void {
    const tokenizer: Tokenizer = new Tokenizer(
      { xmlMode: true, decodeEntities: false },
      this.#callbacks(() => tokenizer.pause()),
    );
    this.#origin = afterBrokenDeclaration(this.#text);
    for (;;) {
      tokenizer.reset();
      tokenizer.write(this.#origin === 0 ? this.#text : this.#text.slice(this.#origin));
      if (this.#restartAt === -1) break;
      this.#origin = this.#restartAt;
      this.#restartAt = -1;
    }
    tokenizer.end();
  }

  #callbacks(pause: () => void): TokenizerCallbacks {
    const slice = (start: number, end: number): string => this.#text.slice(this.#origin + start, this.#origin + end);
    return {
      ...silent,
      onopentagname: (start, end) => this.#onName(start, end, pause),
      onattribname: (start, end) => this.#onAttributeName(start, end, pause),
      onattribdata: (start, end) => void (this.#attributeValue = slice(start, end)),
      onattribend: () => this.#onAttributeEnd(),
      onopentagend: () => this.#onTagEnd(false),
      onselfclosingtag: () => this.#onTagEnd(true),
      onclosetag: (start, end) => this.#events.onClose(slice(start, end), this.#origin + start),
      ontext: (start, end) => {
        if (this.#restartAt === -1) this.#events.onText(slice(start, end), this.#origin + start);
      },
      oncdata: (start, end, endOffset) => this.#events.onCdata(slice(start, end - endOffset)),
      ondeclaration: (start, end) => this.#events.onDeclaration(slice(start, end)),
    };
  }

  #onName(start: number, end: number, pause: () => void): void {
    if (this.#restartAt !== -1) return;
    const from = this.#origin + start;
    this.#name = this.#text.slice(from, this.#origin + end);
    this.#at = from - 1;
    this.#attributes = null;
    const inside = this.#name.lastIndexOf("<");
    if (inside !== -1) {
      this.#readAsText(from + inside, pause);
    } else if (!beginsName(this.#name.charCodeAt(0))) {
      markupStart.lastIndex = from;
      this.#readAsText(markupStart.exec(this.#text)?.index ?? this.#text.length, pause);
    }
  }

  /** A "<" that begins no tag: the characters up to `end` are text, and reading begins anew there. */
  #readAsText(end: number, pause: () => void): void {
    this.#problems.add("bare-less-than", "a < that begins no tag was read as text", this.#at);
    this.#events.onText(this.#text.slice(this.#at, end), this.#at);
    this.#restartAt = end;
    pause();
  }

  #onAttributeName(start: number, end: number, pause: () => void): void {
    if (this.#restartAt !== -1) return;
    const written = this.#text.slice(this.#origin + start, this.#origin + end);
    const inside = written.indexOf("<");
    if (inside === -1) {
      this.#attributeName = written.toLowerCase();
      this.#attributeValue = "";
      return;
    }
    const at = this.#origin + start + inside;
    if (!this.#events.isOwn(this.#name)) return this.#readAsText(at, pause);
    this.#problems.add("not-well-formed", `the tag <${this.#name.slice(0, 40)} is not closed`, this.#at);
    this.#onTagEnd(false);
    this.#restartAt = at;
    pause();
  }

  #onAttributeEnd(): void {
    if (this.#restartAt !== -1) return;
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
    attributes.set(this.#attributeName, this.#entities.decode(this.#attributeValue, this.#at));
  }

  #onTagEnd(selfClosed: boolean): void {
    if (this.#restartAt !== -1) return;
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

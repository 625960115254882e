// Where the tags and texts of a document begin and end: a scanner for XML and HTML that is fit for damaged ones.

/** What is told of a document in order, by offsets. */
export interface MarkupEvents {
  onText(start: number, end: number): void;
  /** Text of a CDATA section. */
  onCdata(start: number, end: number): void;
  /** A declaration of XML, such as a DOCTYPE, without its "<!" and ">". */
  onDeclaration(start: number, end: number): void;
  /** The name of an opening tag. False ends the reading. */
  onOpenName(start: number, end: number): boolean;
  /** The name of an attribute. False ends the reading. */
  onAttributeName(start: number, end: number): boolean;
  /** The value of that attribute as written, its quotes apart; an empty range where it has none. */
  onAttributeValue(start: number, end: number): void;
  /** Where the ">" of an opening tag is. */
  onOpenEnd(at: number, isSelfClosed: boolean): void;
  onClose(start: number, end: number): void;
}

const ignore = (): void => {};

/** Every event passed over; spread it and name the events that matter. */
export const silent: MarkupEvents = {
  onText: ignore,
  onCdata: ignore,
  onDeclaration: ignore,
  onOpenName: () => true,
  onAttributeName: () => true,
  onAttributeValue: ignore,
  onOpenEnd: ignore,
  onClose: ignore,
};

const bang = 0x21;
const doubleQuote = 0x22;
const singleQuote = 0x27;
const slash = 0x2f;
const equals = 0x3d;
const greater = 0x3e;
const question = 0x3f;
/** Elements of HTML whose content is text up to their closing tag. */
const rawElements: ReadonlySet<string> = new Set(
  "script style title textarea xmp iframe noembed noframes plaintext".split(" "),
);

/**
 * Tells `events` of every tag and text of `text` from `from` on. Entities are left as they are. What a document begins
 * and does not end is passed over, but for text and, in XML, CDATA. Takes time linear in the length, whatever it holds.
 */
export function scanXml(text: string, events: MarkupEvents, from = 0): void {
  new Scanner(text, events, true).scan(from);
}

/** As scanXml, by the rules of HTML: a "<" before no letter is text, comments are as browsers see them, scripts are text. */
export function scanHtml(text: string, events: MarkupEvents): void {
  new Scanner(text, events, false).scan(0);
}

class Scanner {
  readonly #text: string;
  readonly #events: MarkupEvents;
  readonly #isXml: boolean;
  /** Whether the document ended inside something, or the reading was ended. */
  #ended = false;
  readonly #lacking: Set<string> = new Set();

  constructor(text: string, events: MarkupEvents, isXml: boolean) {
    this.#text = text;
    this.#events = events;
    this.#isXml = isXml;
  }

  scan(from: number): void {
    const text = this.#text;
    let said = from;
    for (let at = text.indexOf("<", from); at !== -1; at = text.indexOf("<", at)) {
      const next = text.charCodeAt(at + 1);
      if (!this.#isMarkup(next, at)) {
        at += 1;
        continue;
      }
      if (at > said) this.#events.onText(said, at);
      said = at = this.#markup(at, next);
      if (this.#ended) return;
    }
    if (said < text.length) this.#events.onText(said, text.length);
  }

  /** Whether the "<" at `at` begins anything but text. */
  #isMarkup(next: number, at: number): boolean {
    if (next === bang || next === question) return true;
    if (next === slash) return this.#isClosing(at + 2);
    return this.#isXml ? !Number.isNaN(next) && !endsName(next) : isLetter(next);
  }

  #isClosing(start: number): boolean {
    if (!this.#isXml) return start < this.#text.length;
    const first = this.#text.charCodeAt(afterSpace(this.#text, start));
    return first !== greater && !Number.isNaN(first);
  }

  /** Passes what begins with the "<" at `at`; hands back where the text behind it begins. */
  #markup(at: number, next: number): number {
    if (next === slash) return this.#closeTag(at);
    if (next === bang) return this.#declaration(at);
    if (next === question) return this.#past(this.#isXml ? "?>" : ">", at + 2);
    return this.#openTag(at);
  }

  /** Where `sought` is from `from` on, and before `to` where that is given; -1 where it is not. What is nowhere is looked for once. */
  #find(sought: string, from: number, to = -1): number {
    if (this.#lacking.has(sought)) return -1;
    const found = to === -1 ? this.#text.indexOf(sought, from) : this.#text.slice(from, to).indexOf(sought);
    if (found === -1 && to === -1) this.#lacking.add(sought);
    return found === -1 || to === -1 ? found : from + found;
  }

  /** Where what ends with `end` is over; what does not end is passed over to the end of the document. */
  #past(end: string, from: number): number {
    const found = this.#text.indexOf(end, from);
    if (found !== -1) return found + end.length;
    this.#ended = true;
    return this.#text.length;
  }

  #closeTag(at: number): number {
    const text = this.#text;
    const start = this.#isXml ? afterSpace(text, at + 2) : at + 2;
    const first = text.charCodeAt(start);
    if (this.#isXml ? first === slash : !isLetter(first)) return this.#past(">", start);
    const end = nameEnd(text, start);
    const past = this.#past(">", end);
    // A closing tag that the document ends in counts where its name is whole.
    if (end < text.length) this.#events.onClose(start, end);
    return past;
  }

  #declaration(at: number): number {
    const text = this.#text;
    if (text.startsWith("<!--", at)) return this.#comment(at + 4);
    if (text.startsWith("<![CDATA[", at)) return this.#cdata(at + 9);
    const past = this.#past(">", at + 2);
    if (this.#isXml && !this.#ended) this.#events.onDeclaration(at + 2, past - 1);
    return past;
  }

  #comment(start: number): number {
    const text = this.#text;
    if (!this.#isXml) {
      if (text.charCodeAt(start) === greater) return start + 1;
      if (text.startsWith("->", start)) return start + 2;
    }
    const plain = this.#find("-->", start);
    const odd = this.#find("--!>", start, plain);
    if (odd !== -1) return odd + 4;
    return plain === -1 ? this.#stop() : plain + 3;
  }

  #cdata(start: number): number {
    const end = this.#text.indexOf("]]>", start);
    if (end !== -1) {
      this.#events.onCdata(start, end);
      return end + 3;
    }
    this.#ended = true;
    if (this.#isXml && start < this.#text.length) this.#events.onCdata(start, this.#text.length);
    return this.#text.length;
  }

  #openTag(at: number): number {
    const text = this.#text;
    const end = nameEnd(text, at + 1);
    if (end === text.length) return this.#stop();
    if (!this.#events.onOpenName(at + 1, end)) return this.#stop();
    let here = end;
    for (;;) {
      here = afterSpace(text, here);
      const code = text.charCodeAt(here);
      if (code === greater) return this.#openEnd(at, here, false);
      if (code === slash) {
        const behind = afterSpace(text, here + 1);
        if (text.charCodeAt(behind) === greater) return this.#openEnd(at, behind, true);
        here = behind;
      } else if (Number.isNaN(code)) {
        return this.#stop();
      } else {
        here = this.#attribute(here);
        if (here === -1) return this.#stop();
      }
    }
  }

  #stop(): number {
    this.#ended = true;
    return this.#text.length;
  }

  #openEnd(at: number, end: number, isSelfClosed: boolean): number {
    this.#events.onOpenEnd(end, isSelfClosed);
    return this.#isXml ? end + 1 : this.#rawText(at, end + 1);
  }

  /** Where what follows an attribute begins; -1 where the document ends in it, or the reading ends. */
  #attribute(start: number): number {
    const text = this.#text;
    let end = start + 1;
    for (; end < text.length; end += 1) {
      const code = text.charCodeAt(end);
      if (code === equals || endsName(code)) break;
    }
    if (end === text.length || !this.#events.onAttributeName(start, end)) return -1;
    const sign = afterSpace(text, end);
    if (text.charCodeAt(sign) !== equals) {
      if (sign < text.length) this.#events.onAttributeValue(end, end);
      return sign;
    }
    const from = afterSpace(text, sign + 1);
    const quote = text.charCodeAt(from);
    if (quote !== doubleQuote && quote !== singleQuote) return this.#bareValue(from);
    const close = text.indexOf(quote === doubleQuote ? '"' : "'", from + 1);
    if (close === -1) return -1;
    this.#events.onAttributeValue(from + 1, close);
    return close + 1;
  }

  #bareValue(start: number): number {
    const text = this.#text;
    let end = start;
    for (; end < text.length; end += 1) {
      const code = text.charCodeAt(end);
      if (code === greater || isSpace(code)) break;
    }
    if (end === text.length) return -1;
    // In HTML the slash of href=a/> is the value's; an XML element without one would swallow what follows it.
    const isClosed = this.#isXml && text.charCodeAt(end) === greater && text.charCodeAt(end - 1) === slash;
    if (isClosed && end - 1 > start) end -= 1;
    this.#events.onAttributeValue(start, end);
    return end;
  }

  /** In HTML some elements hold text alone, whatever it looks like. Hands back where their closing tag begins. */
  #rawText(at: number, start: number): number {
    const text = this.#text;
    const name = text.slice(at + 1, nameEnd(text, at + 1)).toLowerCase();
    if (!rawElements.has(name)) return start;
    const close = name === "plaintext" ? -1 : closingTag(text, name, start);
    const end = close === -1 ? text.length : close;
    if (end > start) this.#events.onText(start, end);
    return end;
  }
}

function closingTag(text: string, name: string, from: number): number {
  for (let at = text.indexOf("</", from); at !== -1; at = text.indexOf("</", at + 2)) {
    const end = at + 2 + name.length;
    if (endsName(text.charCodeAt(end)) && text.slice(at + 2, end).toLowerCase() === name) return at;
  }
  return -1;
}

function nameEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && !endsName(text.charCodeAt(end))) end += 1;
  return end;
}

function afterSpace(text: string, start: number): number {
  let at = start;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

function endsName(code: number): boolean {
  return code === slash || code === greater || isSpace(code);
}

/** The white space of XML and HTML. */
function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 9 && code <= 13 && code !== 11);
}

function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

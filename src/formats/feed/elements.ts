// From tags to a feed's elements: namespaces, xml:base, where entries begin and end, and recovery from tags that do not match.
import { Entities } from "./entities.ts";
import { absoluteUrl } from "./links.ts";
import { NodeText } from "./node-text.ts";
import type { FeedNode } from "./node.ts";
import type { Problems } from "./problems.ts";
import { Scope } from "./scope.ts";
import type { ElementName } from "./scope.ts";
import { TagReader } from "./tags.ts";
import type { Tag, TagEvents } from "./tags.ts";

/** Canonical names of the elements that a feed may begin with. */
const roots: ReadonlySet<string> = new Set(["rss", "rdf:rdf", "atom:feed", "channel", "atom:entry"]);
/** Elements open at once; what is deeper is passed over. */
const depthMax = 512;
/** Children kept of one element, entries aside. */
const childrenMax = 5000;
/** Entries handed over of one document. */
const entriesMax = 50_000;

/** Elements looked at in vain for what closing tags close, in one document; then only the innermost are looked at. */
const vainStepsMax = 1_000_000;
const innermost = 16;

/** The base of what is relative to an address that is no http(s): nothing resolves against it. */
const nowhere = "about:invalid";

/** A document's outer elements; its entries were handed over one by one. */
interface OuterElements {
  /** Null when no element that a feed begins with was found. */
  root: FeedNode | null;
  /** Lower-case name of the first element, of a feed or not; null when there is none. */
  firstElement: string | null;
}

interface Open {
  readonly name: ElementName;
  /** Null for elements that nothing is read from, and for those inside a body. */
  readonly node: FeedNode | null;
  readonly outerScope: Scope;
  readonly outerBase: string | null;
}

interface XmlReading {
  text: string;
  problems: Problems;
  /** What a relative xml:base is resolved against, or null. */
  baseUrl: string | null;
  /** Called with each item or entry as it ends. */
  onEntry: (entry: FeedNode) => void;
}

/** Reads an XML document, however damaged. */
export function readXml(reading: XmlReading): OuterElements {
  const entities = new Entities(reading.problems);
  const builder = new ElementBuilder(reading, entities);
  new TagReader({ ...reading, entities, events: builder }).read();
  return builder.end();
}

class ElementBuilder implements TagEvents {
  readonly #text: string;
  readonly #problems: Problems;
  readonly #baseUrl: string | null;
  readonly #onEntry: (entry: FeedNode) => void;
  readonly #entities: Entities;
  readonly #stack: Open[] = [];
  #vainSteps = 0;
  #scope: Scope = new Scope(new Map([["xml", "xml:"]]), new Set());
  #base: string | null = null;
  #root: FeedNode | null = null;
  #firstElement: string | null = null;
  /** The entry that is open. */
  #entry: FeedNode | null = null;
  #entries = 0;
  #entriesNest: boolean | null = null;
  readonly #said: NodeText = new NodeText();
  /** Elements open below the depth that is read. */
  #skipped = 0;

  constructor({ text, problems, baseUrl, onEntry }: XmlReading, entities: Entities) {
    this.#baseUrl = baseUrl;
    this.#text = text;
    this.#problems = problems;
    this.#onEntry = onEntry;
    this.#entities = entities;
  }

  isOwn(name: string): boolean {
    return this.#said.body === null && this.#scope.nameOf(name).kind !== "other";
  }

  onDeclaration(text: string): void {
    if (this.#root === null) this.#entities.declare(text);
  }

  onText(raw: string, at: number): void {
    if (this.#said.isRead) {
      this.#said.add(this.#entities.decode(raw, at));
    } else if (this.#root === null && this.#firstElement === null && /[^\s\]>]/.test(raw)) {
      this.#problems.add("text-before-root", "text before the document's first element was passed over", at);
    }
  }

  onCdata(text: string): void {
    this.#said.add(text);
  }

  onOpen(tag: Tag): void {
    if (this.#stack.length >= depthMax) {
      if (this.#skipped === 0)
        this.#problems.add("too-deep", `elements more than ${depthMax} deep were passed over`, tag.at);
      if (!tag.selfClosed) this.#skipped += 1;
      return;
    }
    const { body } = this.#said;
    if (body !== null && !this.#endsBody(body, this.#scope.nameOf(tag.name))) this.#openInBody(body, tag);
    else this.#openElement(tag);
  }

  /** Whether an element inside a body is none of it, but an entry that begins because the one before was not closed. */
  #endsBody(body: FeedNode, name: ElementName): boolean {
    if (name.kind !== "entry") return false;
    if (this.#entry !== null) return !this.#nestingIsMeant(name);
    this.#popTo(this.#stack.findIndex((open) => open.node === body));
    return true;
  }

  #openInBody(body: FeedNode, { name: written, attributes, selfClosed }: Tag): void {
    const name = this.#scope.nameOf(written);
    const outerBase = this.#base;
    this.#enterBase(attributes);
    this.#said.addTag(body, { local: name.local, attributes, base: this.#base, selfClosed });
    if (selfClosed) this.#base = outerBase;
    else this.#stack.push({ name, node: null, outerScope: this.#scope, outerBase });
  }

  #openElement({ name: written, attributes, selfClosed, at }: Tag): void {
    const outerScope = this.#scope;
    const outerBase = this.#base;
    this.#enterScope(attributes);
    this.#enterBase(attributes);
    const name = this.#root === null ? this.#rootName(written, at) : this.#scope.nameOf(written);
    if (name === null) {
      this.#scope = outerScope;
      this.#base = outerBase;
      return;
    }
    const nested = name.kind === "entry" && this.#entry !== null && this.#isNested(name, { selfClosed, at });
    const node = nested ? null : this.#newNode({ name, attributes, at });
    this.#stack.push({ name, node, outerScope, outerBase });
    this.#said.begin(node, name.kind);
    if (selfClosed) this.#pop();
  }

  /** Whether an entry inside an entry is part of it; if not, the outer one was left open, and ends here. */
  #isNested(name: ElementName, { selfClosed, at }: { selfClosed: boolean; at: number }): boolean {
    if (selfClosed || this.#nestingIsMeant(name)) {
      this.#problems.add("nested-entry", "an entry inside an entry was passed over", at);
      return true;
    }
    this.#problems.add("not-well-formed", `<${name.written}> begins before the one before it is closed`, at);
    this.#popTo(this.#stack.findIndex((open) => open.node === this.#entry));
    return false;
  }

  /** Entries inside entries are meant when the document closes as many as it opens. */
  #nestingIsMeant({ written }: ElementName): boolean {
    this.#entriesNest ??= countOf(this.#text, `</${written}`) >= countOf(this.#text, `<${written}`);
    return this.#entriesNest;
  }

  #enterScope(attributes: ReadonlyMap<string, string>): void {
    let declared: Map<string, string> | null = null;
    for (const [name, value] of attributes) {
      if (!name.startsWith("xmlns")) continue;
      if (name === "xmlns") (declared ??= new Map()).set("", value);
      else if (name[5] === ":") (declared ??= new Map()).set(name.slice(6), value);
    }
    if (declared !== null) this.#scope = this.#scope.within(declared);
  }

  #enterBase(attributes: ReadonlyMap<string, string>): void {
    if (attributes.size === 0) return;
    const base = attributes.get("xml:base");
    if (base !== undefined)
      this.#base = absoluteUrl(base, this.#base ?? this.#baseUrl) ?? this.#base ?? this.#baseUrl ?? nowhere;
  }

  /** The name of an element that a feed may begin with; null for all others, which are passed over. */
  #rootName(written: string, at: number): ElementName | null {
    let name = this.#scope.nameOf(written);
    const isFirst = this.#firstElement === null;
    this.#firstElement ??= name.written;
    if (!roots.has(name.canonical)) {
      if (!/^(?:feed|rss|rdf)$/i.test(written)) return null;
      this.#scope = this.#scope.withDefault(name.written === "feed" ? "atom:" : "");
      this.#problems.add("missing-namespace", `<${name.written}> is in no namespace that feeds have`, at);
      name = this.#scope.nameOf(written);
    }
    if (!isFirst) this.#problems.add("text-before-root", `elements before <${name.written}> were passed over`, at);
    return name;
  }

  #newNode({
    name,
    attributes,
    at,
  }: {
    name: ElementName;
    attributes: ReadonlyMap<string, string>;
    at: number;
  }): FeedNode | null {
    const parent = this.#stack.at(-1)?.node ?? null;
    const isRoot = this.#root === null;
    if (!isRoot && name.kind !== "entry" && (name.kind === "other" || parent === null)) return null;
    const node: FeedNode = {
      name: name.canonical,
      attributes,
      children: [],
      text: "",
      markup: null,
      base: this.#base,
      at,
    };
    if (isRoot) this.#root = node;
    if (name.kind === "entry") this.#entry = node;
    else if (parent !== null && parent.children.length < childrenMax) parent.children.push(node);
    return node;
  }

  onClose(written: string, at: number): void {
    if (this.#skipped > 0) {
      this.#skipped -= 1;
      return;
    }
    const name = this.#scope.nameOf(written).written;
    const index = this.#indexOf(name);
    if (index === -1) {
      if (this.#root !== null) this.#problems.add("not-well-formed", `</${name.slice(0, 40)}> closes nothing`, at);
      return;
    }
    if (index < this.#stack.length - 1) {
      const left = this.#stack.at(-1)?.name.written ?? "";
      this.#problems.add("not-well-formed", `<${left.slice(0, 40)}> is not closed before </${name}>`, at);
    }
    this.#popTo(index);
  }

  /** The innermost open element of that name; -1 when there is none. */
  #indexOf(written: string): number {
    const stack = this.#stack;
    const lowest = this.#vainSteps > vainStepsMax ? Math.max(0, stack.length - innermost) : 0;
    for (let index = stack.length - 1; index >= lowest; index -= 1) {
      if (stack[index]?.name.written === written) return index;
    }
    this.#vainSteps += stack.length;
    return -1;
  }

  #popTo(index: number): void {
    while (this.#stack.length > Math.max(0, index)) this.#pop();
  }

  #pop(): void {
    const open = this.#stack.pop();
    if (open === undefined) return;
    this.#scope = open.outerScope;
    this.#base = open.outerBase;
    this.#said.end(open.node, open.name.local);
    if (open.node !== null && open.node === this.#entry) this.#endEntry(open.node);
  }

  #endEntry(entry: FeedNode): void {
    this.#entry = null;
    this.#entries += 1;
    if (this.#entries <= entriesMax) this.#onEntry(entry);
    else if (this.#entries === entriesMax + 1)
      this.#problems.add("too-many-entries", `entries after the first ${entriesMax} were passed over`, entry.at);
  }

  /** Ends what the document left open. */
  end(): OuterElements {
    if (this.#stack.length > 0) {
      this.#problems.add(
        "truncated",
        `the document ends inside <${this.#stack.at(-1)?.name.written.slice(0, 40)}>`,
        this.#text.length,
      );
    }
    this.#popTo(0);
    for (const prefix of this.#scope.undeclared)
      this.#problems.add("missing-namespace", `the prefix ${JSON.stringify(prefix)} is not declared`);
    return { root: this.#root, firstElement: this.#firstElement };
  }
}

/** How often `tag` ("<item", "</item") begins a tag that is not closed in itself. */
function countOf(text: string, tag: string): number {
  const pattern = new RegExp(`${tag.replace(/[^\w]/g, "\\$&")}(?=[\\s>])(?!\\s*/>)`, "gi");
  let count = 0;
  while (pattern.test(text)) count += 1;
  return count;
}

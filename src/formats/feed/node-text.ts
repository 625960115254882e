// What is said inside the element being read: of a leaf its text, of a body its text and the mark-up in it.
import { escapeHtml } from "./entities.ts";
import { GrowingText } from "./growing.ts";
import { closeTag, openTag } from "./markup.ts";
import type { NameKind } from "./names.ts";
import type { FeedNode } from "./node.ts";

/** Characters of tags inside bodies whose addresses are made absolute against an xml:base of their own. */
const rebasedMax = 4_000_000;

/** A tag that is no element of the feed's own but mark-up of a body. */
interface BodyTag {
  /** Name without prefix. */
  local: string;
  attributes: ReadonlyMap<string, string>;
  /** The xml:base in force inside it. */
  base: string | null;
  selfClosed: boolean;
}

/** Text on its way into the nodes it belongs to. */
export class NodeText {
  /** What comes in it is text and mark-up. */
  #body: FeedNode | null = null;
  #leaf: FeedNode | null = null;
  /** What was read of the open body or leaf and does not stand in it yet. */
  readonly #said: GrowingText = new GrowingText();
  #rebased = 0;

  /** The body that is open, or null. */
  get body(): FeedNode | null {
    return this.#body;
  }

  /** Whether text that comes now belongs to an element. */
  get isRead(): boolean {
    return this.#body !== null || this.#leaf !== null;
  }

  /** An element begins; null for one that nothing is read from. */
  begin(node: FeedNode | null, kind: NameKind): void {
    this.#settle();
    if (node !== null && kind === "carrier") this.#body = node;
    this.#leaf = node !== null && kind === "leaf" ? node : null;
  }

  /** Takes text, its references decoded; it is lost where it belongs to nothing. */
  add(text: string): void {
    const node = this.#body ?? this.#leaf;
    if (node !== null) this.#said.add(node.markup === null ? text : escapeHtml(text));
  }

  /** A tag inside `body`, which is from here on mark-up. */
  addTag(body: FeedNode, { local, attributes, base, selfClosed }: BodyTag): void {
    if (body.markup === null) {
      this.#settle();
      body.markup = escapeHtml(body.text);
      body.text = "";
    }
    const innerBase = base === body.base || this.#rebased > rebasedMax ? null : base;
    const tag = openTag({ local, attributes, innerBase, selfClosed });
    if (innerBase !== null) this.#rebased += tag.length;
    this.#said.add(tag);
  }

  /** An element that `begin` or `addTag` was told of ends: its node, or null, and its name without prefix. */
  end(node: FeedNode | null, local: string): void {
    if (node !== null) this.#settle();
    else if (this.#body !== null) this.#said.add(closeTag(local));
    this.#leaf = null;
    if (node === this.#body) this.#body = null;
  }

  #settle(): void {
    const node = this.#body ?? this.#leaf;
    if (node === null || this.#said.isEmpty) return;
    if (node.markup === null) node.text += this.#said.take();
    else node.markup += this.#said.take();
  }
}

// One element of a feed as the mappers see it: named by namespace, its text decoded.

/** An element. Names are canonical: see names.ts. */
export interface FeedNode {
  readonly name: string;
  /** By lower-case name as written, values decoded. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: FeedNode[];
  /** Character data directly in the element, up to its first child where it has mark-up. */
  text: string;
  /** The content as HTML when elements stand in it that are not the feed's own; else null. */
  markup: string | null;
  /** The xml:base in force, absolute http(s); null when the document sets none. */
  readonly base: string | null;
  /** Offset in the decoded document. */
  readonly at: number;
}

/** The first child of the first name that any child has. */
export function child(node: FeedNode, ...names: readonly string[]): FeedNode | null {
  for (const name of names) {
    for (const one of node.children) {
      if (one.name === name) return one;
    }
  }
  return null;
}

/** All children named `name`, in document order. */
export function childrenNamed(node: FeedNode, name: string): readonly FeedNode[] {
  return node.children.filter((one) => one.name === name);
}

/** The trimmed text of the first child that has any, by the order of `names`; null when none has. */
export function textOf(node: FeedNode, ...names: readonly string[]): string | null {
  for (const name of names) {
    for (const one of node.children) {
      if (one.name !== name) continue;
      const text = one.text.trim();
      if (text !== "") return text;
    }
  }
  return null;
}

/** The trimmed value of an attribute; null when absent or empty. */
export function attribute(node: FeedNode, name: string): string | null {
  const value = node.attributes.get(name)?.trim();
  return value === undefined || value === "" ? null : value;
}

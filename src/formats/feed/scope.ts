// The namespaces in force at a place in a document, and the names of elements under them.
import { kindOf, prefixOfNamespace, usualPrefix } from "./names.ts";
import type { NameKind } from "./names.ts";

/** What a tag's name means where it stands. */
export interface ElementName {
  readonly canonical: string;
  readonly kind: NameKind;
  /** As written, lower case: what a closing tag is matched by. */
  readonly written: string;
  /** As written, without its prefix: what is put in HTML. */
  readonly local: string;
  /** Whether the name can be one in XML at all. */
  readonly valid: boolean;
}

/** Names remembered per scope; a document with more distinct ones starts anew. */
const namesMax = 2000;
/** Prefixes known at one place; more are left undeclared, for each scope has a copy of them. */
const prefixesMax = 100;
/** Undeclared prefixes that are told of. */
const undeclaredMax = 100;
const validName = /^[A-Za-z_:\u0080-\uffff][^<>"'=&;,]*$/;

/** Canonical prefix of elements in a namespace that feeds are not read from. */
const foreign = "x:";

/** One scope of namespace declarations. */
export class Scope {
  readonly #prefixes: ReadonlyMap<string, string>;
  readonly #names = new Map<string, ElementName>();
  /** Prefixes that were used without a declaration. */
  readonly undeclared: Set<string>;

  constructor(prefixes: ReadonlyMap<string, string>, undeclared: Set<string>) {
    this.#prefixes = prefixes;
    this.undeclared = undeclared;
  }

  /** The scope within an element that makes `declarations` (prefix, "" for the default, to URI). */
  within(declarations: ReadonlyMap<string, string>): Scope {
    const prefixes = new Map(this.#prefixes);
    for (const [prefix, uri] of declarations) {
      if (prefixes.size >= prefixesMax && !prefixes.has(prefix)) continue;
      prefixes.set(prefix, uri === "" ? "" : (prefixOfNamespace(uri) ?? foreign));
    }
    return new Scope(prefixes, this.undeclared);
  }

  /** This scope with names that have no prefix in the namespace of the canonical `prefix`. */
  withDefault(prefix: string): Scope {
    return new Scope(new Map([...this.#prefixes, ["", prefix]]), this.undeclared);
  }

  /** What the tag name `raw` means here. */
  nameOf(raw: string): ElementName {
    const known = this.#names.get(raw);
    if (known !== undefined) return known;
    if (this.#names.size >= namesMax) this.#names.clear();
    const colon = raw.indexOf(":");
    const local = raw.slice(colon + 1);
    const canonical = this.#prefixOf(colon === -1 ? "" : raw.slice(0, colon)) + local.toLowerCase();
    const name = { canonical, kind: kindOf(canonical), written: raw.toLowerCase(), local, valid: validName.test(raw) };
    this.#names.set(raw, name);
    return name;
  }

  #prefixOf(prefix: string): string {
    const declared = this.#prefixes.get(prefix) ?? this.#prefixes.get(prefix.toLowerCase());
    if (declared !== undefined) return declared;
    if (prefix === "") return "";
    if (this.undeclared.size < undeclaredMax) this.undeclared.add(prefix.slice(0, 40));
    return usualPrefix(prefix.toLowerCase()) ?? foreign;
  }
}

// Character and entity references in XML text. Nothing is fetched and nothing expands twice.
import { decodeNames } from "../../base/html-names.ts";
import type { Problems } from "./problems.ts";

const reference = /&(?:#(\d{1,8});?|#[xX]([\da-fA-F]{1,8});?|([A-Za-z_][\w.-]{0,63});|)/g;
const entitiesMax = 64;
const entityLengthMax = 256;
/** Characters that the entities of one document may add to it. */
const expansionMax = 1_000_000;
/** What numeric references from 128 to 159 mean in windows-1252, which their writers had in mind. */
const single = new TextDecoder("windows-1252");

const predefined: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);
/** References of HTML that were met, and what they stand for; at first those that nearly every text has. */
const known = new Map<string, string>([
  ...[...predefined].map(([name, text]): [string, string] => [`&${name};`, text]),
  ["&nbsp;", "\u00a0"],
  ["&hellip;", "\u2026"],
  ["&ndash;", "\u2013"],
  ["&mdash;", "\u2014"],
  ["&lsquo;", "\u2018"],
  ["&rsquo;", "\u2019"],
  ["&ldquo;", "\u201c"],
  ["&rdquo;", "\u201d"],
]);
const knownMax = 4000;
const htmlReference = /&#?[\da-zA-Z]{1,40};?/g;

/** Decodes the references of one document, with the plain entities that its DOCTYPE declares. */
export class Entities {
  readonly #own = new Map<string, string>();
  readonly #problems: Problems;
  #expanded = 0;

  constructor(problems: Problems) {
    this.#problems = problems;
  }

  /** Takes in `<!ENTITY name "value">` where the value is short, plain text; anything else is ignored. */
  declare(declaration: string): void {
    const [, name, double, quoted] =
      /ENTITY\s+([A-Za-z_][\w.-]{0,63})\s+(?:"([^"]*)"|'([^']*)')/.exec(declaration) ?? [];
    const value = double ?? quoted;
    if (name === undefined || value === undefined || this.#own.size >= entitiesMax || this.#own.has(name)) return;
    const plain = value.replace(/&(?:#\d{1,8}|#x[\da-f]{1,8}|lt|gt|amp|quot|apos);/gi, "");
    if (value.length <= entityLengthMax && !/[<&%]/.test(plain)) this.#own.set(name, this.decode(value, 0));
  }

  /** `raw` with its references replaced; unknown ones stay as they are and are noted at `at`. */
  decode(raw: string, at: number): string {
    if (!raw.includes("&")) return raw;
    return raw.length <= partLength ? this.#decodePart(raw, at) : inParts(raw, (part) => this.#decodePart(part, at));
  }

  #decodePart(raw: string, at: number): string {
    return raw.replace(reference, (whole: string, ...[decimal, hex, name]: (string | undefined)[]) => {
      if (name !== undefined) return predefined.get(name) ?? this.#named(name, at) ?? whole;
      if (decimal !== undefined) return ofCodePoint(Number.parseInt(decimal, 10));
      if (hex !== undefined) return ofCodePoint(Number.parseInt(hex, 16));
      this.#problems.add("bare-ampersand", "an ampersand that begins no reference was read as text", at);
      return whole;
    });
  }

  #named(name: string, at: number): string | null {
    const own = this.#own.get(name);
    if (own !== undefined) {
      this.#expanded += own.length;
      return this.#expanded <= expansionMax ? own : "";
    }
    this.#problems.add("undefined-entity", `the entity "${name}" is not defined in XML`, at);
    return htmlEntity(name);
  }
}

function ofCodePoint(point: number): string {
  if (point >= 0x80 && point < 0xa0) return single.decode(Uint8Array.of(point));
  if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return "\ufffd";
  if (point < 0x20 && point !== 9 && point !== 10 && point !== 13) return "";
  return String.fromCodePoint(point);
}

/** The characters of HTML's entity `name`; null when HTML has none of that name. */
function htmlEntity(name: string): string | null {
  const source = `&${name};`;
  const text = decodeHtmlReference(source);
  return text === source ? null : text;
}

/** Text of HTML with its references replaced as browsers do, also those that lack their ";". */
export function decodeHtml(text: string): string {
  if (!text.includes("&")) return text;
  if (text.length <= partLength) return text.replace(htmlReference, decodeHtmlReference);
  return inParts(text, (part) => part.replace(htmlReference, decodeHtmlReference));
}

/** A text is searched for references in parts: a search keeps all it finds until its end. */
const partLength = 64 * 1024;
const referenceLengthMax = 80;

/** `text` put through `decode` part by part, none of which ends inside a reference. */
function inParts(text: string, decode: (part: string) => string): string {
  const parts: string[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + partLength, text.length);
    const begun = end === text.length ? -1 : text.lastIndexOf("&", end - 1);
    if (begun > end - referenceLengthMax) end = begun;
    parts.push(decode(text.slice(start, end)));
    start = end;
  }
  return parts.join("");
}

/**
 * The value of an attribute of HTML with its references replaced. A name without its ";" is no reference there: it stands
 * in many an address.
 */
export function decodeHtmlAttribute(value: string): string {
  if (!value.includes("&")) return value;
  return value.replace(htmlReference, (source: string) =>
    source.endsWith(";") || source[1] === "#" ? decodeHtmlReference(source) : source,
  );
}

function decodeHtmlReference(source: string): string {
  const before = known.get(source);
  if (before !== undefined) return before;
  const text = decodeNames(source);
  if (known.size >= knownMax) known.clear();
  known.set(source, text);
  return text;
}

/** Text as it stands in HTML. */
export function escapeHtml(text: string): string {
  return /[&<>]/.test(text) ? text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;") : text;
}

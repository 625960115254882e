// Address books: vCard 4.0 (RFC 6350) is written; 4.0, 3.0 (RFC 2426) and the 2.1 of old telephones are read.
import { plainLine } from "../base/plain.ts";
import type { Card } from "../people/card.ts";
import { textOfFile } from "./decode.ts";

interface Property {
  name: string;
  /** As it stands there, upper case: "ENCODING=QUOTED-PRINTABLE". */
  parameters: readonly string[];
  value: string;
}

const cardsMax = 50_000;

/** The cards of a document, at most 50,000; those that name nobody are left out. Null when it is no vCard at all. */
export function readVcards(bytes: Uint8Array): readonly Card[] | null {
  // 2.1 says nowhere what its bytes are, and what writes it is older than UTF-8.
  const text = textOfFile(bytes);
  if (!/^[ \t]*BEGIN:VCARD[ \t]*\r?$/im.test(text)) return null;
  const cards: Card[] = [];
  let open: Property[] | null = null;
  for (const line of unfolded(text)) {
    const property = propertyOf(line);
    const mark = property === null ? "" : `${property.name}:${property.value.trim().toUpperCase()}`;
    if (mark === "BEGIN:VCARD") open = [];
    else if (mark === "END:VCARD") {
      const card = open === null ? null : cardOf(open);
      if (card !== null && cards.length < cardsMax) cards.push(card);
      open = null;
    } else if (property !== null) open?.push(property);
  }
  return cards;
}

/** Lines with their continuations: a line that begins with a blank goes on (RFC 6350, 3.2), one that ends in = does in 2.1. */
function unfolded(text: string): readonly string[] {
  const lines = text.replace(/\r?\n[ \t]/g, "").split(/\r?\n/);
  const joined: string[] = [];
  for (const line of lines) {
    const last = joined.at(-1);
    const goesOn = last?.endsWith("=") === true && /^[^:]*ENCODING=QUOTED-PRINTABLE/i.test(last);
    if (goesOn) joined[joined.length - 1] = `${last.slice(0, -1)}${line}`;
    else joined.push(line);
  }
  return joined;
}

/** Null for a line that is none. A group in front ("item1.") is left out. */
function propertyOf(line: string): Property | null {
  const match = /^(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"]*"|[^":;])*)*):(.*)$/s.exec(line);
  if (match === null) return null;
  const [, name = "", given = "", value = ""] = match;
  const parameters = given
    .split(";")
    .map((parameter) => parameter.trim().toUpperCase())
    .filter((parameter) => parameter !== "");
  return { name: name.toUpperCase(), parameters, value };
}

function cardOf(properties: readonly Property[]): Card | null {
  const all = (...names: readonly string[]): readonly string[] =>
    properties
      .filter(({ name }) => names.includes(name))
      .map(valueOf)
      .filter((value) => value !== "");
  const [structured] = properties.filter(({ name }) => name === "N");
  const mails = all("EMAIL")
    .map((mail) => mail.replace(/^mailto:/i, ""))
    .filter((mail) => /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(mail));
  const nicknames = properties
    .filter(({ name }) => name === "NICKNAME")
    .flatMap((each) => partsOf(each, ",").filter((part) => part !== ""));
  const name = all("FN")[0] ?? (structured === undefined ? "" : spokenName(structured)) ?? "";
  const called = name === "" ? (all("ORG")[0] ?? mails[0] ?? "") : name;
  if (called === "") return null;
  const handles = [...nicknames, ...all("URL", "IMPP", "SOCIALPROFILE", "X-SOCIALPROFILE")];
  return { name: called, mails: unique(mails), handles: unique(handles.filter((handle) => handle !== called)) };
}

/** "Aalto;Ines;;;" is spoken "Ines Aalto". */
function spokenName(property: Property): string {
  const [family = "", given = "", middle = ""] = partsOf(property, ";");
  return [given, middle, family].filter((part) => part !== "").join(" ");
}

function valueOf(property: Property): string {
  return plainLine(unescaped(decoded(property)));
}

/** The parts between separators that are not escaped; empty ones too. */
function partsOf(property: Property, separator: string): readonly string[] {
  const parts = [""];
  for (const [piece] of decoded(property).matchAll(/\\.|./gs)) {
    if (piece === separator) parts.push("");
    else parts.push((parts.pop() ?? "") + piece);
  }
  return parts.map((part) => plainLine(unescaped(part)));
}

function decoded({ parameters, value }: Property): string {
  if (!parameters.some((parameter) => /^(?:ENCODING=)?QUOTED-PRINTABLE$/.test(parameter))) return value;
  const bytes = value.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return new TextDecoder().decode(Buffer.from(bytes, "latin1"));
}

function unescaped(value: string): string {
  return value.replace(/\\([\\,;:nN])/g, (_, character: string) => (/n/i.test(character) ? " " : character));
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

/** The cards as one document: pages as URL, all other handles as nicknames. */
export function writeVcards(cards: readonly Card[]): string {
  return cards
    .flatMap(({ name, mails, handles }) => {
      const pages = handles.filter((handle) => /^https?:\/\//i.test(handle));
      const others = handles.filter((handle) => !pages.includes(handle));
      return [
        "BEGIN:VCARD",
        "VERSION:4.0",
        `FN:${escaped(name)}`,
        ...mails.map((mail) => `EMAIL:${escaped(mail)}`),
        // A comma in a URI stands as it is (RFC 6350, 3.4); a backslash would be read as the beginning of an escape.
        ...pages.map((page) => `URL:${plainLine(page).replaceAll("\\", "\\\\")}`),
        ...(others.length === 0 ? [] : [`NICKNAME:${others.map(escaped).join(",")}`]),
        "END:VCARD",
      ];
    })
    .map((line) => `${folded(line)}\r\n`)
    .join("");
}

function escaped(value: string): string {
  return plainLine(value).replace(/[\\,;]/g, (character) => `\\${character}`);
}

const lineBytesMax = 75;

/** In lines of at most 75 bytes, no character cut in two (RFC 6350, 3.2). */
function folded(line: string): string {
  let text = "";
  let bytes = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > lineBytesMax) {
      text += "\r\n ";
      bytes = 1;
    }
    text += character;
    bytes += size;
  }
  return text;
}

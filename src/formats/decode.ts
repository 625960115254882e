// Bytes of a document to text: byte order mark, contents, labels, in the order that real feeds need.
import { guessedEncodings } from "./guess-encoding.ts";

/** A document as text, and what was wrong with how it was labelled. */
interface DecodedDocument {
  /** Without byte order marks; line ends are "\n"; control characters that XML forbids are left out. */
  text: string;
  /** Label of the encoding the bytes were read in, lower case, by the WHATWG Encoding Standard's names. */
  encoding: string;
  problems: readonly DecodingProblem[];
}

interface DecodingProblem {
  code: "charset-mismatch" | "unknown-charset" | "invalid-bytes" | "control-characters";
  message: string;
}

/** Labels that servers send and the Encoding Standard does not know. */
const aliases: ReadonlyMap<string, string> = new Map([
  ["cp932", "shift_jis"],
  ["cp936", "gbk"],
  ["cp949", "euc-kr"],
  ["cp950", "big5"],
  ["latin-1", "windows-1252"],
  ["utf_8", "utf-8"],
  ["utf8mb4", "utf-8"],
]);

/** High bytes from which valid UTF-8 can no longer be chance. */
const highBytesMin = 4;
const singleByte = new TextDecoder("windows-1252");
/** Bytes looked at for an XML declaration. */
const declarationBytesMax = 1024;
// oxlint-disable-next-line no-control-regex -- naming the characters that XML 1.0 forbids is what this is for
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/**
 * The text of a file that another program wrote, its lines ended by line feeds: UTF-8 as it stands, for control bytes are
 * cleaned with what belongs to them; else as a document of the web is read.
 */
export function textOfFile(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replace(/\r\n?/g, "\n");
  } catch {
    return decodeDocument(bytes, null).text;
  }
}

/**
 * The text of `bytes`. The byte order mark decides; then valid UTF-8 with at least 4 high bytes;
 * then the charset of `contentType` (null when there was no such header), then that of the XML
 * declaration, then that of a page's meta element, each if the bytes decode in it without an error; then UTF-8; then
 * what the letters look like; then windows-1252.
 */
export function decodeDocument(bytes: Uint8Array, contentType: string | null): DecodedDocument {
  const problems: DecodingProblem[] = [];
  const { text, encoding } = decoded(bytes, contentType, problems);
  let clean = text;
  while (clean.startsWith("\ufeff")) clean = clean.slice(1);
  if (clean.includes("\r")) clean = clean.replace(/\r\n?/g, "\n");
  if (clean.search(forbidden) !== -1) {
    clean = clean.replace(forbidden, "");
    problems.push({ code: "control-characters", message: "characters that XML forbids were left out" });
  }
  return { text: clean, encoding, problems };
}

interface Reading {
  text: string;
  encoding: string;
}

function decoded(bytes: Uint8Array, contentType: string | null, problems: DecodingProblem[]): Reading {
  const wide = wideEncoding(bytes);
  if (wide?.startsWith("utf-32")) return { text: decodeUtf32(bytes, wide === "utf-32le"), encoding: wide };
  if (wide !== null) return { text: new TextDecoder(wide).decode(bytes), encoding: wide };
  if (hasUtf8Mark(bytes)) return { text: new TextDecoder().decode(bytes), encoding: "utf-8" };

  const labels = [
    labelOf(contentType, /charset\s*=\s*["']?([^\s"';,]+)/i),
    labelOf(asciiStart(bytes), declaredCharset),
    labelOf(asciiStart(bytes), metaCharset),
  ];
  const named = labels.filter((label) => label !== null);
  const utf8 = decodeCleanly(bytes, "utf-8");
  if (utf8 !== null && (named.every((label) => label === "utf-8") || hasHighBytes(bytes, highBytesMin))) {
    noteMismatch({ named, read: "utf-8", problems });
    return utf8;
  }
  for (const label of named) {
    const reading = isWide(label) ? null : decodeCleanly(bytes, label);
    if (reading === null) continue;
    noteMismatch({ named, read: reading.encoding, problems });
    return reading;
  }
  const reading = utf8 ?? decodeDamaged(bytes, named);
  if (utf8 === null) {
    const read = reading.encoding === "utf-8" ? "windows-1252" : reading.encoding;
    problems.push({ code: "invalid-bytes", message: `bytes that are no UTF-8 were read as ${read}` });
  }
  noteMismatch({ named, read: reading.encoding, problems });
  return reading;
}

/** As the HTML Standard looks for it before it reads a page, 13.2.3.2. */
const metaCharset = /<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([^\s"'/>;]+)/i;
const declaredCharset = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"'>]+)["']/i;

function labelOf(from: string | null, pattern: RegExp): string | null {
  const label = from === null ? undefined : pattern.exec(from)?.[1];
  return label === undefined ? null : label.trim().toLowerCase();
}

/**
 * The first bytes, one character each, from an XML declaration on if there is one (what stands before it is no part of
 * it); JSON has none, but may speak of one.
 */
function asciiStart(bytes: Uint8Array): string {
  const head = singleByte.decode(bytes.subarray(0, declarationBytesMax));
  return /^\s*\{/.test(head) ? head : head.slice(Math.max(0, head.indexOf("<?xml")));
}

function hasUtf8Mark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function hasHighBytes(bytes: Uint8Array, atLeast: number): boolean {
  let count = 0;
  for (const byte of bytes) {
    if (byte >= 0x80 && ++count >= atLeast) return true;
  }
  return false;
}

/** UTF-16 or UTF-32 by their mark, or by the zero bytes beside a first `<` or `{`; null when neither. */
function wideEncoding(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 && bytes.length % 4 === 0 ? "utf-32le" : "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return "utf-32be";
  if (isOpening(a) && b === 0) return c === 0 && d === 0 ? "utf-32le" : "utf-16le";
  if (a === 0 && isOpening(b)) return "utf-16be";
  if (a === 0 && b === 0 && c === 0 && isOpening(d)) return "utf-32be";
  return null;
}

function isOpening(byte: number | undefined): boolean {
  return byte === 0x3c || byte === 0x7b || byte === 0x20 || byte === 0x0a;
}

function isWide(label: string): boolean {
  return /^(?:utf-?16|utf-?32|ucs-?[24]|iso-10646-ucs|unicode$|csunicode)/.test(label);
}

/** Null when the label is unknown or the bytes hold an error in it. */
function decodeCleanly(bytes: Uint8Array, label: string): Reading | null {
  const decoder = decoderOf(label, true);
  if (decoder === null) return null;
  try {
    return { text: decoder.decode(bytes), encoding: decoder.encoding };
  } catch {
    return null;
  }
}

function decoderOf(label: string, fatal: boolean): InstanceType<typeof TextDecoder> | null {
  try {
    return new TextDecoder(aliases.get(label) ?? label, { fatal });
  } catch {
    return null;
  }
}

/** Bytes that are clean in nothing that names them: mostly UTF-8 with a few strange bytes, a label with a few errors, or no true label. */
function decodeDamaged(bytes: Uint8Array, named: readonly string[]): Reading {
  const text = new TextDecoder().decode(bytes);
  const errors = countOf(text, /\ufffd/g);
  const right = countOf(text, /[\u0080-\ufffc]/g);
  if (right >= errors) return { text: repairUtf8(bytes), encoding: "utf-8" };
  const labels = named.filter((label) => !isWide(label));
  return (
    firstNearlyClean(bytes, labels) ??
    firstNearlyClean(bytes, guessedEncodings(bytes)) ?? { text: singleByte.decode(bytes), encoding: "windows-1252" }
  );
}

/** In the first of the encodings in which at most one character of twenty is an error; null when there is none. */
function firstNearlyClean(bytes: Uint8Array, labels: readonly string[]): Reading | null {
  for (const label of labels) {
    const decoder = decoderOf(label, false);
    if (decoder === null || decoder.encoding === "utf-8") continue;
    const text = decoder.decode(bytes);
    if (countOf(text, /\ufffd/g) * 20 <= countOf(text, /[\u0080-\ufffc]/g)) return { text, encoding: decoder.encoding };
  }
  return null;
}

function countOf(text: string, pattern: RegExp): number {
  let count = 0;
  pattern.lastIndex = 0;
  while (pattern.test(text)) count += 1;
  return count;
}

/** UTF-8 in which each byte that is none is read as windows-1252. */
function repairUtf8(bytes: Uint8Array): string {
  const utf8 = new TextDecoder();
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      parts.push(utf8.decode(bytes.subarray(from, at)), singleByte.decode(bytes.subarray(at, at + 1)));
      from = at + 1;
    }
    at += Math.max(1, length);
  }
  parts.push(utf8.decode(bytes.subarray(from)));
  return parts.join("");
}

/** Bytes in the UTF-8 sequence that begins at `at`; 0 when there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  for (let index = 1; index < length; index += 1) {
    if (((bytes[at + index] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}

function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const point = view.getUint32(at, littleEndian);
    parts.push(point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ? "\ufffd" : String.fromCodePoint(point));
  }
  return parts.join("");
}

interface Mismatch {
  named: readonly string[];
  read: string;
  problems: DecodingProblem[];
}

function noteMismatch({ named, read, problems }: Mismatch): void {
  for (const label of named) {
    const decoder = decoderOf(label, false);
    const shown = JSON.stringify(label.slice(0, 40));
    if (decoder === null && !isWide(label)) {
      problems.push({ code: "unknown-charset", message: `the charset ${shown} is not known; read as ${read}` });
    } else if (decoder?.encoding !== read) {
      problems.push({ code: "charset-mismatch", message: `labelled ${shown}, but read as ${read}` });
    }
  }
}

// Guesses the encoding of bytes that no label names rightly, from the letters that go together in its languages.
import { analyse } from "chardet";

/** Bytes looked at: more tell nothing that these do not. */
const sampleMax = 64 * 1024;
/** How sure a guess must be, of 100, by samples in 24 languages: of what has several bytes a character it is 90 and more. */
const sureMin = { severalBytes: 60, ownScript: 15, latin: 20 };
/** How much surer than of western Europe, with which the other Latin alphabets share most letters. */
const surerBy = 1.25;
const western: ReadonlySet<string> = new Set(["ISO-8859-1", "windows-1252"]);

interface Candidate {
  /** By the WHATWG Encoding Standard, the wider one of two that share their letters. */
  label: string;
  kind: keyof typeof sureMin;
}

const candidates: ReadonlyMap<string, Candidate> = new Map([
  ["Shift_JIS", { label: "shift_jis", kind: "severalBytes" }],
  ["EUC-JP", { label: "euc-jp", kind: "severalBytes" }],
  ["EUC-KR", { label: "euc-kr", kind: "severalBytes" }],
  ["Big5", { label: "big5", kind: "severalBytes" }],
  ["GB18030", { label: "gb18030", kind: "severalBytes" }],
  ["KOI8-R", { label: "koi8-u", kind: "ownScript" }],
  ["ISO-8859-5", { label: "iso-8859-5", kind: "ownScript" }],
  ["windows-1251", { label: "windows-1251", kind: "ownScript" }],
  ["ISO-8859-6", { label: "iso-8859-6", kind: "ownScript" }],
  ["windows-1256", { label: "windows-1256", kind: "ownScript" }],
  ["ISO-8859-7", { label: "iso-8859-7", kind: "ownScript" }],
  ["windows-1253", { label: "windows-1253", kind: "ownScript" }],
  ["ISO-8859-8", { label: "windows-1255", kind: "ownScript" }],
  ["windows-1255", { label: "windows-1255", kind: "ownScript" }],
  ["windows-874", { label: "windows-874", kind: "ownScript" }],
  ["ISO-8859-2", { label: "iso-8859-2", kind: "latin" }],
  ["windows-1250", { label: "windows-1250", kind: "latin" }],
  ["ISO-8859-9", { label: "windows-1254", kind: "latin" }],
  ["windows-1254", { label: "windows-1254", kind: "latin" }],
  ["windows-1257", { label: "windows-1257", kind: "latin" }],
]);

/** Labels of encodings that `bytes` may be in, the likeliest first; none where they look like western Europe, or like nothing. */
export function guessedEncodings(bytes: Uint8Array): readonly string[] {
  const { words, inRuns } = wordsBeyondAscii(bytes.subarray(0, sampleMax));
  // A script of its own writes whole words in high bytes; among Latin letters they stand alone.
  const isLatin = inRuns * 2 <= words.length;
  const found = analyse(words);
  const rival = isLatin ? (found.find(({ name }) => western.has(name))?.confidence ?? 0) : 0;
  return found.flatMap(({ name, confidence }) => {
    const candidate = candidates.get(name);
    if (candidate === undefined || (candidate.kind === "latin") !== isLatin) return [];
    return confidence >= Math.max(sureMin[candidate.kind], rival * surerBy) ? [candidate.label] : [];
  });
}

/** The words that hold a high byte, a space after each, and how many of their bytes have two high ones near them. */
function wordsBeyondAscii(bytes: Uint8Array): { words: Uint8Array; inRuns: number } {
  const words = new Uint8Array(bytes.length + 1);
  let length = 0;
  let inRuns = 0;
  let from = 0;
  for (let at = 0; at <= bytes.length; at += 1) {
    if (!endsWord.has(bytes[at] ?? space)) continue;
    const word = bytes.subarray(from, at);
    from = at + 1;
    if (!word.some(isHigh)) continue;
    inRuns += countInRuns(word);
    words.set(word, length);
    length += word.length;
    words[length++] = space;
  }
  return { words: words.subarray(0, length), inRuns };
}

/** A character of Shift_JIS or Big5 may end with a byte of ASCII, so that one in between counts as well. */
function countInRuns(word: Uint8Array): number {
  return word.reduce((count, _, at) => {
    const near = word.subarray(Math.max(0, at - 2), at + 3);
    return count + (near.filter(isHigh).length >= 2 ? 1 : 0);
  }, 0);
}

const space = 0x20;
/** White space and what stands around markup; a second byte of Shift_JIS or Big5 is none of them. */
const endsWord: ReadonlySet<number> = new Set(Array.from('\t\n\r "&;<>', (character) => character.charCodeAt(0)));

function isHigh(byte: number): boolean {
  return byte >= 0x80;
}

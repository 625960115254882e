// Bodies of items as bytes: those of neighbours one after the other in one zstd frame, each a piece of it.
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { PackedFrame, PackedPlace } from "../seek/packed.ts";

/** The words of one version of an item. */
export interface FramedWords {
  /** The shorter description beside the body, as HTML; null when there is none. */
  summary: string | null;
  html: string | null;
  text: string | null;
  /** Then the text is not kept; missing is false. */
  isTextOfHtml?: boolean;
}

export interface Frame extends PackedFrame {
  /** Where each of the words lies, in their order. */
  places: readonly PackedPlace[];
}

/** The number of bytes of a text that is what the HTML says. */
const textOfHtml = -1;

/** Bytes of a frame before it is packed, but for one piece alone that is longer: to read one takes about 0.3 ms. */
const frameBytesMax = 128 * 1024;

/** Measured on 30 articles of 4 kB: level 3 takes twice as long for 2 % less. */
const packing = { chunkSize: 64 * 1024, params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** The words packed, neighbours together, in their order; the last frame may hold nothing. */
export function framesOf(words: readonly FramedWords[]): readonly Frame[] {
  return groupsOf(words).map(frameOf);
}

/** The words in one frame, whatever its size. */
export function frameOf(words: readonly FramedWords[]): Frame {
  const { bytes, places } = joined(words);
  const packed = zstdCompressSync(bytes, { ...packing, pledgedSrcSize: bytes.length });
  return { bytes: bytes.length === 0 ? noBytes : packed, count: words.length, places };
}

const noBytes = new Uint8Array(0);

/** The bytes of a frame; those of one that holds nothing are none. */
export function unpackedFrame(packed: Uint8Array): Buffer {
  return packed.length === 0 ? Buffer.alloc(0) : zstdDecompressSync(packed);
}

/** What lies there in the bytes of an unpacked frame. */
export function wordsAt({ bodyAt, summaryBytes, htmlBytes, textBytes }: PackedPlace, bytes: Buffer): FramedWords {
  let at = bodyAt;
  const next = (length: number | null): string | null => {
    if (length === null) return null;
    at += length;
    return bytes.toString("utf8", at - length, at);
  };
  const said = { summary: next(summaryBytes), html: next(htmlBytes) };
  if (textBytes !== textOfHtml) return { ...said, text: next(textBytes) };
  return { ...said, text: null, isTextOfHtml: true };
}

function groupsOf(words: readonly FramedWords[]): readonly (readonly FramedWords[])[] {
  const groups: FramedWords[][] = [];
  let room = 0;
  for (const each of words) {
    const length = (each.summary?.length ?? 0) + (each.html?.length ?? 0) + (each.text?.length ?? 0);
    if (length > room || groups.length === 0) {
      groups.push([]);
      room = frameBytesMax;
    }
    groups.at(-1)?.push(each);
    room -= length;
  }
  return groups;
}

/** The bytes of all of them one after the other, and where each lies. */
function joined(words: readonly FramedWords[]): { bytes: Buffer; places: readonly PackedPlace[] } {
  let at = 0;
  const places = words.map((each): PackedPlace => {
    const place = { bodyAt: at, ...lengthsOf(each) };
    at += lengthOf(place);
    return place;
  });
  const bytes = Buffer.allocUnsafe(at);
  at = 0;
  for (const { summary, html, text, isTextOfHtml = false } of words) {
    for (const part of [summary, html, isTextOfHtml ? null : text]) if (part !== null) at += bytes.write(part, at);
  }
  return { bytes, places };
}

function lengthsOf({ summary, html, text, isTextOfHtml = false }: FramedWords): Omit<PackedPlace, "bodyAt"> {
  const length = (part: string | null): number | null => (part === null ? null : Buffer.byteLength(part));
  return {
    summaryBytes: length(summary),
    htmlBytes: length(html),
    textBytes: isTextOfHtml ? textOfHtml : length(text),
  };
}

function lengthOf({ summaryBytes, htmlBytes, textBytes }: Omit<PackedPlace, "bodyAt">): number {
  return (summaryBytes ?? 0) + (htmlBytes ?? 0) + Math.max(0, textBytes ?? 0);
}

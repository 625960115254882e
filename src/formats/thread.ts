// Splits a text that is too long for one post into a thread: at sentence ends, and nothing of it is lost.
import { sliceLinked, type LinkedText } from "./linked-text.ts";

const sentences = new Intl.Segmenter("en", { granularity: "sentence" });
const words = new Intl.Segmenter("en", { granularity: "word" });
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** How many characters a reader sees (UAX #29 extended grapheme clusters). */
export function graphemeCount(text: string): number {
  let count = 0;
  for (const _ of graphemes.segment(text)) count += 1;
  return count;
}

/**
 * Pieces that each fit, in order. A piece ends where a sentence ends; a sentence that does not fit by itself is parted
 * between words, and a word that does not fit between graphemes. Only white space between pieces is dropped.
 * `fits` must hold for every beginning of a text for which it holds, and for every single grapheme.
 */
export function threadOf(whole: LinkedText, fits: (text: string) => boolean): readonly LinkedText[] {
  const pieces: LinkedText[] = [];
  let start = 0;
  while (start < whole.text.length) {
    const end = endOfPiece(whole, start, fits);
    const piece = sliceLinked(whole, start, end);
    if (piece.text !== "") pieces.push(piece);
    start = end;
  }
  return pieces;
}

function endOfPiece(whole: LinkedText, start: number, fits: (text: string) => boolean): number {
  const near = nearText(whole.text.slice(start), fits);
  const isAll = start + near.length === whole.text.length;
  if (isAll && fits(near.trim())) return whole.text.length;
  const links = whole.links.filter((link) => link.start < start + near.length && link.end > start);
  const isOutsideLinks = (at: number): boolean => !links.some((link) => link.start < at && at < link.end);
  for (const segmenter of [sentences, words, graphemes]) {
    const ends = [...segmenter.segment(near)].map(({ index, segment }) => index + segment.length);
    // The last end of a text that was cut off is none.
    if (!isAll) ends.pop();
    const allowed = ends.filter((at) => segmenter === graphemes || isOutsideLinks(start + at));
    const end = lastThatFits(allowed, (at) => fits(near.slice(0, at).trim()));
    if (end !== null && near.slice(0, end).trim() !== "") return start + end;
  }
  throw new RangeError("not even one character fits into a post");
}

/** The beginning of the text that is sure to hold more than one piece, so that a long text is not measured over and over. */
function nearText(rest: string, fits: (text: string) => boolean): string {
  let length = 1024;
  while (length < rest.length && fits(rest.slice(0, length))) length *= 2;
  return rest.slice(0, length);
}

/** The last of the rising `ends` for which it holds, given that it holds for every earlier one of such an end. */
function lastThatFits(ends: readonly number[], holds: (end: number) => boolean): number | null {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const end = ends[middle];
    if (end !== undefined && holds(end)) low = middle + 1;
    else high = middle;
  }
  return ends[low - 1] ?? null;
}

// A horizontal bar of letters: what a whole is made of, readable without colour and by a screen reader.

/** Stands for the parts that have no letter. */
export const restMark = "·";
const letters = "abcdefghijklmnopqrstuvwxyz";

/** The letter of the part at that place; the rest mark beyond the alphabet. */
export function barLetter(place: number): string {
  return letters[place] ?? restMark;
}

/**
 * `width` characters shared among the parts as their sizes are, each with its letter, the rest at the end; empty where the
 * whole is nothing. Shares are rounded at their edges, so that the bar is never longer or shorter.
 */
export function barOf(parts: readonly number[], whole: number, width: number): string {
  if (whole <= 0) return "";
  let bar = "";
  let reached = 0;
  for (const [place, part] of parts.entries()) {
    reached += part;
    bar = bar.padEnd(Math.min(width, Math.round((reached / whole) * width)), barLetter(place));
  }
  return bar.padEnd(width, restMark);
}

// Chance that comes out the same each time: a small generator of numbers from a seed.

/** Draws from one sequence. */
export interface Chance {
  /** A whole number from 0 to below `end`. */
  below(end: number): number;
  /** One of `things`, which are not empty. */
  of<Thing>(things: readonly Thing[]): Thing;
}

/** The sequence of `seed` and `nth`: each input has its own, so that any one of them can be made again alone. */
export function chanceOf(seed: number, nth: number): Chance {
  let state = (Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) + Math.imul(nth + 1, 0xc2b2_ae35)) | 0;
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    below,
    of(things) {
      const thing = things[below(things.length)];
      if (thing === undefined) throw new Error("there is nothing to choose from");
      return thing;
    },
  };
}

// Lowest, middle and highest of some measurements, and how they are shown.

export interface Spread {
  min: number;
  median: number;
  max: number;
}

/** Throws for no measurements. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const [min] = sorted;
  const max = sorted.at(-1);
  const median = sorted[Math.floor(sorted.length / 2)];
  if (min === undefined || median === undefined || max === undefined) throw new Error("nothing was measured");
  return { min, median, max };
}

/** Ratios of one thing's measurements to another's, round by round. */
export function ratiosOf(values: readonly number[], to: readonly number[]): Spread {
  const medianTo = spreadOf(to).median;
  return spreadOf(values.map((value, round) => value / (to[round] ?? medianTo)));
}

/** "0.45 (0.40 to 0.51)", with as many digits as say something. */
export function shownSpread({ min, median, max }: Spread): string {
  return min === max ? shownNumber(median) : `${shownNumber(median)} (${shownNumber(min)} to ${shownNumber(max)})`;
}

/** Three digits, and no more after the point than say something. */
export function shownNumber(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

// A row of counts as a picture one line high.

const bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** One bar for each count, the highest full; what is 0 has the lowest alone, so that a few are told from none. */
export function sparkline(counts: readonly number[]): string {
  const most = Math.max(0, ...counts);
  return counts
    .map((count) => bars[count === 0 || most === 0 ? 0 : Math.max(1, Math.round((count / most) * (bars.length - 1)))])
    .join("");
}

// The one line on stderr while something takes its time: how much is done, how fast, and what it waits for.

export interface Work {
  done: number;
  /** How much there is in all; null while nobody knows. */
  of: number | null;
  /** "sources", "rows". */
  things: string;
  sinceMs: number;
  /** What has been under way longest; null where that is nothing worth naming. */
  waitsFor: string | null;
}

/** A rate over less than this says nothing. */
const rateAfterMs = 1000;

/** "120/200 sources, 24 a second, waiting for slow.example", without a line feed. */
export function statusLine({ done, of, things, sinceMs, waitsFor }: Work): string {
  const rate = done / (sinceMs / 1000);
  const parts = [
    `${done}${of === null ? "" : `/${of}`} ${things}`,
    ...(sinceMs < rateAfterMs || done === 0 ? [] : [`${rate < 10 ? rate.toFixed(1) : Math.round(rate)} a second`]),
    ...(waitsFor === null ? [] : [`waiting for ${waitsFor}`]),
  ];
  return parts.join(", ");
}

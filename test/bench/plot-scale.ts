// What both figures of the plot are drawn with: a logarithmic scale, rounded places, and words fit for SVG.

/** Across, in pixels. */
export const width = 860;
/** Around each figure. */
export const margin = 24;

/** One figure on the page, and how much of it it takes. */
export interface Drawn {
  svg: string;
  height: number;
}

export interface Scale {
  of(value: number): number;
  ticks: readonly number[];
}

/** From the least of `values` to the most. */
export function logarithmic(values: readonly number[], [from, to]: readonly [number, number]): Scale {
  const [least, most] = [Math.log10(Math.min(...values)), Math.log10(Math.max(...values))];
  const of = (value: number): number => from + ((Math.log10(value) - least) / (most - least || 1)) * (to - from);
  const marks = [1, 2, 5].flatMap((digit) => [-2, -1, 0, 1, 2, 3, 4, 5, 6].map((power) => digit * 10 ** power));
  return { of, ticks: marks.filter((mark) => Math.log10(mark) >= least - 1e-9 && Math.log10(mark) <= most + 1e-9) };
}

/** To a tenth of a pixel. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Text for an element or an attribute. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

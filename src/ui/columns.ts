// Lays a table out for a screen: which columns are shown, how wide each is, and the lines.
import type { Hyperlink } from "./hyperlink.ts";
import { cut, type Measure } from "./measure.ts";
import type { Paint } from "./paint.ts";
import type { Cell, Heading } from "./report.ts";

const gap = "  ";
/** The flexible column gives way down to this many columns before the others do. */
const flexibleColumnsMin = 12;

export interface Grid {
  headings: readonly Heading[];
  /** Cells already made plain, a row for each value. */
  rows: readonly (readonly Cell[])[];
}

/**
 * The grid without the columns that a screen of `columns` is too narrow for, null being a screen of any width, and without
 * those that say nothing of any row.
 */
export function shownOn(grid: Grid, columns: number | null): Grid {
  const width = columns ?? Number.POSITIVE_INFINITY;
  const roomFor = Math.floor((width + gap.length) / (gap.length + 1));
  const kept = grid.headings
    .map((heading, index) => ({ heading, index }))
    .filter(({ heading }) => heading.hiddenBelowColumns <= width)
    .filter(({ index }) => index === 0 || grid.rows.some((row) => (row[index]?.text ?? "") !== ""))
    .slice(0, Math.max(1, roomFor))
    .map(({ index }) => index);
  return { headings: pick(grid.headings, kept), rows: grid.rows.map((row) => pick(row, kept)) };
}

function pick<Value>(values: readonly Value[], indexes: readonly number[]): Value[] {
  return indexes.flatMap((index) => values.slice(index, index + 1));
}

/** The table's lines: a dim header (unless no column has a title), then one line for each row, never wider than the screen. */
export function gridLines(
  grid: Grid,
  screen: { columns: number | null; paint: Paint; link: Hyperlink; measure: Measure },
): string[] {
  const { measure, paint, link } = screen;
  const natural = grid.headings.map((heading, index) =>
    grid.rows.reduce((widest, row) => Math.max(widest, measure(row[index]?.text ?? "")), measure(heading.title)),
  );
  const flexible = grid.headings.findIndex((heading) => heading.isFlexible);
  const widths = fittedWidths(natural, flexible, screen.columns);
  const titles = grid.headings.map((heading): Cell => ({ text: heading.title, tone: "dim" }));
  const hasTitles = titles.some((title) => title.text !== "");
  const lineOf = (row: readonly Cell[]): string => {
    const cells = row.map((cell, index) => {
      const width = widths[index] ?? 0;
      const text = cut(cell.text, width, measure);
      const painted = text === "" ? "" : link(paint(text, cell.tone), cell.href ?? null);
      const padding = " ".repeat(width - measure(text));
      return grid.headings[index]?.align === "right" ? padding + painted : painted + padding;
    });
    return cells.join(gap).trimEnd();
  };
  return (hasTitles ? [titles, ...grid.rows] : grid.rows).map(lineOf);
}

/** Widths that fit in `columns` together with their gaps: the flexible column gives first, then the widest ones. */
export function fittedWidths(natural: readonly number[], flexible: number, columns: number | null): number[] {
  const widths = [...natural];
  if (columns === null) return widths;
  let excess = widths.reduce((sum, width) => sum + width, 0) + gap.length * (widths.length - 1) - columns;
  const given = Math.max(0, Math.min(excess, (widths[flexible] ?? 0) - flexibleColumnsMin));
  if (given > 0) widths[flexible] = (widths[flexible] ?? 0) - given;
  excess -= given;
  for (; excess > 0; excess -= 1) {
    const widest = Math.max(...widths);
    if (widest <= 1) break;
    widths[widths.lastIndexOf(widest)] = widest - 1;
  }
  return widths;
}

// A line of the table that a benchmark prints, and the table.
import { ratiosOf, shownSpread, spreadOf, type Spread } from "./spread.ts";

export type Unit = "ms" | "MB" | "bytes" | "%";

export interface Row {
  /** What was done and by whom; no two rows of a bench say the same. */
  what: string;
  /** Null for what could not be run here: `remark` says why. */
  measured: (Spread & { unit: Unit }) | null;
  /** Beside a peer, or beside the same thing where it is small; null where there is none. */
  ratio: Spread | null;
  /** What the middle of the ratio, or of the measurement where there is no ratio, is to reach; null for what is only told. */
  goal: Goal | null;
  remark: string;
  /** Where it stands in the plot; null for what is in the table alone. */
  plot: Point | Duel | null;
}

export type Goal = { most: number } | { least: number };

/** A point of a curve: how a cost goes with a size. */
export interface Point {
  panel: string;
  curve: string;
  size: number;
}

/** One program's ratio in a work that several do. */
export interface Duel {
  work: string;
  who: string;
}

/** What a bench knows of a row; the rest is worked out. */
export interface Taken extends Partial<Pick<Row, "goal" | "remark" | "plot">> {
  what: string;
  /** One for each round. */
  values: readonly number[];
  /** "ms" when left out. */
  unit?: Unit;
  /** The values, round by round, that these are divided by. */
  base?: readonly number[];
}

/** The row of what was measured. Throws when there are no values. */
export function rowOf({ what, values, unit = "ms", base, goal = null, remark = "", plot = null }: Taken): Row {
  const ratio = base === undefined || base.length === 0 ? null : ratiosOf(values, base);
  return { what, measured: { ...spreadOf(values), unit }, ratio, goal, remark, plot };
}

/** Whether a goal is reached; null where there is none or nothing was measured. */
export function isMet({ measured, ratio, goal }: Row): boolean | null {
  const reached = (ratio ?? measured)?.median;
  if (goal === null || reached === undefined) return null;
  return "most" in goal ? reached <= goal.most : reached >= goal.least;
}

/** "<= 0.45", with the unit where the goal is no ratio; "" for none. */
export function shownGoal({ measured, ratio, goal }: Row): string {
  if (goal === null) return "";
  const unit = ratio === null && measured !== null ? ` ${measured.unit}` : "";
  return "most" in goal ? `<= ${goal.most}${unit}` : `>= ${goal.least}${unit}`;
}

/** A row in words, column by column. */
export function cellsOf(row: Row): readonly string[] {
  const { what, measured, ratio, remark } = row;
  const met = isMet(row);
  return [
    what,
    measured === null ? remark : `${shownSpread(measured)} ${measured.unit}${remark === "" ? "" : `, ${remark}`}`,
    ratio === null ? "" : shownSpread(ratio),
    shownGoal(row),
    met === null ? "" : met ? "met" : "not met",
  ];
}

export const titles: readonly string[] = ["what", "median (lowest to highest)", "ratio", "goal", ""];

/** The rows as lines of aligned columns. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [titles, ...rows.map(cellsOf)];
  const widths = titles.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

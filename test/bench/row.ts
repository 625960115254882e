// A line of the table that a benchmark prints, and the table.

export interface Row {
  what: string;
  /** What was measured, with its unit. */
  measured: string;
  /** The figure that stands beside the goal: a ratio where there is a peer, else the measurement again. */
  figure: string;
  /** As quality.md of the project says; "" for what is only told. */
  goal: string;
}

const titles: Row = { what: "what", measured: "median (lowest to highest)", figure: "ratio", goal: "goal" };

/** The rows as lines of aligned columns. */
export function tableOf(rows: readonly Row[]): string {
  const all = [titles, ...rows];
  const width = (column: keyof Row): number => Math.max(...all.map((row) => row[column].length));
  const widths = { what: width("what"), measured: width("measured"), figure: width("figure") };
  return all
    .map(({ what, measured, figure, goal }) =>
      `${what.padEnd(widths.what)}  ${measured.padEnd(widths.measured)}  ${figure.padEnd(widths.figure)}  ${goal}`.trimEnd(),
    )
    .join("\n");
}

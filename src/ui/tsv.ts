// Prints a report for other programs: tab-separated lines without a header, or bare ids.
import { plainLine, plainText } from "../base/plain.ts";
import type { Report } from "./report.ts";

/**
 * Tables as one line a row, uncut, every column; a record as `label<TAB>value` lines and then its body;
 * text as text. A tab or line feed inside a cell is a space. No rows, no output.
 */
export function printTsv({ layout }: Report): string {
  if (layout.kind === "table") return layout.cells.map((row) => tabbed(row.map((cell) => cell.text))).join("");
  if (layout.kind === "text") return layout.isExact ? layout.text : ended(plainText(layout.text));
  const fields = layout.fields.flatMap(({ label, value }) => (value === null ? [] : [tabbed([label, value])]));
  return fields.join("") + (layout.body === null ? "" : ended(plainText(layout.body)));
}

/** The ids of the answer, each followed by `separator` (line feed, or NUL for `xargs -0`). */
export function printIds(report: Report, separator: "\n" | "\0"): string {
  return report.ids.map((id) => id + separator).join("");
}

function tabbed(cells: readonly string[]): string {
  return `${cells.map(plainLine).join("\t")}\n`;
}

function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

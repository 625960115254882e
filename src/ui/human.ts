// Prints a report for people: aligned columns that fit the screen, labelled fields, wrapped prose.
import { plainLine, plainText } from "../base/plain.ts";
import { gridLines, shownOn } from "./columns.ts";
import type { Hyperlink } from "./hyperlink.ts";
import { measureFor, type Measure } from "./measure.ts";
import type { Paint } from "./paint.ts";
import type { Cell, Layout, Report } from "./report.ts";
import { foldLines } from "./wrap.ts";

export interface Screen {
  /** Width of the terminal; null when it is not known: nothing is cut or wrapped. */
  columns: number | null;
  paint: Paint;
  link: Hyperlink;
}

/** Prose wider than this is hard to read, however wide the screen. */
const proseColumnsMax = 100;

/** The report as people read it, ending in a line feed unless it is empty. Widths of text are loaded only for text that needs them. */
export async function printHuman(report: Report, screen: Screen): Promise<string> {
  const { layout } = report;
  if (layout.kind === "table") return ended(await tableLines(layout, screen));
  if (layout.kind === "record") return ended(await recordLines(layout, screen));
  const kept = layout.isExact ? 0 : (layout.keepsFrom ?? layout.text.length);
  const own = await folded(plainText(layout.text.slice(0, kept)), screen.columns);
  return ended([own + plainText(layout.text.slice(kept))]);
}

/** Lines beside an answer, none wider than the screen: where words lead up to commands that do not fit, these go below. */
export async function foldedAside(lines: string, columns: number | null): Promise<string> {
  if (columns === null) return lines;
  const apart = lines
    .split("\n")
    .map((line) =>
      line.length <= columns ? line : line.replaceAll(/(?<=[:;,?]|\b(?:or|then)) (?=pkm [a-z])/g, "\n  "),
    );
  return folded(apart.join("\n"), columns);
}

/** Words with no line wider than the screen; as they are where nobody knows how wide that is. */
export async function folded(words: string, columns: number | null): Promise<string> {
  // No character is wider than two columns, so half the width in UTF-16 units always fits.
  if (columns === null || words.split("\n").every((line) => line.length * 2 <= columns)) return words;
  return foldLines(words, columns, await measureFor([words.replaceAll("\n", " ")]));
}

function ended(lines: readonly string[]): string {
  const text = lines.join("\n");
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

async function tableLines(layout: Extract<Layout, { kind: "table" }>, screen: Screen): Promise<string[]> {
  if (layout.cells.length === 0) return [await folded(plainText(layout.empty), screen.columns)];
  const rows = layout.cells.map((row) => row.map((cell): Cell => ({ ...cell, text: plainLine(cell.text) })));
  const grid = shownOn({ headings: layout.headings, rows }, screen.columns);
  const titles = grid.headings.map((heading) => heading.title);
  const measure = await measureFor([...titles, ...grid.rows.flatMap((row) => row.map((cell) => cell.text))]);
  return gridLines(grid, { ...screen, measure });
}

async function recordLines(layout: Extract<Layout, { kind: "record" }>, screen: Screen): Promise<string[]> {
  const fields = layout.fields.flatMap(({ label, value, tone }) => {
    const text = value === null ? "" : plainLine(value);
    return text === "" ? [] : [{ label: plainLine(label), text, tone }];
  });
  const measure = await measureFor(fields.map((field) => field.label));
  const labelColumns = Math.max(0, ...fields.map((field) => measure(field.label)));
  const indent = " ".repeat(labelColumns + 2);
  const lines: string[] = [];
  for (const { label, text, tone } of fields) {
    const [first = "", ...rest] = await wrapped(text, proseColumns(screen, indent.length));
    // A long address is cut over lines; each of them leads to the whole of it.
    const dressed = (line: string): string => screen.link(screen.paint(line, tone), tone === "link" ? text : null);
    lines.push(screen.paint(label, "dim") + pad(label, labelColumns + 2, measure) + dressed(first));
    lines.push(...rest.map((line) => indent + dressed(line)));
  }
  const body = layout.body === null ? "" : plainText(layout.body).trimEnd();
  if (body === "") return lines;
  const separator = lines.length === 0 ? [] : [""];
  return [...lines, ...separator, ...(await wrapped(body, proseColumns(screen, 0)))];
}

function pad(label: string, columns: number, measure: Measure): string {
  return " ".repeat(columns - measure(label));
}

/** Columns that prose may take right of an indent; null when nothing is to be wrapped. */
function proseColumns(screen: Screen, indentColumns: number): number | null {
  if (screen.columns === null) return null;
  const room = Math.min(screen.columns, proseColumnsMax) - indentColumns;
  return room < 20 ? null : room;
}

/** Lines of at most `columns` columns, addresses whole. */
async function wrapped(text: string, columns: number | null): Promise<string[]> {
  return (await folded(text, columns)).split("\n").map((line) => line.trimEnd());
}

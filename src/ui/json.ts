// Prints a report as JSON for machines, safe to be looked at in a terminal all the same.
import type { Report } from "./report.ts";

/** What JSON allows inside a string but a terminal or an older JavaScript reader does not take well. */
const unsafeInTerminal = /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu;

/** The report as one indented JSON value and a line feed; a table is an array. */
export function printJson(report: Report): string {
  return `${safeJson(wholeValue(report), 2)}\n`;
}

/** The report as JSON lines: a line for each row of a table or each member of a list, else one line. */
export function printJsonl(report: Report): string {
  const value = wholeValue(report);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map((each) => `${safeJson(each, 0)}\n`).join("");
}

/** JSON (RFC 8259) in which C1 controls, DEL, bidi controls and line separators stand escaped, as C0 controls always do. */
export function safeJson(value: unknown, indent: number): string {
  return JSON.stringify(value, null, indent).replace(unsafeInTerminal, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function wholeValue({ layout }: Report): object | readonly object[] {
  return layout.kind === "table" ? layout.values : layout.value;
}

// Prints what went wrong, and what is said beside an answer, for stderr.
import { type ErrorKind, reasonOf } from "../base/errors.ts";
import { plainLine, plainText } from "../base/plain.ts";
import { safeJson } from "./json.ts";
import type { Paint } from "./paint.ts";
import type { Report } from "./report.ts";

/** What is printed of an error; a PkmError is one. */
export interface ShownError {
  kind: ErrorKind;
  message: string;
  mend: readonly string[];
  /** What lay beneath it, for the machine's `why`. */
  cause?: unknown;
}

/** `pkm: what happened`, then a `try:` line for each command that may mend it. */
export function errorLines(error: ShownError, paint: Paint): string {
  const [message = "", ...details] = plainText(error.message).trimEnd().split("\n");
  const lines = [
    `${paint("pkm:", "bad")} ${message}`,
    ...details.map((line) => `  ${line}`),
    ...error.mend.map((command) => `  try: ${paint(oneLine(command), "strong")}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** The same as one line of JSON: `{"error":{"code","message","why","mend"}}`; `why` is null when no cause is known. */
export function errorJson(error: ShownError): string {
  const { kind, message, mend, cause } = error;
  const why = cause === undefined || cause === null ? null : reasonOf(cause);
  return `${safeJson({ error: { code: kind, message, why, mend } }, 0)}\n`;
}

/** What stderr gets beside the answer: complaints always, words only where a person sees them. */
export function asideLines(report: Report, { hasReader }: { hasReader: boolean }): string {
  const lines = [...report.complaints, ...(hasReader ? report.words : [])];
  return lines.map((line) => `${plainLine(line)}\n`).join("");
}

/** Unlike plainLine it keeps spaces as they are: a command is copied as it stands. */
function oneLine(command: string): string {
  return plainText(command).replace(/[\n\t]+/g, " ");
}

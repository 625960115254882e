// Text from others made safe to print: no control bytes, escape sequences or bidi overrides.
/* oxlint-disable no-control-regex -- naming the control bytes is what this file is for */

/** C0 and C1 controls, DEL, the marks that reorder text (UAX #9 explicit formatting), and what XML forbids beside them. */
const unsafe =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufffe\uffff]/g;
const escapes =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b\u009c\n]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g;

/** The text without terminal escapes, controls and bidi overrides; tabs and line feeds stay. ZWJ emoji and Arabic stay whole. */
export function plainText(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(escapes, "").replace(unsafe, "");
}

/** The beginning of a text, at most so many UTF-16 units: no character is cut in two, and it ends in no white space. */
export function cutText(text: string, unitsMax: number): string {
  if (text.length <= unitsMax) return text;
  return text
    .slice(0, unitsMax)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trimEnd();
}

/** As plainText, on one line: every run of white space is one space. */
export function plainLine(text: string): string {
  return plainText(text).replace(/\s+/g, " ").trim();
}

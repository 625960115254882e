// Words of feeds that stand on one line: titles, names, tags.

/** C0 but for the white space in it, DEL and C1. */
// oxlint-disable-next-line no-control-regex -- naming the control characters is what this is for
const control = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g;
/** What is not on one line yet. */
// oxlint-disable-next-line no-control-regex -- as above
const unusual = /[^\S ]|\s{2}|[\u0000-\u001f\u007f-\u009f]/;
/** White space that is not one space. */
const wideSpace = /[^\S ]\s*|\s{2,}/g;

/** The text on one line: white space as single spaces, control characters left out; "" when nothing is left. */
export function oneLine(text: string): string {
  if (!unusual.test(text)) return text.trim();
  return text.replace(control, "").replace(wideSpace, " ").trim();
}

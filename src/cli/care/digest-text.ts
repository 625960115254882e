// A digest as lines for a terminal or a plain mail: counts first, then each section, then what is held back.
import { plainLine } from "../../base/plain.ts";
import type { Digest, DigestEntry } from "../../share/digest.ts";

const columnsMax = 78;

/** `columns` null is a width nobody knows: lines are kept under 78. */
export function digestText(digest: Digest, columns: number | null): string {
  const width = Math.min(columnsMax, columns ?? columnsMax);
  const sections = digest.sections.map(({ name, items }) =>
    [name.toUpperCase(), ...items.map((item) => entryText(item, width))].join("\n"),
  );
  return [headLine(digest), ...sections].join("\n\n");
}

function headLine({ shown, held, minutes, date, dropped }: Digest): string {
  const day = date.slice(0, 10);
  const gone = dropped === 0 ? "" : `, ${dropped} let go unread`;
  if (shown === 0) return `${day}: nothing new to read${gone}`;
  const rest = held === 0 ? "" : `, ${held} held for later`;
  return `${day}: ${shown} of ${shown + held} to read, ${minutes} min${rest}${gone}`;
}

function entryText({ id, title, why, excerpt }: DigestEntry, width: number): string {
  const lines = [`${id.padEnd(6)} ${cut(plainLine(title), width - 7)}`];
  if (excerpt !== null && plainLine(excerpt) !== plainLine(title)) lines.push(`       ${cut(excerpt, width - 7)}`);
  if (why.length > 0) lines.push(`       ${cut(plainLine(why.join("; ")), width - 7)}`);
  return lines.join("\n");
}

function cut(line: string, length: number): string {
  return line.length <= length ? line : `${line.slice(0, Math.max(1, length - 1)).trimEnd()}…`;
}

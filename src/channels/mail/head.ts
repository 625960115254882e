// The head of a message as plain lines: enough to tell what it answers, without reading it as MIME.

/** Longer heads are cut; what is looked for stands early, and a head is not worth more memory. */
export const headBytesMax = 65_536;

/** The lines above the first empty line, unfolded (RFC 5322, 2.2.3), as Latin-1. */
export function headOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, headBytesMax)).toString("latin1").replaceAll("\r\n", "\n");
  const end = text.indexOf("\n\n");
  return (end < 0 ? text : text.slice(0, end)).replace(/\n[ \t]+/g, " ");
}

/** The value of the first such field; null when there is none. `name` in lower case. */
export function fieldOf(head: string, name: string): string | null {
  for (const line of head.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0 && line.slice(0, colon).trim().toLowerCase() === name) return line.slice(colon + 1).trim();
  }
  return null;
}

/** The message's own id in its brackets; null when it has none. */
export function idOf(head: string): string | null {
  return idsIn(fieldOf(head, "message-id"))[0] ?? null;
}

/** What it says it answers, the nearest first: In-Reply-To, then References from the end (RFC 5322, 3.6.4). */
export function answeredIds(head: string): readonly string[] {
  return [...idsIn(fieldOf(head, "in-reply-to")), ...idsIn(fieldOf(head, "references")).toReversed()];
}

function idsIn(value: string | null): readonly string[] {
  return (value ?? "").match(/<[^<>\s]{3,990}>/g) ?? [];
}

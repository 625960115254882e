// The author's own prose in a note: what of its text is not quoted.

/** The body without quotations, the lines that say where they are from, and addresses. */
export function ownText(body: string): string {
  return body
    .split("\n")
    .filter((line) => !isQuote(line) && !/^From \[.*\]\(<.*>\)$/.test(line.trim()))
    .join("\n")
    .replace(/\bhttps?:\S+/g, "");
}

/** Whether the line is part of a quotation. */
export function isQuote(line: string): boolean {
  return /^[ \t]*>/.test(line);
}

// A Markdown text as it is written and as it is read, for what must not stand in it may stand there in either.

/** The text, and behind it, where that differs, the same without the addresses of its links, its marks, tags and references. */
export function inBothReadings(text: string): string {
  const read = text
    .replace(/\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\]\[[^[\]\n]*\]|\[\^[^[\]\n]+\]/g, "")
    .replace(/<\/?[a-z][^<>]*>/gi, "")
    .replace(/&(?:nbsp|#160|#xa0);/gi, " ")
    .replace(/&(?:shy|#173|#xad|zwnj|zwj);|[*~`\\[\]]/gi, "");
  return read === text ? text : `${text}\n\n${read}`;
}

// Long texts on a screen: their beginning, with the command that shows the rest.

const shownCharacters = 4000;

/** The text, cut at a paragraph or line after about 4,000 characters unless it is wanted whole. */
export function beginningOf(text: string, { ref, isFull }: { ref: string; isFull: boolean }): string {
  if (isFull || text.length <= shownCharacters * 1.2) return text;
  const paragraph = text.lastIndexOf("\n\n", shownCharacters);
  const line = text.lastIndexOf("\n", shownCharacters);
  const space = text.lastIndexOf(" ", shownCharacters);
  const at = [paragraph, line, space].find((place) => place > shownCharacters / 2) ?? shownCharacters;
  const shown = text.slice(0, at).toWellFormed().trimEnd();
  return `${shown}\n\n[${text.length - at} characters more: pkm show ${ref} --full]`;
}

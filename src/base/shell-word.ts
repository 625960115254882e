// Words for a shell command that a person may copy.

/** `word` as one word of a POSIX shell command. */
export function shellWord(word: string): string {
  return /^[\w./~-]+$/.test(word) && !word.startsWith("-") ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

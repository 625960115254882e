// A query out of the words of a command line, from which the shell has taken the quotes.

/**
 * One word is a whole query. Among several, a word with white space was quoted in the shell: it is a phrase, or the
 * value of a filter.
 */
export function queryFrom(args: readonly string[]): string {
  if (args.length < 2) return args.join("");
  return args.map((arg) => (/\s/.test(arg) && !arg.includes('"') ? phrase(arg) : arg)).join(" ");
}

function phrase(arg: string): string {
  const [head = ""] = /^-?(?:[a-z]+:)?/.exec(arg) ?? [];
  return `${head}"${arg.slice(head.length)}"`;
}

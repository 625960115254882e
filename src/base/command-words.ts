// Splits a command written as one text ($EDITOR, $PAGER, an alias) into its words, so that no shell is needed.
import { PkmError } from "./errors.ts";

/** A quoted run (its quotes go) or an escaped quote, backslash or space, or any other character that is no space. */
const part = /"((?:\\["\\]|[^"])*)"|'([^']*)'|\\(["'\\ ])|([^\s"'])/y;

/**
 * The words of a command: blanks part them, single and double quotes keep blanks, and a backslash escapes
 * a quote, a backslash or a space (any other backslash is itself, as in a Windows path).
 * Nothing is expanded. Throws PkmError("config") naming `variable` when a quote is not closed.
 */
export function splitCommand(command: string, variable: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  part.lastIndex = 0;
  while (part.lastIndex < command.length) {
    const at = part.lastIndex;
    const match = part.exec(command);
    if (match !== null) {
      word = (word ?? "") + partText(match);
    } else if (/\s/.test(command.charAt(at))) {
      if (word !== null) words.push(word);
      word = null;
      part.lastIndex = at + 1;
    } else {
      throw new PkmError("config", `${variable} has a quote that is not closed: ${command}`, {
        hint: variable.startsWith("$") ? `echo "${variable}"` : "pkm config edit",
      });
    }
  }
  return word === null ? words : [...words, word];
}

function partText([, double, single, escaped, bare]: RegExpExecArray): string {
  return double?.replace(/\\(["\\])/g, "$1") ?? single ?? escaped ?? bare ?? "";
}

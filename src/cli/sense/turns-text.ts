// Changes of note files as a person reads them before they are made.
import type { FileTurn } from "../../sense/file-turns.ts";
import { diffText } from "../../sense/line-diff.ts";

const diffLinesMax = 40;

/** Each file with the lines that would go and come; one that would only move is told in one line. */
export function turnsText(turns: readonly FileTurn[]): string {
  return turns.map(turnText).join("\n\n");
}

function turnText({ path, before, after }: FileTurn): string {
  const what = after === null ? " (would be taken away)" : before === null ? " (would be there)" : "";
  return `${path}${what}\n${diffText(before, after, diffLinesMax)}`;
}

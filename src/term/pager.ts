// Shows text that is longer than the screen through the person's pager.
import { stripVTControlCharacters } from "node:util";
import { splitCommand } from "../base/command-words.ts";
import { runInForeground } from "./child.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface ScreenSize {
  columns: number;
  rows: number;
}

/** Whether the text, its long lines folded, needs more rows than the screen has beside the prompt. */
export function exceedsScreen(text: string, { columns, rows }: ScreenSize): boolean {
  let used = 0;
  for (const line of stripVTControlCharacters(text).replace(/\n$/, "").split("\n")) {
    used += Math.max(1, Math.ceil(roughWidth(line) / columns));
    if (used >= rows) return true;
  }
  return false;
}

/** From U+1100 on characters can be two columns wide; a pager a few lines too early does no harm. */
function roughWidth(line: string): number {
  return line.length + (line.match(/[\u1100-\ud7ff\uf900-\uffff]/g)?.length ?? 0);
}

/** $PAGER, else `less -R`; null when the person wants none (`cat`, or set but empty). */
export function pagerArgv(env: Env): string[] | null {
  const argv = env["PAGER"] === undefined ? ["less", "-R"] : splitCommand(env["PAGER"], "$PAGER");
  return argv.length === 0 || argv[0] === "cat" ? null : argv;
}

/** Shows the text until the person leaves the pager; `onStart` is called once it is there. False when the pager could not be started: nothing was shown. */
export async function showInPager(text: string, argv: readonly string[], onStart: () => void): Promise<boolean> {
  try {
    await runInForeground({ role: "pager", argv, input: text, onStart });
    return true;
  } catch {
    // No pager on this machine is no reason to withhold the text: the caller writes it instead.
    return false;
  }
}

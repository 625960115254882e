// A terminal that only keeps what is written to it: 80 columns, nobody to ask.
import { PkmError } from "../base/errors.ts";
import type { Terminal } from "./terminal.ts";

export interface CapturedTerminal extends Terminal {
  /** Everything written so far, stdout and stderr apart. */
  written(): { stdout: string; stderr: string };
}

/** For a command line that another command plays: its answer is laid out as for a screen of `columns`. */
export function captureTerminal(columns: number): CapturedTerminal {
  let stdout = "";
  let stderr = "";
  const decoder = new TextDecoder();
  const keep = (text: string | Uint8Array): "written" => {
    stdout += typeof text === "string" ? text : decoder.decode(text);
    return "written";
  };
  const nobody = (): Promise<never> => Promise.reject(new PkmError("usage", "nobody can be asked here"));
  return {
    isOutputTty: true,
    isErrorTty: true,
    isInteractive: false,
    columns: () => columns,
    rows: () => null,
    write: (text) => Promise.resolve(keep(text)),
    page(text, onTaken) {
      keep(text);
      onTaken();
      return Promise.resolve("written");
    },
    writeError(text) {
      // A progress line is replaced by what follows it, as a screen would show.
      // oxlint-disable-next-line no-control-regex -- "erase the line" begins with ESC
      stderr = (stderr + text).replace(/[^\n]*\r\u001b\[K/g, "");
      return Promise.resolve();
    },
    inputPieces: async function* () {},
    readInput: () => Promise.resolve(new Uint8Array()),
    confirm: nobody,
    askLine: nobody,
    playScreen: nobody,
    edit: nobody,
    drafts: () => [],
    dropDrafts: () => {},
    openUrl: nobody,
    written: () => ({ stdout, stderr }),
  };
}

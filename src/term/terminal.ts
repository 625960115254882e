// The terminal as a port: what pkm asks of standard input, output and error, and the programs it hands the screen to.
import { PkmError } from "../base/errors.ts";
import { plainLine } from "../base/plain.ts";
import { piecesOf, readAll } from "./input.ts";
import { writeOut, type WriteOutcome } from "./output.ts";
import type { Paint } from "../ui/paint.ts";
import type { ScreenPlay } from "./screen.ts";

export interface Terminal {
  /** Whether standard output is a terminal. */
  isOutputTty: boolean;
  /** Whether standard error is a terminal: words and progress are for nobody else. */
  isErrorTty: boolean;
  /** Whether a person can be asked: standard input, output and error are all terminals. */
  isInteractive: boolean;
  /** Size of the screen now; null when standard output is no terminal or does not know. */
  columns(): number | null;
  rows(): number | null;
  /** Writes to standard output and waits until it is taken. Throws PkmError("failed") when it cannot be written. */
  write(text: string | Uint8Array): Promise<WriteOutcome>;
  /** Writes to standard error; a failure there has nowhere to be told. */
  writeError(text: string): Promise<void>;
  /** Standard input as it comes; nothing where it is a terminal. */
  inputPieces(): AsyncIterable<Uint8Array>;
  /** All of standard input; throws PkmError("failed") beyond `bytesMax`. */
  readInput(bytesMax: number): Promise<Uint8Array>;
  /** A yes-or-no question; `flag` would have answered it and is named in PkmError("usage") when nobody can be asked. */
  confirm(question: string, flag: string): Promise<boolean>;
  /** One line as answer; null at the end of input. Ctrl-C throws PkmError("interrupted"), nobody there PkmError("usage"). */
  askLine(question: string): Promise<string | null>;
  /** Plays on the whole screen; ends as the play does. PkmError("usage") when not interactive. */
  playScreen(play: ScreenPlay, paint: Paint): Promise<void>;
  /** The text as left in $VISUAL or $EDITOR, in a file with that extension (".md"); null when unchanged or empty. PkmError("usage") when not interactive. */
  edit(text: string, extension: string): Promise<string | null>;
  /** The files that the texts of `edit` lie in, until they are dropped: what was to be made of them may have failed. */
  drafts(): readonly string[];
  dropDrafts(): void;
  /**
   * As write, through the pager where the text exceeds the screen of a terminal. `onTaken` is called once it was written, or
   * is in a pager: not when the person leaves that, which may be hours later.
   */
  page(text: string, onTaken: () => void): Promise<WriteOutcome>;
  /** Opens an http or https address in the browser. */
  openUrl(url: string): Promise<void>;
}

/** The streams and environment of a process; `process` itself is one. */
export type ProcessEnds = Pick<NodeJS.Process, "stdin" | "stdout" | "stderr" | "env">;

/** The terminal of a process. Prompt, editor, pager and browser are loaded when they are used. */
export function openTerminal(ends: ProcessEnds): Terminal {
  const { stdout, stderr, env } = ends;
  const isOutputTty = stdout.isTTY === true;
  const isErrorTty = stderr.isTTY === true;
  // Standard input is asked for last: Node loads its streams for it, which takes some 4 ms.
  const isInteractive = isOutputTty && isErrorTty && ends.stdin.isTTY === true;
  const columns = (): number | null => (isOutputTty && stdout.columns > 0 ? stdout.columns : null);
  const rows = (): number | null => (isOutputTty && stdout.rows > 0 ? stdout.rows : null);
  const drafts = new Map<string, () => void>();
  return {
    isOutputTty,
    isErrorTty,
    isInteractive,
    columns,
    rows,
    write: (text) => writeOut(stdout, text),
    writeError: (text) => writeAside(stderr, text),
    inputPieces: () => piecesOf(ends.stdin),
    readInput: (bytesMax) => readAll(ends.stdin, bytesMax),
    confirm: async (question, flag) => {
      const asked = plainLine(question);
      if (!isInteractive) throw new PkmError("usage", `nobody can be asked "${asked}": give ${flag}`);
      const { askYesNo } = await import("./prompt.ts");
      return askYesNo(asked, ends);
    },
    askLine: async (question) => {
      if (!isInteractive) throw new PkmError("usage", `nobody can be asked "${plainLine(question)}"`);
      const { askForLine } = await import("./prompt.ts");
      return askForLine(question, ends);
    },
    playScreen: async (play, paint) => {
      if (!isInteractive) throw new PkmError("usage", "a screen needs a terminal");
      const { playScreen } = await import("./screen.ts");
      await playScreen(play, { ends, paint });
    },
    edit: async (text, extension) => {
      if (!isInteractive) throw new PkmError("usage", "an editor needs a terminal: give the text with -m");
      const { dropDraft, editText } = await import("./editor.ts");
      const draft = await editText(text, { env, extension });
      if (draft !== null) drafts.set(draft.path, () => dropDraft(draft));
      return draft?.text ?? null;
    },
    drafts: () => [...drafts.keys()],
    dropDrafts() {
      for (const drop of drafts.values()) drop();
      drafts.clear();
    },
    page: (text, onTaken) => pageOut(text, { ends, columns: columns(), rows: rows(), onTaken }),
    openUrl: async (url) => {
      const { openInBrowser } = await import("./opener.ts");
      await openInBrowser(url);
    },
  };
}

async function writeAside(stderr: ProcessEnds["stderr"], text: string): Promise<void> {
  try {
    await writeOut(stderr, text);
  } catch {
    // Standard error is where this would be told, and it is gone.
  }
}

interface PagedScreen {
  ends: ProcessEnds;
  columns: number | null;
  rows: number | null;
  onTaken: () => void;
}

async function pageOut(text: string, screen: PagedScreen): Promise<WriteOutcome> {
  if (await isPaged(text, screen)) return "written";
  const outcome = await writeOut(screen.ends.stdout, text);
  if (outcome === "written") screen.onTaken();
  return outcome;
}

async function isPaged(text: string, { ends, columns, rows, onTaken }: PagedScreen): Promise<boolean> {
  if (ends.stdin.isTTY !== true || columns === null || rows === null) return false;
  const pager = await import("./pager.ts");
  const argv = pager.exceedsScreen(text, { columns, rows }) ? pager.pagerArgv(ends.env) : null;
  return argv !== null && (await pager.showInPager(text, argv, onTaken));
}

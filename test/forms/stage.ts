// A home for one form of output: what a person answers is scripted, the clock stands, ids are given out in one order.
import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PkmError } from "../../src/base/errors.ts";
import { captureTerminal } from "../../src/term/captured.ts";
import type { Terminal } from "../../src/term/terminal.ts";

/** The four ways an answer reaches somebody. */
export const forms = ["80 columns", "60 columns", "piped", "--json"] as const;
export type Form = (typeof forms)[number];

/** When the sessions are played: a Wednesday. Each line is typed a minute after the one before. */
const beginsMs = Date.UTC(2026, 10, 25, 7, 0, 0);

/** The clock at the line of that number. */
export function clockAt(line: number): { now(): Date } {
  return { now: () => new Date(beginsMs + line * 60_000) };
}

/** Says of the notes that were written since `sinceMs` that they were written by this clock. */
export function dateNotes(home: string, { sinceMs, now }: { sinceMs: number; now: Date }): void {
  const folder = join(home, "notes");
  for (const name of readdirSync(folder).filter((each) => each.endsWith(".md"))) {
    const file = join(folder, name);
    if (statSync(file).mtimeMs >= sinceMs) utimesSync(file, now, now);
  }
}

/** Colours and links where a modern terminal has them; none where it says TERM=dumb. */
export const formEnv: Readonly<Record<Form, Readonly<Record<string, string>>>> = {
  "80 columns": { TERM: "xterm-256color", FORCE_HYPERLINK: "1" },
  "60 columns": { TERM: "dumb" },
  piped: {},
  "--json": {},
};

/** The terminal of a form. In the first two a person answers with `typed`, line by line; the others have it on standard input. */
export function terminalFor(form: Form, typed: readonly string[]): Terminal & { written(): Written } {
  const isScreen = form === "80 columns" || form === "60 columns";
  const captured = captureTerminal(form === "60 columns" ? 60 : 80);
  const piped = Buffer.from(typed.map((line) => `${line}\n`).join(""));
  const base = {
    ...captured,
    async *inputPieces() {
      yield piped;
    },
    readInput: () => Promise.resolve(piped),
    openUrl: () => Promise.resolve(),
  };
  if (!isScreen) return { ...base, isOutputTty: false, isErrorTty: false, columns: () => null };
  const answers = [...typed];
  const answer = (question: string): string | null => {
    void captured.writeError(`${question}${answers[0] ?? ""}\n`);
    return answers.shift() ?? null;
  };
  return {
    ...base,
    isInteractive: true,
    confirm: (question) => Promise.resolve(answer(`${question} [y/N] `) === "y"),
    askLine: (question) => Promise.resolve(answer(question)),
    edit: (text) => Promise.resolve(answers.length === 0 ? null : `${text}${answers.shift() ?? ""}\n`),
    playScreen: async (play) => {
      const { lines } = play.draw({ columns: form === "60 columns" ? 60 : 80, rows: 15 });
      await captured.write(
        lines
          .map(
            (line) =>
              `${line
                .map(({ text }) => text)
                .join("")
                .trimEnd()}\n`,
          )
          .join(""),
      );
      throw new PkmError("interrupted", "the screen was left");
    },
  };
}

export interface Written {
  stdout: string;
  stderr: string;
}

/** What lies about in the folder where the commands are typed. */
export function layOut(home: string): void {
  const files: Readonly<Record<string, string>> = {
    "contacts.vcf": "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Cy Dahl\r\nEMAIL:cy@example.org\r\nEND:VCARD\r\n",
    "pocket.csv":
      "title,url,time_added,tags,status\n長い机の話,http://bench.example/essay,1600000000,craft|学び,unread\n" +
      "no address,,,,\nThe router at home,http://192.168.1.1/,1600000000,,unread\n",
    "draft.md": "A workshop needs a long table. Where work is hidden, show drafts.\n",
    "notes/.templates/reading.md": "# Reading\n",
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(home, path, ".."), { recursive: true, mode: 0o700 });
    writeFileSync(join(home, path), text);
  }
  mkdirSync(join(home, "secrets"), { mode: 0o700 });
}

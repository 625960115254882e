// Asks the person a question on stderr: yes or no, or one line.
import { createInterface, type Interface } from "node:readline";
import { PkmError } from "../base/errors.ts";

export interface PromptStreams {
  stdin: NodeJS.ReadStream;
  stderr: NodeJS.WriteStream;
}

/** The answer; return alone and end of input are no. Ctrl-C throws PkmError("interrupted"). The caller made sure of a terminal. */
export async function askYesNo(question: string, { stdin, stderr }: PromptStreams): Promise<boolean> {
  const lines = createInterface({ input: stdin, output: stderr, terminal: true, historySize: 0 });
  try {
    for (;;) {
      const answer = (await askLine(lines, `${question} [y/N] `))?.trim().toLowerCase() ?? "";
      if (answer === "y" || answer === "yes") return true;
      if (answer === "" || answer === "n" || answer === "no") return false;
    }
  } catch (error) {
    // The cursor still stands behind the question.
    stderr.write("\n");
    throw error;
  } finally {
    lines.close();
  }
}

/** The line typed as an answer; null at the end of input. Ctrl-C throws PkmError("interrupted"). The caller made sure of a terminal. */
export async function askForLine(question: string, { stdin, stderr }: PromptStreams): Promise<string | null> {
  const isDumb = process.env["TERM"] === "dumb";
  const lines = createInterface({ input: stdin, output: stderr, terminal: !isDumb, historySize: 0 });
  try {
    return await askLine(lines, question);
  } finally {
    lines.close();
  }
}

/** One line as typed; null at the end of input. */
function askLine(lines: Interface, prompt: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    lines.once("SIGINT", () => reject(new PkmError("interrupted", "interrupted")));
    lines.once("close", () => resolve(null));
    lines.question(prompt, resolve);
  });
}

// Runs a program that takes over the terminal, such as an editor.
import { spawn } from "node:child_process";
import { PkmError, reasonOf } from "../base/errors.ts";

export interface ChildEnd {
  /** Exit status; null when a signal ended it. */
  status: number | null;
  signal: NodeJS.Signals | null;
}

export interface ChildCommand {
  /** What it is to the person, for errors: "editor", "pager". */
  role: string;
  argv: readonly string[];
  /** Text for its standard input; null leaves it the terminal. */
  input: string | null;
  /** Called once it runs. */
  onStart?: () => void;
}

/**
 * Runs the program in the foreground until it ends, without a shell. Ctrl-C meanwhile is the program's:
 * the terminal sends it to us too, and pkm must outlive its child. Throws PkmError("failed") when it cannot be started.
 */
export async function runInForeground({ role, argv, input, onStart }: ChildCommand): Promise<ChildEnd> {
  const [program = "", ...rest] = argv;
  const leaveToChild = (): void => {};
  process.on("SIGINT", leaveToChild);
  process.on("SIGQUIT", leaveToChild);
  try {
    return await new Promise<ChildEnd>((resolve, reject) => {
      const child = spawn(program, rest, {
        stdio: [input === null ? "inherit" : "pipe", "inherit", "inherit"],
      });
      child.on("error", (error) => {
        reject(
          new PkmError("failed", `cannot start the ${role} ${program}: ${reasonOf(error)}`, {
            cause: error,
            hint: role === "editor" ? "export EDITOR=vi" : null,
          }),
        );
      });
      if (onStart !== undefined) child.on("spawn", onStart);
      child.on("close", (status, signal) => resolve({ status, signal }));
      // A pager that is left early closes the pipe; that is no failure.
      child.stdin?.on("error", () => {});
      child.stdin?.end(input);
    });
  } finally {
    process.off("SIGINT", leaveToChild);
    process.off("SIGQUIT", leaveToChild);
  }
}

// A program of a few lines over the real terminal port, for the tests to run in a pty, a pipe or against a full disk.
import { exitStatus, PkmError } from "../../src/base/errors.ts";
import { openTerminal } from "../../src/term/terminal.ts";

const terminal = openTerminal(process);
const [task = "", argument = ""] = process.argv.slice(2);

const tasks: Readonly<Record<string, () => Promise<unknown>>> = {
  write: () => terminal.write(linesOf(Number(argument))),
  page: () => terminal.page(linesOf(Number(argument)), () => undefined),
  read: async () => (await terminal.readInput(Number(argument))).length,
  confirm: () => terminal.confirm(argument, "--yes"),
  edit: async () => {
    const text = await terminal.edit(argument, ".md");
    terminal.dropDrafts();
    return text;
  },
  open: () => terminal.openUrl(argument),
  size: async () => ({
    columns: terminal.columns(),
    rows: terminal.rows(),
    isInteractive: terminal.isInteractive,
  }),
};

/** Lines of exactly 100 bytes, numbered, that make up `bytes` bytes. */
function linesOf(bytes: number): string {
  return Array.from({ length: Math.ceil(bytes / 100) }, (_, index) => `${String(index).padStart(99, ".")}\n`).join("");
}

try {
  const outcome = await tasks[task]?.();
  await terminal.writeError(`outcome ${JSON.stringify(outcome)}\n`);
} catch (error) {
  if (!(error instanceof PkmError)) throw error;
  await terminal.writeError(`${error.kind}: ${error.message}\n`);
  process.exitCode = exitStatus[error.kind];
}

// Plays command lines against a bench: parsed as from a shell, executed, answered with the report.
import { commands } from "../../src/cli/all.ts";
import type { Context, Flags } from "../../src/cli/context.ts";
import { parseCall } from "../../src/cli/program.ts";
import type { Report } from "../../src/ui/report.ts";

/** Executes one command line. `flags` are those that every command takes. */
export async function play(context: Context, argv: readonly string[], flags: Partial<Flags> = {}): Promise<Report> {
  const { command, words } = await parseCall(argv, commands);
  return command.execute({ ...context, flags: { ...context.flags, ...flags } }, words);
}

/** The answer as JSON prints it, read back, so that a test sees what a script sees. */
export function valueOf({ layout }: Report): unknown {
  return JSON.parse(JSON.stringify(layout.kind === "table" ? layout.values : layout.value));
}

/** Names of all fields of an answer's object, or of each row's; sorted. */
export function fieldsOf(report: Report): readonly string[] {
  const value = valueOf(report);
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === "object" && first !== null ? Object.keys(first).sort() : [];
}

// Turns a command line into a call of one command: the registry says what there is, parse.ts reads its words.
import { PkmError } from "../base/errors.ts";
import { splitCall } from "./call.ts";
import type { Command, CommandEntry, Words } from "./command.ts";
import { nearest } from "./nearest.ts";
import { parseWords } from "./parse.ts";

export interface ParsedCall {
  command: Command;
  words: Words;
  /** True after -h or --help: explain instead of running. */
  isHelp: boolean;
}

/** Finds and parses what `argv` calls. Throws PkmError("usage") for an unknown command, option or missing argument. */
export async function parseCall(argv: readonly string[], commands: readonly CommandEntry[]): Promise<ParsedCall> {
  const paths = commands.map(({ path }) => path);
  const { path, rest } = splitCall(argv, new Set(paths));
  const wanted = path ?? "status";
  const entry = commands.find((candidate) => candidate.path === wanted);
  if (entry === undefined) {
    const near = nearest(wanted, paths);
    throw new PkmError("usage", `there is no command ${wanted}`, { hint: near === null ? "pkm help" : `pkm ${near}` });
  }
  const { command } = await entry.load();
  const words = parseWords(command, rest);
  return { command, words, isHelp: words.flag("help") };
}

// Turns a command line into a call of one command: commander parses, the registry says what there is.
import { PkmError } from "../base/errors.ts";
import type { CommandEntry } from "./all.ts";
import { globalOptions, splitCall } from "./call.ts";
import { Words, type Command, type OptionSpec } from "./command.ts";
import { nearest } from "./nearest.ts";

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
  const words = await parseWords(command, rest);
  return { command, words, isHelp: words.flag("help") };
}

async function parseWords(command: Command, rest: readonly string[]): Promise<Words> {
  const { Command: Parser, CommanderError, Option } = await import("commander");
  const parser = new Parser(command.path).exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
  parser
    .helpOption(false)
    .allowExcessArguments(false)
    .allowUnknownOption(command.takesDashWords === true);
  const wantsHelp = rest.includes("--help") || rest.includes("-h");
  if (command.args !== "") parser.arguments(wantsHelp ? command.args.replaceAll(/<([^>]+)>/g, "[$1]") : command.args);
  const add = (spec: OptionSpec): void => {
    const option = new Option(spec.flags, spec.about);
    if (spec.isRepeatable === true) option.argParser(collect);
    parser.addOption(option);
  };
  command.options.forEach(add);
  globalOptions.forEach(add);
  try {
    parser.parse([...rest], { from: "user" });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    const message = thrown.message.replace(/^error: /, "").replaceAll("\n", " ");
    throw new PkmError("usage", `${command.path}: ${message}`, { hint: `pkm ${command.path} --help` });
  }
  return new Words(parser.args, parser.opts());
}

function collect(value: string, before: unknown): readonly string[] {
  return [...(Array.isArray(before) ? before.map(String) : []), value];
}

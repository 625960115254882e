// Turns a command line into a call of one command: the registry says what there is, parse.ts reads its words.
import { splitCommand } from "../base/command-words.ts";
import { PkmError } from "../base/errors.ts";
import { splitCall } from "./call.ts";
import type { Command, CommandEntry, Words } from "./command.ts";
import { nearest } from "../base/nearest.ts";
import { parseWords } from "./parse.ts";

export interface ParsedCall {
  command: Command;
  words: Words;
  /** True after -h or --help: explain instead of running. */
  isHelp: boolean;
}

/** What the person added to the commands there are, from config.toml. */
export interface OwnWords {
  /** Commands of their own, each with the words it stands for. None hides a command of pkm's. */
  alias: ReadonlyMap<string, string>;
  /** Options by command, taken as if typed before the others. */
  defaults: ReadonlyMap<string, string>;
}

const nothingOwn: OwnWords = { alias: new Map(), defaults: new Map() };

/** Finds and parses what `argv` calls. Throws PkmError("usage") for an unknown command, option or missing argument. */
export async function parseCall(
  argv: readonly string[],
  commands: readonly CommandEntry[],
  own: OwnWords = nothingOwn,
): Promise<ParsedCall> {
  const paths = commands.map(({ path }) => path);
  const { path, rest } = splitCall(argv, new Set(paths));
  const wanted = path ?? "status";
  const entry = commands.find((candidate) => candidate.path === wanted);
  if (entry === undefined) {
    const meaning = own.alias.get(wanted);
    if (meaning === undefined) throw unknownCommand(wanted, [...paths, ...own.alias.keys()]);
    const words = splitCommand(meaning, `alias.${wanted}`);
    // An alias of an alias is not followed: none can go in a circle.
    return parseCall([...words, ...rest], commands, { ...own, alias: new Map() });
  }
  const { command } = await entry.load();
  const usual = splitCommand(own.defaults.get(wanted) ?? "", `defaults.${wanted}`);
  const words = parseWords(command, [...usual, ...rest]);
  return { command, words, isHelp: words.flag("help") };
}

function unknownCommand(wanted: string, paths: readonly string[]): PkmError {
  const near = nearest(wanted, paths);
  return new PkmError("usage", `there is no command ${wanted}`, { hint: near === null ? "pkm help" : `pkm ${near}` });
}

// Turns a command line into a call of one command: the registry says what there is, parse.ts reads its words.
import { shellWord } from "../base/shell-word.ts";
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
  /** False where no command was typed, so that it is the status. */
  isNamed: boolean;
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
    if (meaning === undefined) throw unknownCommand(wanted, rest, [...paths, ...own.alias.keys()]);
    const words = splitCommand(meaning, `alias.${wanted}`);
    // An alias of an alias is not followed: none can go in a circle.
    return parseCall([...words, ...rest], commands, { ...own, alias: new Map() });
  }
  const { command } = await entry.load();
  const meant = command.takesDashWords === true ? null : commandMeant(wanted, rest, paths);
  if (meant !== null) throw meant;
  const usual = splitCommand(own.defaults.get(wanted) ?? "", `defaults.${wanted}`);
  const words = parseWords(command, [...usual, ...rest]);
  return { command, words, isHelp: words.flag("help"), isNamed: path !== null };
}

function unknownCommand(wanted: string, rest: readonly string[], paths: readonly string[]): PkmError {
  const meant = meantBy(wanted, paths);
  const hint = meant.length === 0 ? ["pkm help"] : meant.map((path) => typed(path, rest));
  return new PkmError("usage", `there is no command ${wanted}`, { hint });
}

/** One word of two, "note" for "sense note" ("add" may be one of several), else what is spelt nearly so. */
function meantBy(wanted: string, paths: readonly string[]): readonly string[] {
  const found = paths.filter((path) => path.split(" ").includes(wanted));
  if (found.length > 0) return found;
  const near = nearest(wanted, paths) ?? nearest(wanted, paths.map(lastWord));
  return paths.filter((path) => path === near || (near !== null && !paths.includes(near) && lastWord(path) === near));
}

/** What was meant where the words after a command are no words for it but name another; null where not. */
function commandMeant(path: string, rest: readonly string[], paths: readonly string[]): PkmError | null {
  const below = paths.filter((each) => each.startsWith(`${path} `)).map(lastWord);
  const end = rest.findIndex((word) => word.startsWith("-"));
  const [first, ...others] = end < 0 ? rest : rest.slice(0, end);
  if (first === undefined) return null;
  const there = (meant: string): PkmError =>
    new PkmError("usage", `there is no command ${path} ${first}`, { hint: typed(meant, others) });
  const own = `${lastWord(path)} ${first}`;
  if (paths.includes(own) && own !== `${path} ${first}`) return there(own);
  if (below.length === 0) return null;
  const later = others.find((word) => below.includes(word));
  if (later !== undefined) {
    const hint = typed(`${path} ${later}`, [first, ...others.filter((word) => word !== later)]);
    return new PkmError("usage", `${later} comes before what it is done with`, { hint });
  }
  // No id and no address is a bare word.
  const near = /^[a-z]+$/.test(first) ? nearest(first, below) : null;
  if (near !== null) return there(`${path} ${near}`);
  return others.length > 0 && paths.includes(first) ? there(first) : null;
}

function lastWord(path: string): string {
  return path.slice(path.lastIndexOf(" ") + 1);
}

/** The command with what was typed after it. */
function typed(path: string, words: readonly string[]): string {
  return ["pkm", path, ...words.map((word) => (/^[\w%+,./:=@-]+$/.test(word) ? word : shellWord(word)))].join(" ");
}

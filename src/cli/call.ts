// Splits a command line into the command it calls and the rest, and reads the options every command takes.
import { PkmError } from "../base/errors.ts";
import type { OptionSpec, Words } from "./command.ts";
import type { Flags } from "./context.ts";

/** Options that every command takes, before or after its words. */
export const globalOptions: readonly OptionSpec[] = [
  { flags: "--json", about: "answer as one JSON value" },
  { flags: "--jsonl", about: "answer as JSON, one object a line" },
  { flags: "--plain", about: "answer as tab-separated values, as when piped" },
  { flags: "--ids", about: "answer with ids only, one a line" },
  { flags: "-0, --null", about: "end ids with NUL instead of a line feed" },
  { flags: "--limit <n>", about: "at most n rows; 0 is all" },
  { flags: "-q, --quiet", about: "no words, only the answer" },
  { flags: "-v, --verbose", about: "say on stderr what was done also where it is no terminal" },
  { flags: "--color <when>", about: "always, never or auto", choices: ["always", "never", "auto"] },
  { flags: "--no-input", about: "ask nothing" },
  { flags: "-y, --yes", about: "yes to every question" },
  { flags: "-n, --dry-run", about: "say what would be done, do nothing" },
  { flags: "--home <dir>", about: "keep everything under this folder (also PKM_HOME)" },
  { flags: "--debug", about: "show the stack of an error" },
  { flags: "-h, --help", about: "explain the command" },
];

const globalFlags = globalOptions.flatMap(({ flags }) =>
  flags.split(", ").map((flag) => ({ name: flag.split(" ")[0] ?? flag, takesValue: flags.includes("<") })),
);

export interface Call {
  /** The first word or two: "seek add"; null when there is none. */
  path: string | null;
  /** Everything else, in order. */
  rest: readonly string[];
}

/** Finds the longest of `paths` at the head of `argv`, looking past global options between its words. */
export function splitCall(argv: readonly string[], paths: ReadonlySet<string>): Call {
  const first = nextWord(argv, 0);
  if (first === null) return { path: null, rest: argv };
  const second = nextWord(argv, first + 1);
  const without = (...taken: readonly number[]): readonly string[] => argv.filter((_, at) => !taken.includes(at));
  const pair = second === null ? "" : `${argv[first]} ${argv[second]}`;
  if (second !== null && paths.has(pair)) return { path: pair, rest: without(first, second) };
  return { path: argv[first] ?? null, rest: without(first) };
}

/** Index of the next token that is neither a global option nor its value; null when another option comes first. */
function nextWord(argv: readonly string[], from: number): number | null {
  for (let at = from; at < argv.length; at += 1) {
    const token = argv[at] ?? "";
    if (!token.startsWith("-") || token === "-") return at;
    const flag = globalFlags.find(({ name }) => name === token.split("=")[0]);
    if (flag === undefined) return null;
    if (flag.takesValue && !token.includes("=")) at += 1;
  }
  return null;
}

export interface EarlyFlags {
  isJson: boolean;
  isDebug: boolean;
  isHelp: boolean;
  /** The folder after --home; null when it was not given. */
  home: string | null;
}

/** What a bare flag scan tells before the command is known: where config lies, and the form of an error. */
export function earlyFlags(argv: readonly string[]): EarlyFlags {
  const end = argv.indexOf("--");
  const seen = end < 0 ? argv : argv.slice(0, end);
  const has = (...names: readonly string[]): boolean => seen.some((token) => names.includes(token));
  const at = seen.findLastIndex((token) => token === "--home" || token.startsWith("--home="));
  const home = seen[at]?.includes("=") === true ? (seen[at]?.slice("--home=".length) ?? null) : (seen[at + 1] ?? null);
  return {
    isJson: has("--json", "--jsonl"),
    isDebug: has("--debug"),
    isHelp: has("-h", "--help"),
    home: at < 0 ? null : home,
  };
}

/** What --color may say. */
export const colourWhens = ["always", "never", "auto"] as const;

/** The global options as typed; throws PkmError("usage") where two contradict each other. */
export function flagsOf(words: Words, streams: { isOutputTty: boolean; isInteractive: boolean }): Flags {
  const colour = words.choice("color", colourWhens);
  const modes = (["json", "jsonl", "plain", "ids"] as const).filter((mode) => words.flag(mode));
  if (modes.length > 1) {
    throw new PkmError("usage", `--${modes.join(" and --")} cannot go together`, { hint: "pkm help" });
  }
  return {
    mode: modes[0] ?? (words.flag("null") ? "ids" : streams.isOutputTty ? "human" : "plain"),
    separator: words.flag("null") ? "\0" : "\n",
    isQuiet: words.flag("quiet"),
    isVerbose: words.flag("verbose"),
    isDebug: words.flag("debug"),
    mayAsk: streams.isInteractive && words.allows("input"),
    isYes: words.flag("yes"),
    isDryRun: words.flag("dryRun"),
    limit: words.count("limit"),
    ...(colour === null ? {} : { colour }),
  };
}

// What a command is: its words, its options, and parse and run apart, so that each can be tested alone.
import { PkmError } from "../base/errors.ts";
import type { Report } from "../ui/report.ts";
import type { Context } from "./context.ts";

export interface OptionSpec {
  /** "-t, --tag <tag>", "--all", "--no-input": an optional short form, the long one, <…> where it takes a value, […] where it may. */
  flags: string;
  about: string;
  /** May be given several times. */
  isRepeatable?: boolean;
  /** The words it may be given, where those are few: completion offers them. */
  choices?: readonly string[];
  /** For […]: the words after it that are its value. Without one its value is empty. */
  valueForm?: RegExp;
}

export interface CommandSpec<Input> {
  /** The words that call it: "seek add". */
  path: string;
  /** One line, lower case, no full stop. */
  summary: string;
  /** "<url...>", "<share> [text]", "[query...]": <needed>, [optional], ... for the last where it may repeat; empty for none. */
  args: string;
  options: readonly OptionSpec[];
  examples: readonly { line: string; about: string }[];
  /** Longer explanation for help; left out when the summary says it all. */
  details?: string;
  /** Words that begin with a dash and are no option are arguments: for queries, where -word excludes. */
  takesDashWords?: boolean;
  /** Runs even where config.toml is wrong: it is there to mend it. */
  mendsConfig?: boolean;
  /** Makes the input out of words; throws PkmError("usage"). Does no I/O. */
  parse(words: Words): Input;
  run(context: Context, input: Input): Promise<Report>;
}

/** A command with its input type closed over. */
export interface Command extends Omit<CommandSpec<never>, "parse" | "run"> {
  execute(context: Context, words: Words): Promise<Report>;
}

/** A command of the registry, loaded only when it is called or explained. */
export interface CommandEntry {
  path: string;
  load: () => Promise<{ readonly command: Command }>;
}

/** Closes a spec over its input type. */
export function defineCommand<Input>(spec: CommandSpec<Input>): Command {
  const { parse, run, ...words } = spec;
  return { ...words, execute: (context, given) => run(context, parse(given)) };
}

/** Arguments and options as typed, read by name and checked at this edge. */
export class Words {
  readonly args: readonly string[];
  readonly #options: Readonly<Record<string, unknown>>;

  constructor(args: readonly string[], options: Readonly<Record<string, unknown>>) {
    this.args = args;
    this.#options = options;
  }

  /** The same options with other arguments. */
  withArgs(args: readonly string[]): Words {
    return new Words(args, this.#options);
  }

  /** The option's value; null when it was not given. */
  text(name: string): string | null {
    const value = this.#options[name];
    if (Array.isArray(value)) return value.length > 0 ? String(value.at(-1)) : null;
    return typeof value === "string" ? value : null;
  }

  /** All values of a repeatable option, in order. */
  list(name: string): readonly string[] {
    const value = this.#options[name];
    if (Array.isArray(value)) return value.map(String);
    return typeof value === "string" ? [value] : [];
  }

  /** The file or folder that --out names; null for stdout, which "-" says too. Throws PkmError("usage") for an empty name. */
  out(): string | null {
    const path = this.text("out");
    if (path === "") throw new PkmError("usage", "--out names no file", { hint: "pkm help" });
    return path === "-" ? null : path;
  }

  flag(name: string): boolean {
    return this.#options[name] === true;
  }

  /** False after --no-<name>. */
  allows(name: string): boolean {
    return this.#options[name] !== false;
  }

  /** One of `choices`; null when the option was not given. */
  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | null {
    const value = this.text(name);
    if (value === null) return null;
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) {
      throw new PkmError("usage", `--${name} is one of ${choices.join(", ")}, not ${value}`, { hint: "pkm help" });
    }
    return choice;
  }

  /** A whole number of at least 0; null when the option was not given. */
  count(name: string): number | null {
    const value = this.text(name);
    if (value === null) return null;
    if (!/^\d{1,9}$/.test(value)) {
      throw new PkmError("usage", `--${name} takes a whole number, not ${value}`, { hint: "pkm help" });
    }
    return Number(value);
  }
}

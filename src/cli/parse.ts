// Parses the words after a command by its spec, with Node's own util.parseArgs (POSIX utility syntax guidelines).
import { parseArgs } from "node:util";
import { PkmError } from "../base/errors.ts";
import { globalOptions } from "./call.ts";
import { Words, type Command, type OptionSpec } from "./command.ts";
import { nearest } from "../base/nearest.ts";

type Spec = Pick<Command, "path" | "args" | "options" | "takesDashWords">;

interface Option {
  long: string;
  short: string | null;
  takesValue: boolean;
  /** Of an option that may go without a value: which words after it are one. Null where it needs one. */
  valueForm: RegExp | null;
  isRepeatable: boolean;
}

/** Throws PkmError("usage") for an unknown option, a missing value or argument, or one too many. */
export function parseWords(spec: Spec, given: readonly string[]): Words {
  const options = [...spec.options, ...globalOptions].map(optionOf);
  const joined = withOptionalValues(given, options);
  const { flagged, plain } = spec.takesDashWords === true ? setApart(joined, options) : { flagged: joined, plain: [] };
  const { tokens } = parseArgs({
    args: [...flagged],
    options: Object.fromEntries(options.map((option) => [option.long, configOf(option)])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, unknown> = {};
  const args: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") args.push(token.value);
    if (token.kind !== "option") continue;
    const option = options.find(({ long }) => long === token.name);
    if (option === undefined) throw unknownOption(spec.path, token.rawName, options);
    addValue(values, option, { given: token.value, path: spec.path });
  }
  const all = [...args, ...plain];
  if (values["help"] !== true) checkCount(spec, all);
  return new Words(all, values);
}

function optionOf({ flags, isRepeatable, valueForm }: OptionSpec): Option {
  const [, short = null, long = "", value = null] = /^(?:-(\w), )?--([\w-]+)(?: (<.+>|\[.+\]))?$/.exec(flags) ?? [];
  if (long === "") throw new Error(`${flags} is no option`);
  return { long, short, takesValue: value !== null, valueForm: valueForm ?? null, isRepeatable: isRepeatable === true };
}

/** `--mail ada@example.org` as `--mail=ada@example.org`, and `--mail` alone as `--mail=`: its value is empty. */
function withOptionalValues(given: readonly string[], options: readonly Option[]): readonly string[] {
  const optional = new Map<string, RegExp>(
    options.flatMap(({ long, valueForm }) => (valueForm === null ? [] : [[`--${long}`, valueForm] as const])),
  );
  const end = given.indexOf("--");
  const joined: string[] = [];
  for (let at = 0; at < given.length; at += 1) {
    const word = given[at] ?? "";
    const form = end >= 0 && at > end ? undefined : optional.get(word);
    const next = given[at + 1] ?? "";
    const hasValue = form?.test(next) === true;
    joined.push(form === undefined ? word : `${word}=${hasValue ? next : ""}`);
    if (hasValue) at += 1;
  }
  return joined;
}

function configOf({ short, takesValue }: Option): { type: "string" | "boolean"; short?: string; multiple: boolean } {
  return { type: takesValue ? "string" : "boolean", multiple: true, ...(short === null ? {} : { short }) };
}

function addValue(
  values: Record<string, unknown>,
  option: Option,
  { given, path }: { given: string | undefined; path: string },
): void {
  const name = camelCase(option.long);
  const usage = (message: string): PkmError =>
    new PkmError("usage", `${path}: ${message}`, { hint: `pkm ${path} --help` });
  if (!option.takesValue && given !== undefined) throw usage(`--${option.long} takes no value`);
  if (option.takesValue && given === undefined) throw usage(`--${option.long} needs a value`);
  if (option.long.startsWith("no-")) values[camelCase(option.long.slice(3))] = false;
  else if (option.isRepeatable) values[name] = [...listOf(values[name]), given];
  else values[name] = given ?? true;
}

/** In a query a word that begins with one dash and is no option is a word: it excludes. */
function setApart(
  given: readonly string[],
  options: readonly Option[],
): { flagged: readonly string[]; plain: readonly string[] } {
  const flagged: string[] = [];
  const plain: string[] = [];
  for (let at = 0; at < given.length; at += 1) {
    const word = given[at] ?? "";
    const name = word.split("=")[0] ?? "";
    const option = options.find(({ long, short }) => name === `--${long}` || (short !== null && name === `-${short}`));
    if (option === undefined && !word.startsWith("--")) plain.push(word);
    else flagged.push(word);
    const next = given[at + 1];
    if (option?.takesValue === true && !word.includes("=") && next !== undefined) {
      flagged.push(next);
      at += 1;
    }
  }
  return { flagged, plain };
}

function checkCount({ path, args }: Spec, given: readonly string[]): void {
  const expected = args === "" ? [] : args.split(" ");
  const needed = expected.filter((argument) => argument.startsWith("<"));
  const hint = `pkm ${path} --help`;
  const missing = needed[given.length];
  if (missing !== undefined) throw new PkmError("usage", `${path}: ${missing.replace("...", "")} is missing`, { hint });
  const extra = given.slice(expected.length);
  if (extra.length === 0 || args.includes("...")) return;
  throw new PkmError("usage", `${path}: "${extra.join(" ")}" is too much`, { hint });
}

function unknownOption(path: string, typed: string, options: readonly Option[]): PkmError {
  const near = nearest(
    typed.replace(/^-+/, ""),
    options.map(({ long }) => long),
  );
  const meant = near === null ? "" : `; did you mean --${near}?`;
  return new PkmError("usage", `${path}: unknown option ${typed}${meant}`, { hint: `pkm ${path} --help` });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

// What could come next on a command line: commands, options, their values, ids and tags.
import type { IdKind } from "../../base/id.ts";
import { globalOptions, splitCall } from "../call.ts";
import type { Command, CommandEntry, OptionSpec } from "../command.ts";

/** One thing that could be typed, and what it means; empty where the word says it. */
export interface Offer {
  word: string;
  name: string;
}

/** Where words come from that are not pkm's own. */
export interface OfferSource {
  ids(kinds: readonly IdKind[], start: string): readonly Offer[];
  tags(start: string): readonly Offer[];
  contexts(start: string): readonly Offer[];
  views(): readonly string[];
}

/** Things that an argument or a value may name, by the word its spec has for it. */
const kindsByName: Readonly<Record<string, readonly IdKind[]>> = {
  item: ["item"],
  source: ["source"],
  note: ["note"],
  share: ["share"],
  person: ["person"],
  who: ["person"],
  community: ["community"],
  network: ["community"],
  channel: ["channel"],
  delivery: ["delivery"],
  feedback: ["feedback"],
  from: ["note"],
  to: ["note", "item"],
  ref: ["note", "item", "source", "share", "person", "community", "annotation"],
};

/** Filters of a query with the words they take; the others take what a person types. */
const filterValues: Readonly<Record<string, readonly string[]>> = {
  "is:": ["new", "read", "kept", "noted", "shared", "dropped", "muted", "let-go"],
  "kind:": ["item", "note", "annotation", "feedback", "person"],
  "since:": ["1d", "7d", "30d", "1y"],
};
const filters = ["tag:", "from:", "by:", "in:", "context:", "is:", "kind:", "since:", "before:", "via:", "links:"];

/**
 * What `typed`, the last of `words`, could become. Nothing that would be taken for something else by a shell: only words
 * of letters, digits and a few signs are offered.
 */
export async function offersFor(
  words: readonly string[],
  commands: readonly CommandEntry[],
  source: OfferSource,
): Promise<readonly Offer[]> {
  const typed = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const paths = commands.map(({ path }) => path);
  const { path, rest } = splitCall(before, new Set(paths));
  const entry = commands.find((candidate) => candidate.path === path);
  const further = await nextWords(before, commands);
  const command = entry === undefined ? null : (await entry.load()).command;
  const all = command === null ? further : [...further, ...argumentOffers(command, { rest, typed }, source)];
  return all.filter(({ word }) => word.startsWith(typed) && /^[\p{L}\p{N}@:._/%+-]+$/u.test(word));
}

/** The words that make a command of what was typed, each with what it does. */
async function nextWords(before: readonly string[], commands: readonly CommandEntry[]): Promise<readonly Offer[]> {
  const typed = positionals(globalOptions, before);
  const next = new Map<string, CommandEntry>();
  for (const entry of commands) {
    const parts = entry.path.split(" ");
    const word = parts[typed.length];
    if (word === undefined || !typed.every((each, at) => each === parts[at])) continue;
    if (!next.has(word)) next.set(word, entry);
  }
  return Promise.all([...next].map(async ([word, entry]) => ({ word, name: (await entry.load()).command.summary })));
}

function argumentOffers(
  command: Command,
  { rest, typed }: { rest: readonly string[]; typed: string },
  source: OfferSource,
): readonly Offer[] {
  const options = [...command.options, ...globalOptions];
  const last = optionNamed(options, rest.at(-1) ?? "");
  if (last !== undefined && last.flags.includes("<")) return valueOffers(last, typed, source);
  if (typed.startsWith("-")) return options.map(({ flags, about }) => ({ word: longName(flags), name: about }));
  const given = positionals(options, rest).length;
  const expected = command.args === "" ? [] : command.args.split(" ");
  const argument = expected[given] ?? (expected.at(-1)?.includes("...") === true ? expected.at(-1) : undefined);
  if (argument === undefined) return [];
  const names = argument.replaceAll(/[<>[\]]|\.\.\./g, "");
  if (names.includes("|")) return plain(names.split("|"));
  if (names === "query") return queryOffers(typed, source);
  if (names === "tag") return source.tags(typed);
  if (names === "context") return source.contexts(typed);
  return source.ids(kindsByName[names] ?? [], typed);
}

function valueOffers(option: OptionSpec, typed: string, source: OfferSource): readonly Offer[] {
  if (option.choices !== undefined) return plain(option.choices);
  const name = /<(.+)>/.exec(option.flags)?.[1] ?? "";
  if (name === "tag") return source.tags(typed);
  if (name === "context") return source.contexts(typed);
  return source.ids(kindsByName[name] ?? [], typed);
}

function queryOffers(typed: string, source: OfferSource): readonly Offer[] {
  const filter = filters.find((name) => typed.startsWith(name));
  const inFilter = (offers: readonly Offer[]): readonly Offer[] =>
    offers.map(({ word, name }) => ({ word: `${filter ?? ""}${word}`, name }));
  const value = typed.slice(filter?.length ?? 0);
  if (filter === "tag:") return inFilter(source.tags(value));
  if (filter === "context:") return inFilter(source.contexts(value));
  if (filter === "from:") return inFilter(source.ids(["source"], value));
  if (filter === "in:") return inFilter(source.ids(["community"], value));
  if (filter === "links:") return inFilter(source.ids(["note", "item"], value));
  if (filter !== undefined) return inFilter(plain(filterValues[filter] ?? []));
  return plain([...filters, ...source.views().map((view) => `@${view}`)]);
}

function plain(words: readonly string[]): readonly Offer[] {
  return words.map((word) => ({ word, name: "" }));
}

function longName(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? "";
}

function optionNamed(options: readonly OptionSpec[], word: string): OptionSpec | undefined {
  return word.startsWith("-") ? options.find(({ flags }) => flags.split(/, | </).includes(word)) : undefined;
}

/** The words that are neither options nor their values. */
function positionals(options: readonly OptionSpec[], words: readonly string[]): readonly string[] {
  return words.filter((word, at) => {
    if (word.startsWith("-") && word !== "-") return false;
    return optionNamed(options, words[at - 1] ?? "")?.flags.includes("<") !== true;
  });
}

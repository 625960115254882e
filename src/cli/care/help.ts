// pkm help: the overview, one command, or a topic, all from the commands' own words.
import { PkmError } from "../../base/errors.ts";
import { text, type Report } from "../../ui/report.ts";
import { globalOptions } from "../call.ts";
import { defineCommand, type Command, type CommandEntry, type OptionSpec } from "../command.ts";
import type { Context } from "../context.ts";
import { shellWord } from "../../base/shell-word.ts";
import { nearest } from "../../base/nearest.ts";
import { topics } from "./help-topics.ts";

interface Input {
  /** A command or topic; null for the overview. */
  subject: string | null;
  isMan: boolean;
  /** Folder for every manual page; null: one page to stdout. */
  out: string | null;
}

export const command: Command = defineCommand<Input>({
  path: "help",
  summary: "explain pkm, a command, or a topic",
  args: "[topic...]",
  options: [
    { flags: "--man", about: "as a manual page, for man -l -" },
    { flags: "--out <folder>", about: "with --man: every page, as files in this folder" },
  ],
  examples: [
    { line: "pkm help share publish", about: "one command, with examples" },
    { line: "pkm help json", about: "the field names scripts may rely on" },
    { line: "pkm help exit-codes", about: "what each exit status means" },
    { line: "pkm help --man seek add | man -l -", about: "as a manual page" },
  ],
  mendsConfig: true,
  parse(words) {
    const [isMan, out] = [words.flag("man"), words.out()];
    if (out !== null && !isMan)
      throw new PkmError("usage", "--out goes with --man", { hint: `pkm help --man --out ${shellWord(out)}` });
    return { subject: words.args.length === 0 ? null : words.args.join(" "), isMan, out };
  },
  async run(context, { subject, isMan, out }) {
    if (subject === null && !isMan) return overview(context.commands);
    const all = await loadAll(context.commands);
    if (isMan || subject === null) return manual(context, all, { subject, out });
    const found = all.find(({ path }) => path === subject);
    if (found !== undefined) return commandHelp(found);
    const topic = topics.find(({ name }) => name === subject);
    if (topic !== undefined)
      return text({ value: { topic: topic.name, text: topic.text }, text: unbroken(topic.text) });
    throw noHelp(subject, [...topics.map(({ name }) => name), ...all.map(({ path }) => path)]);
  },
});

async function manual(
  context: Context,
  all: readonly Command[],
  { subject, out }: Pick<Input, "subject" | "out">,
): Promise<Report> {
  const { commandPage, manPages, overviewPage } = await import("./help-man.ts");
  if (out !== null) {
    const pages = manPages(all);
    if (context.flags.isDryRun)
      return text({ value: { dryRun: true, out }, text: `not done: write ${pages.length} pages to ${out}` });
    for (const { file, text: page } of pages)
      context.writeFile(`${out}/${file}`, page, { mayReplace: true, again: "pkm help --man --out" });
    return text(
      { value: pages.map(({ file }) => file), text: "" },
      { words: [`wrote ${pages.length} pages to ${out}`] },
    );
  }
  const found = all.find(({ path }) => path === subject);
  if (subject !== null && found === undefined)
    throw noHelp(
      subject,
      all.map(({ path }) => path),
    );
  const page = found === undefined ? overviewPage(all) : commandPage(found);
  return text({ value: { page }, text: page, isExact: true });
}

function noHelp(subject: string, known: readonly string[]): PkmError {
  const near = nearest(subject, known);
  const hint = near === null ? "pkm help" : `pkm help ${near}`;
  return new PkmError("not-found", `there is no help on ${subject}`, { hint });
}

/** All commands with their words, in the registry's order. */
async function loadAll(commands: readonly CommandEntry[]): Promise<readonly Command[]> {
  return Promise.all(commands.map(async (entry) => (await entry.load()).command));
}

/** What `pkm <command> --help` prints: summary, usage, examples first, then options. */
export function commandHelp(spec: Command): Report {
  const usage = ["pkm", spec.path, spec.options.length > 0 ? "[options]" : "", spec.args].filter((word) => word !== "");
  const parts = [
    `pkm ${spec.path}: ${spec.summary}`,
    `  ${usage.join(" ")}`,
    section("Examples", aligned(spec.examples.map(({ line, about }) => [line, about]))),
    unbroken(spec.details ?? ""),
    section("Options", optionLines(spec.options)),
    "Every command also takes the options of pkm help options.",
  ];
  const { path, summary, args, options, examples } = spec;
  const value = {
    command: path,
    summary,
    args,
    options: options.map(({ flags, about }) => ({ flags, about })),
    examples,
  };
  return text({ value, text: parts.filter((part) => part !== "").join("\n\n") });
}

/** A line for each paragraph, wherever its lines were broken when it was written: screens fold it as wide as they are. */
function unbroken(words: string): string {
  const isProse = (line: string): boolean => /^\S/.test(line) && !/\S {2,}\S|^pkm /.test(line);
  const lines: string[] = [];
  for (const line of words.split("\n")) {
    const before = lines.at(-1) ?? "";
    if (isProse(line) && isProse(before) && !before.endsWith(":")) lines[lines.length - 1] = `${before} ${line}`;
    else lines.push(line);
  }
  return lines.join("\n");
}

/** What `pkm help` prints: how to begin, every command in a line, the topics. */
export async function overview(commands: readonly CommandEntry[]): Promise<Report> {
  const all = await loadAll(commands);
  const groups: readonly [string, (path: string) => boolean][] = [
    ["Every day", (path) => /^(?:status|review|digest|find|show|open|related|trace|undo)\b/.test(path)],
    ["Seek", (path) => path.startsWith("seek")],
    ["Sense", (path) => path.startsWith("sense")],
    ["Share", (path) => path.startsWith("share")],
    ["People", (path) => /^(people|who|community|network|channel)/.test(path)],
    ["Mirror", (path) => /^(mirror|attention)/.test(path)],
    ["Care", (path) => /^(schedule|import|export|backup|restore|config|doctor|init|demo|completion|help)/.test(path)],
  ];
  const sections = groups.map(([title, holds]) => {
    const rows = all.filter(({ path }) => holds(path)).map(({ path, summary }) => [path, summary] as const);
    return section(title, aligned(rows));
  });
  const parts = [
    "pkm: personal knowledge mastery. Seek feeds, make sense in notes, share with a community first.",
    section("To begin", aligned(toBegin)),
    ...sections,
    section("Topics", aligned(topics.map(({ name, about }) => [name, about]))),
    "pkm help <command or topic> says more; pkm demo shows it all in a throw-away home.",
  ];
  return text({ value: all.map(({ path, summary }) => ({ command: path, summary })), text: parts.join("\n\n") });
}

/** The first five minutes, as README has them. */
const toBegin: readonly (readonly [string, string])[] = [
  ["pkm demo", "see all of it, from a feed to a post, in a throw-away home"],
  ["pkm init", "where your notes lie"],
  ["pkm seek add jarche.com", "follow a site; pkm seek add pack:learning follows some"],
  ["pkm digest", "every morning: what is new, a turn for every source"],
  ["pkm sense note %1", "a note of your own on row 1 of the last list"],
  ["pkm", "where things stand, and what to do next"],
];

/** The options every command takes, as the topic `options` shows them. */
export function globalOptionLines(): string {
  return optionLines(globalOptions);
}

function optionLines(options: readonly OptionSpec[]): string {
  return aligned(
    options.map(({ flags, about, isRepeatable }) => [flags, isRepeatable === true ? `${about} (repeatable)` : about]),
  );
}

function section(title: string, body: string): string {
  return body === "" ? "" : `${title}\n${body}`;
}

/** Two columns, the second beginning two spaces after the longest of the first. */
function aligned(rows: readonly (readonly [string, string])[]): string {
  const width = Math.min(38, Math.max(0, ...rows.map(([left]) => left.length)));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd()).join("\n");
}

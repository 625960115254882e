// The manual pages: the same words as pkm help, as man prints them.
import { manPage, type ManPart } from "../../ui/man.ts";
import type { Command, OptionSpec } from "../command.ts";
import { globalOptions } from "../call.ts";
import { ownVersion } from "../version.ts";
import { topics } from "./help-topics.ts";

export interface NamedPage {
  /** "pkm-seek-add.1". */
  file: string;
  text: string;
}

/** Every page: pkm(1) with the topics, and one for each command. */
export function manPages(all: readonly Command[]): readonly NamedPage[] {
  return [
    { file: "pkm.1", text: overviewPage(all) },
    ...all.map((each) => ({ file: fileOf(each), text: commandPage(each) })),
  ];
}

/** pkm(1): every command on one line, then the topics. */
export function overviewPage(all: readonly Command[]): string {
  return manPage({
    name: "pkm",
    summary: "personal knowledge mastery: seek feeds, make sense in notes, share with a community first",
    synopsis: "pkm [command] [options] [arguments]",
    parts: [
      { heading: "commands", kind: "list", rows: all.map(({ path, summary }) => [`pkm ${path}`, summary]) },
      ...topics.map(({ name, text }): ManPart => ({ heading: name, kind: "lines", text })),
    ],
    program: program(),
  });
}

/** The page of one command: "pkm-seek-add". */
export function commandPage({ path, summary, args, options, examples, details }: Command): string {
  const synopsis = ["pkm", path, options.length > 0 ? "[options]" : "", args].filter((word) => word !== "").join(" ");
  const parts: ManPart[] = [
    { heading: "examples", kind: "list", rows: examples.map(({ line, about }) => [line, about]) },
    ...(details === undefined ? [] : [{ heading: "description", kind: "prose" as const, text: details }]),
    { heading: "options", kind: "list", rows: optionRows([...options, ...globalOptions]) },
    { heading: "see also", kind: "prose", text: "pkm(1)" },
  ];
  return manPage({ name: nameOf(path), summary, synopsis, parts, program: program() });
}

function optionRows(options: readonly OptionSpec[]): readonly (readonly [string, string])[] {
  return options.map(({ flags, about, isRepeatable }) => [
    flags,
    isRepeatable === true ? `${about} (repeatable)` : about,
  ]);
}

function nameOf(path: string): string {
  return `pkm-${path.replaceAll(" ", "-")}`;
}

function fileOf({ path }: Command): string {
  return `${nameOf(path)}.1`;
}

function program(): string {
  return `pkm ${ownVersion()}`;
}

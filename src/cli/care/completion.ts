// pkm completion: the script a shell reads once, and what could come next on a line.
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import { text, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { offersFor, type OfferSource } from "./completion-offers.ts";
import { scripts, shells } from "./completion-scripts.ts";

interface Input {
  what: (typeof shells)[number] | "words";
  words: readonly string[];
}

/** As many as a screen shows at a glance. */
const offersMax = 40;
const nameUnitsMax = 60;

export const command: Command = defineCommand<Input>({
  path: "completion",
  summary: "print the completion script of bash, zsh or fish",
  args: "<bash|zsh|fish|words> [word...]",
  options: [],
  examples: [
    { line: "pkm completion bash >> ~/.bash_completion", about: "commands, options, ids and tags, from then on" },
    { line: "pkm completion zsh > ~/.zfunc/_pkm", about: "a folder in fpath" },
    { line: "pkm completion fish > ~/.config/fish/completions/pkm.fish", about: "the folder fish looks in" },
    { line: "pkm completion words -- seek l", about: "what the scripts ask: each offer, a tab, what it means" },
  ],
  details: "The scripts evaluate nothing that comes back, and only words without signs that a shell takes are offered.",
  parse(words) {
    const [given = "", ...rest] = words.args;
    const what = [...shells, "words" as const].find((candidate) => candidate === given);
    if (what !== undefined) return { what, words: rest };
    const hint = shells.map((shell) => `pkm completion ${shell}`);
    throw new PkmError("usage", `there is completion for ${shells.join(", ")}, not for ${given}`, { hint });
  },
  async run(context, { what, words }) {
    if (what !== "words")
      return text({ value: { shell: what, script: scripts[what] }, text: scripts[what], isExact: true });
    return offered(context, words);
  },
});

async function offered(context: Context, words: readonly string[]): Promise<Report> {
  const { offers } = await context.store();
  const source: OfferSource = {
    ids: (kinds, start) => offers.ids(kinds, start, offersMax),
    tags: (start) => offers.tags(start, offersMax),
    contexts: (start) => offers.contexts(start, offersMax),
    views: () => [...context.home.settings.table("views").keys()],
  };
  const found = (await offersFor(words, context.commands, source)).slice(0, offersMax);
  const lines = found.map(({ word, name }) => `${word}\t${shortened(plainLine(name))}\n`);
  return text({ value: found, text: lines.join(""), isExact: true });
}

/** The first words of a name, whole. */
function shortened(name: string): string {
  if (name.length <= nameUnitsMax) return name;
  return `${name.slice(0, name.lastIndexOf(" ", nameUnitsMax)).slice(0, nameUnitsMax)} …`;
}

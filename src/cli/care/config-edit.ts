// pkm config edit: config.toml in the person's editor, saved only when nothing in it is wrong.
import { PkmError } from "../../base/errors.ts";
import { shellWord } from "../../base/shell-word.ts";
import { text } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { ownTables, settingKeys } from "../../base/setting-keys.ts";
import { wouldDo } from "../sense/would-do.ts";

export const command: Command = defineCommand<null>({
  path: "config edit",
  summary: "edit config.toml in $EDITOR",
  args: "",
  options: [],
  examples: [{ line: "pkm config edit", about: "begins with every key, none of them set" }],
  details:
    "The file is saved only when nothing in it is wrong. A text that is wrong is kept beside it, and the next edit goes on " +
    "from there.",
  mendsConfig: true,
  parse: () => null,
  async run(context) {
    const { configFile: path } = context.home;
    if (context.flags.isDryRun) return wouldDo(`edit ${path}`);
    if (!context.flags.mayAsk) {
      throw new PkmError("usage", "an editor needs a terminal", { hint: `\${EDITOR:-vi} ${shellWord(path)}` });
    }
    const file = await context.configFile();
    const before = file.read() ?? everyKey();
    const edited = await context.person.edit(before, ".toml");
    if (edited === null) return text({ value: { path, isChanged: false }, text: "nothing was changed" });
    await file.save(edited);
    return text({ value: { path, isChanged: true }, text: path }, { words: ["saved: pkm config"] });
  },
});

/** A config.toml in which every key stands as a comment. */
export function everyKey(): string {
  const lines = [
    ...settingKeys.filter(({ key }) => !key.includes(".")).map(explained),
    ...tablesOfKeys().flatMap(([name, keys]) => [`\n# [${name}]`, ...keys.map(explained)]),
    ...ownTables.map(({ name, about, example }) => `\n# [${name}]  # ${about}\n# ${example}`),
  ];
  return `# pkm reads this file; it works without it. Take the # away before what you want.\n\n${lines.join("\n")}\n`;
}

function explained({ key, about, example }: { key: string; about: string; example: string }): string {
  return `# ${key.split(".").at(-1) ?? key} = ${example}  # ${about}`;
}

function tablesOfKeys(): readonly [string, (typeof settingKeys)[number][]][] {
  const tables = new Map<string, (typeof settingKeys)[number][]>();
  for (const each of settingKeys) {
    const [table = "", inner] = each.key.split(".");
    if (inner !== undefined) tables.set(table, [...(tables.get(table) ?? []), each]);
  }
  return [...tables];
}

// pkm config get: one setting as it holds, for people and scripts.
import { PkmError } from "../../base/errors.ts";
import { text } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { nearest } from "../../base/nearest.ts";
import { originWords, valueWords } from "./config.ts";

interface Input {
  key: string;
  hasOrigin: boolean;
}

export const command: Command = defineCommand<Input>({
  path: "config get",
  summary: "print one setting as it holds",
  args: "<key>",
  options: [{ flags: "--origin", about: "say before it where it was said" }],
  examples: [
    { line: "pkm config get digest-limit", about: "the number that holds" },
    { line: "pkm config get views.deep --origin", about: "with the file and line" },
  ],
  parse: (words) => ({ key: words.args[0] ?? "", hasOrigin: words.flag("origin") }),
  async run({ home }, { key, hasOrigin }) {
    const rows = home.settings.rows();
    const row = rows.find((candidate) => candidate.key === key);
    if (row === undefined) {
      const keys = rows.map((candidate) => candidate.key);
      const near = nearest(key, keys);
      const hint = near === null ? "pkm config" : `pkm config get ${near}`;
      throw new PkmError("not-found", `there is no setting ${key}`, { hint });
    }
    const shown = valueWords(row.value);
    return text({ value: row, text: hasOrigin ? `${originWords(row)}\t${shown}` : shown });
  },
});

// pkm config path: where config.toml lies, whether it is there or not.
import { text } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";

export const command: Command = defineCommand<null>({
  path: "config path",
  summary: "print where config.toml lies",
  args: "",
  options: [],
  examples: [{ line: "pkm config path", about: "the file need not be there" }],
  mendsConfig: true,
  parse: () => null,
  run: async ({ home }) => text({ value: { path: home.configFile }, text: home.configFile }),
});

// pkm config: what holds, and who said so.
import { table } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { SettingRow, SettingValue } from "../../base/setting-keys.ts";

export const command: Command = defineCommand<null>({
  path: "config",
  summary: "list every setting, with what holds and where it was said",
  args: "",
  options: [],
  examples: [
    { line: "pkm config", about: "every key there is" },
    { line: "pkm config edit", about: "change them in $EDITOR" },
  ],
  details: "A flag goes before a PKM_* variable, that before config.toml, and that before the default: pkm help files.",
  parse: () => null,
  async run({ home }) {
    return table({
      rows: home.settings.rows(),
      columns: [
        { title: "key", value: ({ key }) => key },
        { title: "value", value: ({ value }) => valueWords(value), isFlexible: true },
        { title: "from", value: originWords, tone: "dim" },
      ],
      empty: "there are no settings",
    });
  },
});

/** "config.toml:3" told by its whole path, the variable's name, or "default". */
export function originWords({ origin, place }: SettingRow): string {
  return place ?? origin;
}

/** The value as people read it: a text as it is meant, a list with commas. */
export function valueWords(value: SettingValue | null): string {
  return value === null ? "" : typeof value === "object" ? value.join(", ") : String(value);
}

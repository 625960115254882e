// pkm community: the communities and teams I belong to.
import { defineCommand, type Command } from "../command.ts";
import { placesTable } from "./words.ts";

export const command: Command = defineCommand<null>({
  path: "community",
  summary: "list the communities and teams you belong to",
  args: "",
  options: [],
  examples: [{ line: "pkm community", about: "with members and channels" }],
  parse: () => null,
  async run(context) {
    const { communities } = await context.store();
    const places = communities.list().filter(({ kind }) => kind !== "network");
    return placesTable(places, 'none yet: pkm community add "…"');
  },
});

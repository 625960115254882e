// pkm network: the public places I post to.
import { defineCommand, type Command } from "../command.ts";
import { placesTable } from "./words.ts";

export const command: Command = defineCommand<null>({
  path: "network",
  summary: "list the public places you post to",
  args: "",
  options: [],
  examples: [{ line: "pkm network", about: "with their channels" }],
  parse: () => null,
  async run(context) {
    const { communities } = await context.store();
    const places = communities.list().filter(({ kind }) => kind === "network");
    return placesTable(places, "none yet: pkm network add <name> --channel site --dir DIR");
  },
});

// pkm community show: one community, team or network with its members and channels.
import { defineCommand, type Command } from "../command.ts";
import { placeReport } from "./words.ts";

export const command: Command = defineCommand<string>({
  path: "community show",
  summary: "show a community, team or network",
  args: "<community>",
  options: [],
  examples: [{ line: 'pkm community show "Bench Circle"', about: "by name or id" }],
  parse: (words) => words.args[0] ?? "",
  async run(context, ref) {
    const store = await context.store();
    return placeReport(store.communities.get(store.refs.find(ref, ["community"])));
  },
});

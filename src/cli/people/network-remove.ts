// pkm network remove: posts nothing there any more, and keeps what was posted on record.
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";
import { network } from "./network-show.ts";
import { placeReport } from "./words.ts";

export const command: Command = defineCommand<string>({
  path: "network remove",
  summary: "post nothing to a network any more; its history stays",
  args: "<network>",
  options: [],
  examples: [{ line: "pkm network remove garden", about: "pkm community join garden, or pkm undo, takes it back" }],
  details: "What was posted stays where it is: pkm share withdraw takes back what a channel can take back.",
  parse: (words) => words.args[0] ?? "",
  run: (context, ref) =>
    orRehearsal(async () => {
      const store = await context.store();
      const { id, name } = network(store.communities.get(store.refs.find(ref, ["community"])));
      recorderFor(context, store).record(`removed the network ${name}`, () => store.communities.leave(id));
      return placeReport(store.communities.get(id), { words: [`removed ${name}: nothing is posted there any more`] });
    }),
});

// pkm community leave: stops all sending to a place and keeps its history.
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";
import { placeReport } from "./words.ts";

export const command: Command = defineCommand<string>({
  path: "community leave",
  summary: "leave a community: nothing is sent there any more, its history stays",
  args: "<community>",
  options: [],
  examples: [{ line: 'pkm community leave "Bench Circle"', about: "pkm community join, or pkm undo, takes it back" }],
  parse: (words) => words.args[0] ?? "",
  run: (context, ref) =>
    orRehearsal(async () => {
      const store = await context.store();
      const { id, name } = store.communities.get(store.refs.find(ref, ["community"]));
      recorderFor(context, store).record(`left ${name}`, () => store.communities.leave(id));
      return placeReport(store.communities.get(id), { words: [`left ${name}: nothing is sent there any more`] });
    }),
});

// pkm community join: belongs to a community again that was left.
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";
import { placeReport } from "./words.ts";

export const command: Command = defineCommand<string>({
  path: "community join",
  summary: "belong to a community again that you left",
  args: "<community>",
  options: [],
  examples: [{ line: 'pkm community join "Bench Circle"', about: "what is staged anew may go there again" }],
  details: "A community that was never written down is added with pkm community add.",
  parse: (words) => words.args[0] ?? "",
  run: (context, ref) =>
    orRehearsal(async () => {
      const store = await context.store();
      const place = store.communities.get(store.refs.find(ref, ["community"]));
      if (place.left === null) return placeReport(place, { words: [`you belong to ${place.name} already`] });
      recorderFor(context, store).record(`joined ${place.name}`, () => store.communities.join(place.id));
      return placeReport(store.communities.get(place.id), { words: [`joined ${place.name}`] });
    }),
});

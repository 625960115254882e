// pkm community goal: what a community is for.
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";
import { placeReport } from "./words.ts";

export const command: Command = defineCommand<{ place: string; goal: string; isDropped: boolean }>({
  path: "community goal",
  summary: "write down what a community is for",
  args: "<community> <goal>",
  options: [{ flags: "--drop", about: "take the goal away again" }],
  examples: [
    { line: 'pkm community goal "Bench Circle" "every draft read by two"', about: "one more goal" },
    { line: 'pkm community goal "Bench Circle" "every draft read by two" --drop', about: "reached, or given up" },
  ],
  parse(words) {
    const [place = "", goal = ""] = words.args;
    if (plainLine(goal) === "") {
      throw new PkmError("usage", "the goal is empty", { hint: 'pkm community goal <community> "…"' });
    }
    return { place, goal: plainLine(goal), isDropped: words.flag("drop") };
  },
  run: (context, { place: ref, goal, isDropped }) =>
    orRehearsal(async () => {
      const store = await context.store();
      const { id, name, goals } = store.communities.get(store.refs.find(ref, ["community"]));
      if (isDropped && !goals.includes(goal)) {
        const told = `${name} has no goal “${goal}”`;
        throw new PkmError("not-found", told, { hint: `pkm community show ${id}` });
      }
      const now = isDropped ? goals.filter((each) => each !== goal) : [...new Set([...goals, goal])];
      const done = isDropped ? `took a goal of ${name} away` : `added a goal of ${name}`;
      recorderFor(context, store).record(done, () => store.communities.setGoals(id, now));
      return placeReport(store.communities.get(id), { words: [done] });
    }),
});

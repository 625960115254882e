// pkm people show: one person, with the evidence of contact.
import { defineCommand, type Command } from "../command.ts";
import { personReport } from "./person-report.ts";

export const command: Command = defineCommand<string>({
  path: "people show",
  summary: "show a person and the evidence of contact",
  args: "<person>",
  options: [],
  examples: [{ line: 'pkm people show "Ines Aalto"', about: "by name, mail or id" }],
  parse: (words) => words.args[0] ?? "",
  async run(context, ref) {
    const store = await context.store();
    return personReport(store.people.get(store.refs.find(ref, ["person"])));
  },
});

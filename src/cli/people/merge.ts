// pkm people merge: two entries that are one person become one.
import { PkmError } from "../../base/errors.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";
import { personReport } from "./person-report.ts";

export const command: Command = defineCommand<{ from: string; into: string }>({
  path: "people merge",
  summary: "make one person of two entries",
  args: "<person> <into>",
  options: [],
  examples: [{ line: "pkm people merge p4k2 p7d3", about: "everything of p4k2 is p7d3's; pkm undo takes it back" }],
  details:
    "Handles, sources, evidence, feedback and memberships go over, and the nearer step holds. The former id still leads\n" +
    "to the person; what was frozen in a round stays as it was.",
  parse: (words) => ({ from: words.args[0] ?? "", into: words.args[1] ?? "" }),
  run: (context, { from, into }) =>
    orRehearsal(async () => {
      const store = await context.store();
      const { people, refs } = store;
      const [one, other] = [people.get(refs.find(from, ["person"])), people.get(refs.find(into, ["person"]))];
      if (one.id === other.id) {
        throw new PkmError("usage", `${one.id} is ${other.name} already`, { hint: `pkm people show ${other.id}` });
      }
      recorderFor(context, store).record(`merged ${one.name} (${one.id}) into ${other.name} (${other.id})`, () =>
        people.merge(one.id, other.id),
      );
      return personReport(store, people.get(other.id), { words: [`${one.id} is ${other.id} from now on: pkm undo`] });
    }),
});

// pkm community member: who belongs to a community, how closely, and who has left.
import { PkmError } from "../../base/errors.ts";
import { degrees, type Degree } from "../../people/community.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";
import { placeReport } from "./words.ts";

interface Input {
  place: string;
  person: string;
  degree: Degree;
}

export const command: Command = defineCommand<Input>({
  path: "community member",
  summary: "say who belongs to a community, or has left it",
  args: "<community> <person>",
  options: [
    { flags: "--degree <degree>", about: "peripheral, active or core", choices: degrees },
    { flags: "--left", about: "they left: nothing staged before reaches them any more" },
  ],
  examples: [{ line: 'pkm community member "Bench Circle" "Ines Aalto"', about: "an active member" }],
  parse(words) {
    const [place = "", person = ""] = words.args;
    const degree = words.choice("degree", degrees);
    if (words.flag("left") && degree !== null && degree !== "left") {
      throw new PkmError("usage", "--left and --degree contradict each other", {
        hint: "pkm community member <community> <person> --left",
      });
    }
    return { place, person, degree: words.flag("left") ? "left" : (degree ?? "active") };
  },
  run: (context, { place, person, degree }) =>
    orRehearsal(async () => {
      const store = await context.store();
      const community = store.communities.get(store.refs.find(place, ["community"]));
      const { id, name, step } = store.people.get(store.refs.find(person, ["person"]));
      if (community.kind === "network") {
        throw new PkmError("usage", `${community.name} is a network: it has no members`, { hint: "pkm community" });
      }
      const done = degree === "left" ? `${name} left ${community.name}` : `${name} is ${degree} in ${community.name}`;
      recorderFor(context, store).record(done, () => {
        store.communities.setMember(community.id, id, degree);
        const what = degree === "left" ? `left ${community.name}` : `member of ${community.name}`;
        // Who is in a team was put there; a community is come to.
        const comesNearer = degree !== "left" && community.kind === "community" && step !== "co-member";
        if (comesNearer) store.people.setStep(id, "co-member", { what, ref: community.id });
        else store.people.witness(id, what, community.id);
      });
      return placeReport(store.communities.get(community.id), { words: [done] });
    }),
});

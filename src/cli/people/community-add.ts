// pkm community add: writes down a community or team I belong to.
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import type { NewCommunity } from "../../people/community.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";
import { placeReport } from "./words.ts";

export const command: Command = defineCommand<NewCommunity>({
  path: "community add",
  summary: "write down a community or team you belong to",
  args: "<name>",
  options: [
    { flags: "--kind <kind>", about: "community, or team: bounded and hierarchical" },
    { flags: "--domain <text>", about: "what it is about" },
    { flags: "--goal <text>", about: "what it is for", isRepeatable: true },
    { flags: "--norm <norm>", about: "what may be said of who said it: named, no-names or none" },
  ],
  examples: [
    {
      line: 'pkm community add "Bench Circle" --domain "learning a craft together"',
      about: "then members and a channel",
    },
  ],
  parse(words) {
    const name = plainLine(words.args[0] ?? "");
    if (name === "") throw new PkmError("usage", "the name is empty", { hint: 'pkm community add "…"' });
    return {
      name,
      kind: words.choice("kind", ["community", "team"]) ?? "community",
      domain: words.text("domain"),
      goals: words.list("goal"),
      norms: [],
      attribution: words.choice("norm", ["named", "no-names", "none"]) ?? "none",
    };
  },
  run: (context, input) =>
    orRehearsal(async () => {
      const store = await context.store();
      const place = recorderFor(context, store).record(`added the ${input.kind} ${input.name}`, () =>
        store.communities.add(input),
      );
      return placeReport(place, {
        words: [
          `added ${place.id}: pkm community member ${place.id} <person>, pkm community channel ${place.id} <kind> --exposure closed`,
        ],
      });
    }),
});

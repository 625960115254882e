// pkm network show: one network with its channels.
import { PkmError } from "../../base/errors.ts";
import type { Community } from "../../people/community.ts";
import { defineCommand, type Command } from "../command.ts";
import { placeReport } from "./words.ts";

export const command: Command = defineCommand<string>({
  path: "network show",
  summary: "show a network and its channels",
  args: "<network>",
  options: [],
  examples: [{ line: "pkm network show garden", about: "by name or id" }],
  parse: (words) => words.args[0] ?? "",
  async run(context, ref) {
    const store = await context.store();
    return placeReport(network(store.communities.get(store.refs.find(ref, ["community"]))));
  },
});

/** The place where it is a network; throws PkmError("usage") for a community or team. */
export function network(place: Community): Community {
  if (place.kind === "network") return place;
  throw new PkmError("usage", `${place.name} is a ${place.kind}, not a network`, {
    hint: `pkm community show ${place.id}`,
  });
}

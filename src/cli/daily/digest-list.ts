// pkm digest list: what was shown when, and where it went.
import { localText } from "../../ui/time.ts";
import { table } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";

const usualLimit = 30;

export const command: Command = defineCommand<null>({
  path: "digest list",
  summary: "the digests there were, where they went, and what each showed",
  args: "",
  options: [],
  examples: [
    { line: "pkm digest list", about: "the newest thirty; --limit 0 for all" },
    { line: "pkm show g4k2", about: "one of them, as it was" },
  ],
  parse: () => null,
  async run(context) {
    const { digests } = await context.store();
    const rows = digests.list(context.flags.limit ?? usualLimit).map(({ digest, ...stored }) => ({
      ...stored,
      shown: digest?.shown ?? null,
      held: digest?.held ?? null,
      dropped: digest?.dropped ?? null,
    }));
    return table({
      rows,
      columns: [
        { title: "id", value: ({ id }) => id, tone: "id" },
        { title: "made", value: ({ made }) => localText(made) },
        { title: "shown", value: ({ shown }) => shown, align: "right" },
        { title: "held", value: ({ held }) => held, align: "right", hiddenBelowColumns: 70 },
        { title: "dropped", value: ({ dropped }) => dropped, align: "right", hiddenBelowColumns: 70 },
        { title: "how", value: ({ how }) => how },
        { title: "state", value: stateOf },
        { title: "where", value: ({ target }) => target, isFlexible: true },
      ],
      empty: "no digest was made yet: pkm digest",
    });
  },
});

/** In one word: undelivered ones are made anew, or found out about, by the next digest. */
function stateOf({ delivered, unsure }: { delivered: string | null; unsure: string | null }): string {
  if (unsure !== null) return "unsure";
  return delivered === null ? "undelivered" : "delivered";
}

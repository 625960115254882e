// pkm mirror filters: how things reached me, by the filter kind of the sources that brought them.
import { filterYields, type FilterYield } from "../../seek/yield.ts";
import { table } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { sinceFrom, sinceInstant, sinceOption, sinceText, stageColumns } from "./mirror-words.ts";

export const command: Command = defineCommand<string | null>({
  path: "mirror filters",
  summary: "how things reached you: by chance, through experts, your network, algorithms, rules of thumb",
  args: "",
  options: [sinceOption],
  examples: [
    { line: "pkm mirror filters", about: "from what came down to what you shared" },
    { line: "pkm mirror --receipts cited --by filter --of expert", about: "the items behind a figure" },
    { line: "pkm seek edit s4k2 --how expert", about: "say how a source reached you" },
  ],
  details:
    "naive is by chance, and what nobody said otherwise of; expert somebody who knows; network people you follow;\n" +
    "algorithmic a machine's choice; heuristic a rule of thumb of yours.",
  parse: sinceFrom,
  async run(context, given) {
    const store = await context.store();
    store.origins.catchUp();
    const since = sinceInstant(given, context.clock.now());
    return table<FilterYield>(
      {
        rows: filterYields(store.mirrors.matter(since)),
        columns: [
          { title: "filter", value: ({ filter }) => filter },
          { title: "sources", value: ({ sources }) => sources, align: "right", hiddenBelowColumns: 70 },
          ...stageColumns(["annotated"]),
        ],
        empty: "",
      },
      { ids: [], words: [sinceText(since)] },
    );
  },
});

// pkm mirror yield: what each source yields down to what I share, and what its figures speak for.
import { sourceYields, type SourceYield } from "../../seek/yield.ts";
import { table } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { sinceFrom, sinceInstant, sinceOption, sinceText, stageColumns } from "./mirror-words.ts";

const rowsMax = 30;

export const command: Command = defineCommand<string | null>({
  path: "mirror yield",
  summary: "what each source yields, from what it brings down to what you share",
  args: "",
  options: [sinceOption],
  examples: [
    { line: "pkm mirror yield", about: "those of which you used least first" },
    { line: "pkm mirror yield --limit 0 --since all", about: "every source, from the beginning" },
    { line: "pkm mirror --receipts opened --of s4k2", about: "the items behind a figure" },
  ],
  details:
    "Of a source that was shown 40 times and of which nothing was kept, marked, cited or shared it says: quiet, where you did\n" +
    "open some (pkm seek pause), or drop, where you opened none (pkm seek remove). It never does either.",
  parse: sinceFrom,
  async run(context, given) {
    const store = await context.store();
    store.origins.catchUp();
    const since = sinceInstant(given, context.clock.now());
    const all = sourceYields(store.mirrors.matter(since));
    const limit = context.flags.limit ?? rowsMax;
    const rows = limit === 0 ? all : all.slice(0, limit);
    const advised = all.find(({ advice }) => advice !== null);
    return table<SourceYield>(
      {
        rows,
        columns: [
          { title: "id", value: ({ source }) => source, tone: "id" },
          { title: "source", value: ({ title }) => title, isFlexible: true },
          ...stageColumns(["subscribed", "annotated"]),
          { title: "kept", value: ({ kept }) => kept, align: "right", hiddenBelowColumns: 90 },
          { title: "perhaps", value: ({ advice }) => advice },
        ],
        empty: "no sources yet: pkm seek add <url>",
      },
      {
        ids: rows.map(({ source }) => source),
        words: [sinceText(since), ...(advised === undefined ? [] : [adviceWords(advised)])],
      },
    );
  },
});

function adviceWords({ source, shown, opened, advice }: SourceYield): string {
  const act = advice === "drop" ? "remove" : "pause";
  return `${source}: ${shown} shown, ${opened} opened, nothing made of it; if you like: pkm seek ${act} ${source}`;
}

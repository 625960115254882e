// pkm mirror elsewhere: what came of the places that digest and review keep for what is rarely read.
import { horizonAccount, type Yielded } from "../../seek/horizon.ts";
import { nameOfItem } from "../../seek/item.ts";
import { table } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";

const accountDays = 90;
const rowsMax = 20;

interface Row {
  id: string;
  day: string;
  title: string;
  source: string;
  yielded: Yielded;
}

export const command: Command = defineCommand<null>({
  path: "mirror elsewhere",
  summary: "what came of the places kept for what you rarely read",
  args: "",
  options: [],
  examples: [
    { line: "pkm mirror elsewhere", about: "the account of 90 days, and its latest rows" },
    { line: "pkm mirror elsewhere --limit 0", about: "every row of it" },
  ],
  details:
    "Digest and review keep up to three places for sources that you deal with less than half as often as with the others.\n" +
    "Which of them have their turn changes with the day, and is the same all day.",
  parse: () => null,
  async run(context) {
    const store = await context.store();
    const account = store.attention.horizon(accountDays);
    const { offered, kept, opened } = horizonAccount(account);
    const limit = context.flags.limit ?? rowsMax;
    const shown = limit === 0 ? account.rows : account.rows.slice(0, limit);
    const items = new Map(store.items.some(shown.map(({ item }) => item)).map((item) => [item.id, item]));
    const rows = shown.flatMap(({ item: id, day, yielded }): Row[] => {
      const item = items.get(id);
      if (item === undefined) return [];
      return [{ id, day, title: nameOfItem(item), source: item.source.title ?? item.source.url, yielded }];
    });
    return table<Row>(
      {
        rows,
        columns: [
          { title: "id", value: ({ id }) => id, tone: "id" },
          { title: "day", value: ({ day }) => day },
          { title: "came of it", value: ({ yielded }) => yielded },
          { title: "title", value: ({ title }) => title, isFlexible: true },
          { title: "source", value: ({ source }) => source, hiddenBelowColumns: 80 },
        ],
        empty: `nothing stood in such a place in ${accountDays} days`,
      },
      {
        words: offered === 0 ? [] : [`in ${accountDays} days ${kept} of ${offered} kept, ${opened} opened`],
      },
    );
  },
});

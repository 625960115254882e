// pkm seek echoes: stories that several sources tell in nearly the same words, with who told them first.
import { nameOfItem, type Item } from "../../seek/item.ts";
import { table, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";

interface Telling extends Pick<Item, "id" | "title" | "url" | "published" | "source"> {
  /** Jaccard similarity with the origin's text, 0 to 1; 1 for the origin. */
  similarity: number;
}

interface Row {
  origin: Telling;
  echoes: readonly Telling[];
}

const rowsMax = 20;
/** A store that was never looked at is looked at in several goes. */
const itemsMax = 3000;

export const command: Command = defineCommand<null>({
  path: "seek echoes",
  summary: "stories told more than once, and who told them first",
  args: "",
  options: [],
  examples: [
    { line: "pkm seek echoes", about: "the latest first" },
    { line: "pkm seek echoes --jsonl", about: "with the likeness of each to its origin" },
  ],
  details:
    "Two texts of different sources are one story when four of five of their five-word runs are the same. The origin is " +
    "the one published first; where no date tells, the one the others link to. A digest shows it alone.",
  parse: () => null,
  run: echoes,
});

async function echoes(context: Context): Promise<Report> {
  const store = await context.store();
  const left = store.echoes.catchUp(itemsMax);
  const limit = context.flags.limit ?? rowsMax;
  const rows = store.echoes.groups(limit).flatMap(({ origin, echoes: others }): Row[] => {
    const tellings = [{ item: origin, similarity: 1 }, ...others].map(({ item, similarity }) =>
      tellingOf(store.items.get(item), similarity),
    );
    const [first, ...again] = tellings;
    return first === undefined ? [] : [{ origin: first, echoes: again }];
  });
  return table<Row>(
    {
      rows,
      columns: [
        { title: "id", value: ({ origin }) => origin.id, tone: "id" },
        { title: "story", value: ({ origin }) => origin.title, isFlexible: true },
        { title: "first", value: ({ origin }) => nameOfSource(origin), hiddenBelowColumns: 60 },
        { title: "again in", value: (row) => row.echoes.map(nameOfSource).join(", ") },
      ],
      empty: "no story is told twice",
    },
    {
      ids: rows.map(({ origin }) => origin.id),
      words: left === 0 ? [] : [`${left} items were not looked at yet: pkm seek echoes`],
    },
  );
}

function tellingOf(item: Item, similarity: number): Telling {
  const { id, url, published, source } = item;
  return { id, title: nameOfItem(item), url, published, source, similarity: Math.round(similarity * 1000) / 1000 };
}

function nameOfSource({ source }: Telling): string {
  return source.title ?? source.url;
}

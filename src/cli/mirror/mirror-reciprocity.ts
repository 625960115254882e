// pkm mirror reciprocity: what I asked of people and gave them, and what came back, as recorded here.
import { table, type Column } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { insideOption, maskedWords, openMask } from "../people/masked.ts";

type Row = ReturnType<Awaited<ReturnType<Context["store"]>>["exchanges"]["reciprocity"]>[number];

const count = (title: string, value: (row: Row) => number, hiddenBelowColumns = 0): Column<Row> => ({
  title,
  value,
  align: "right",
  hiddenBelowColumns,
});

export const command: Command = defineCommand<string | null>({
  path: "mirror reciprocity",
  summary: "what you asked and gave, and what came back, as recorded here",
  args: "",
  options: [insideOption],
  examples: [
    { line: "pkm mirror reciprocity", about: "a line for everybody with whom anything went one way at least" },
    { line: "pkm people show p4k2 --receipts asked", about: "the rows behind a figure" },
  ],
  details:
    "Rounds you asked somebody in and those they answered, points they made and those you took up, notes of yours that cite\n" +
    "them, and what you told of as given or got. What nobody wrote down is not here: a figure is no judgement of anybody.",
  parse: (words) => words.text("context"),
  async run(context, inside) {
    const store = await context.store();
    store.origins.catchUp();
    const all = store.exchanges.reciprocity();
    const mayName = openMask(store, inside);
    const named = all.filter(({ person }) => mayName(person));
    const { limit } = context.flags;
    const rows = limit === null || limit === 0 ? named : named.slice(0, limit);
    return table<Row>(
      {
        rows,
        columns: [
          { title: "id", value: ({ person }) => person, tone: "id" },
          { title: "name", value: ({ name }) => name, isFlexible: true },
          count("asked", ({ asked }) => asked),
          count("answered", ({ answered }) => answered),
          count("points", ({ points }) => points, 70),
          count("taken up", ({ takenUp }) => takenUp, 70),
          count("cited", ({ cited }) => cited),
          count("I gave", ({ gave }) => gave),
          count("I got", ({ got }) => got),
        ],
        empty: "nothing went either way yet, as recorded here",
      },
      {
        ids: rows.map(({ person }) => person),
        words: [
          ...maskedWords(all.length - named.length),
          "as recorded here; the rows of a figure: pkm people show <person> --receipts asked",
        ],
      },
    );
  },
});

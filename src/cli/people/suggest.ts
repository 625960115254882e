// pkm people suggest: who came nearer than their step says, by what went both ways; saying so is left to the person.
import { localDay } from "../../base/clock.ts";
import { localText } from "../../ui/time.ts";
import type { Exchange, Suggestion } from "../../people/suggest.ts";
import { suggestions } from "../../people/suggest.ts";
import { table, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { insideOption, maskedWords, openMask } from "./masked.ts";

interface Input {
  /** Whose exchanges are listed; null lists whom they speak for. */
  ref: string | null;
  inside: string | null;
}

export const command: Command = defineCommand<Input>({
  path: "people suggest",
  summary: "who came nearer than their step says, by what went both ways",
  args: "[person]",
  options: [insideOption],
  examples: [
    { line: "pkm people suggest", about: "nobody is promoted by it, and nobody is told" },
    { line: "pkm people suggest p4k2", about: "every exchange with one person" },
  ],
  details:
    "An exchange is a round you asked somebody in and they answered, a note of yours that cites them and they spoke up about\n" +
    "it, or something given and something got as you told it. Two of them about two things speak for in-touch; four over\n" +
    "half a year for co-member. Who is only cited, however often, or only speaks up, is not suggested; nor is who does\n" +
    "both no more often than chance would have it.",
  parse: (words) => ({ ref: words.args[0] ?? null, inside: words.text("context") }),
  async run(context, { ref, inside }) {
    const store = await context.store();
    store.origins.catchUp();
    if (ref !== null) return exchangesReport(context, store.people.get(store.refs.find(ref, ["person"])).id);
    const all = suggestions(store.people.list(), store.exchanges.list(null), store.exchanges.ground());
    const mayName = openMask(store, inside);
    const named = all.filter(({ person }) => mayName(person));
    return suggestionsReport(context, named, maskedWords(all.length - named.length));
  },
});

function suggestionsReport({ flags }: Context, all: readonly Suggestion[], masked: readonly string[]): Report {
  const rows = flags.limit === null || flags.limit === 0 ? all : all.slice(0, flags.limit);
  const [first] = rows;
  return table<Suggestion>(
    {
      rows,
      columns: [
        { title: "id", value: ({ person }) => person, tone: "id" },
        { title: "name", value: ({ name }) => name, isFlexible: true },
        { title: "is", value: ({ step }) => step },
        { title: "speaks for", value: ({ to }) => to },
        { title: "answered", value: ({ asked }) => asked, align: "right" },
        { title: "cited", value: ({ cited }) => cited, align: "right" },
        { title: "told", value: ({ told }) => told, align: "right" },
        { title: "since", value: ({ first: at }) => localDay(at), hiddenBelowColumns: 80 },
        { title: "last", value: ({ last }) => localDay(last), hiddenBelowColumns: 80 },
      ],
      empty: "none: nobody's exchanges with you speak for a nearer step",
    },
    {
      ids: rows.map(({ person }) => person),
      words: [
        ...masked,
        ...(first === undefined
          ? []
          : [`what shows it: pkm people suggest ${first.person}; to say so: ${promotionOf(first)}`]),
      ],
    },
  );
}

function promotionOf({ person, to }: Suggestion): string {
  return to === "co-member" ? `pkm community member <community> ${person}` : `pkm people promote ${person} --to ${to}`;
}

async function exchangesReport(context: Context, person: string): Promise<Report> {
  const store = await context.store();
  const all = store.exchanges.list(person);
  const { limit } = context.flags;
  const rows = limit === null || limit === 0 ? all : all.slice(0, limit);
  return table<Exchange>(
    {
      rows,
      columns: [
        { title: "when", value: ({ at }) => localText(at) },
        { title: "how", value: ({ kind }) => kind },
        { title: "mine", value: ({ mine }) => mine, tone: "id" },
        { title: "theirs", value: ({ theirs }) => theirs, tone: "id" },
        { title: "what", value: ({ title }) => title, isFlexible: true },
      ],
      empty: "nothing went both ways yet, as recorded here",
    },
    { ids: rows.flatMap(({ theirs }) => theirs ?? []) },
  );
}

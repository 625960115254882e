// pkm who: people by the evidence in my own record, each with what stands behind the name.
import { PkmError } from "../../base/errors.ts";
import { receiptKinds, whoOf, type WhoEntry, type WhoReceipt } from "../../people/who.ts";
import { table, type Report } from "../../ui/report.ts";
import { agoText, localText } from "../../ui/time.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { notesNow } from "../sense/notes-now.ts";
import { queryFrom, queryNow } from "../sense/query-words.ts";
import { insideOption, maskedWords, openMask } from "./masked.ts";
import { wordsNow } from "../sense/words-now.ts";

interface Input {
  query: string;
  hasReceipts: boolean;
  inside: string | null;
}

const rowsMax = 20;
/** Of what meets the query so many are looked at, the best first. */
const hitsMax = 1000;

export const command: Command = defineCommand<Input>({
  path: "who",
  summary: "people who know about something, by your own record, with what shows it",
  args: "[query...]",
  options: [{ flags: "--receipts", about: "every row behind the names, instead of counts" }, insideOption],
  takesDashWords: true,
  examples: [
    { line: "pkm who third space", about: "who wrote of it, was cited or marked for it, or spoke to you about it" },
    { line: "pkm who third space --receipts", about: "the items, notes, marks and feedback behind each name" },
  ],
  details:
    "Those of whom more passed through your hands come first: they answered you, you cited them in a note, marked or kept\n" +
    "something of theirs; then those who wrote more of it. No receipt, no name.",
  parse(words) {
    const query = queryFrom(words.args);
    if (query.trim() === "") throw new PkmError("usage", "who knows about what?", { hint: "pkm who <words>" });
    return { query, hasReceipts: words.flag("receipts"), inside: words.text("context") };
  },
  async run(context, { query, hasReceipts, inside }) {
    const { store } = await notesNow(context);
    store.origins.catchUp();
    const asked = queryNow(context, query);
    wordsNow(context, store, asked);
    const found = store.search.find(asked, hitsMax);
    const people = new Map(store.people.list().map(({ id, name, step }) => [id, { name, step }]));
    const all = whoOf(store.whose.receipts(found), people);
    const mayName = openMask(store, inside);
    const named = all.filter(({ person }) => mayName(person));
    const masked = maskedWords(all.length - named.length);
    return hasReceipts ? receiptsReport(context, named, masked) : namesReport(context, named, masked);
  },
});

function namesReport({ flags, clock }: Context, entries: readonly WhoEntry[], masked: readonly string[]): Report {
  const limit = flags.limit ?? rowsMax;
  const rows = limit === 0 ? entries : entries.slice(0, limit);
  const now = clock.now();
  return table<WhoEntry>(
    {
      rows,
      columns: [
        { title: "id", value: ({ person }) => person, tone: "id" },
        { title: "name", value: ({ name }) => name, isFlexible: true },
        { title: "step", value: ({ step }) => step, hiddenBelowColumns: 70 },
        ...receiptKinds.map((kind) => ({
          title: kind,
          value: ({ counts }: WhoEntry) => (counts[kind] === 0 ? null : counts[kind]),
          align: "right" as const,
        })),
        { title: "last", value: ({ last }) => agoText(last, now), hiddenBelowColumns: 80 },
      ],
      empty: "nothing in your record shows anybody for this",
    },
    {
      ids: rows.map(({ person }) => person),
      words: [...masked, ...(rows.length === 0 ? [] : ["what shows it: --receipts"])],
    },
  );
}

function receiptsReport({ flags }: Context, entries: readonly WhoEntry[], masked: readonly string[]): Report {
  const names = new Map(entries.map(({ person, name }) => [person, name]));
  const all = entries.flatMap(({ receipts }) => receipts);
  const rows = flags.limit === null || flags.limit === 0 ? all : all.slice(0, flags.limit);
  return table<WhoReceipt>(
    {
      rows,
      columns: [
        { title: "name", value: ({ person }) => names.get(person) ?? person },
        { title: "how", value: ({ kind }) => kind },
        { title: "ref", value: ({ ref }) => ref, tone: "id" },
        { title: "when", value: ({ at }) => localText(at), hiddenBelowColumns: 80 },
        { title: "what", value: ({ title }) => title, isFlexible: true },
      ],
      empty: "nothing in your record shows anybody for this",
    },
    { ids: rows.map(({ ref }) => ref), words: masked },
  );
}

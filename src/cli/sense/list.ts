// pkm sense list: my notes, all or those that meet a query.
import { type IndexedNote, refOf } from "../../sense/indexed-note.ts";
import { parseQuery } from "../../sense/query.ts";
import { table } from "../../ui/report.ts";
import { agoText } from "../../ui/time.ts";
import { defineCommand, type Command } from "../command.ts";
import { notesNow } from "./notes-now.ts";
import { queryFrom } from "./query-words.ts";

const problemsShown = 3;

export const command: Command = defineCommand<string>({
  path: "sense list",
  summary: "list notes, the last written first",
  args: "[query...]",
  options: [],
  takesDashWords: true,
  examples: [
    { line: "pkm sense list", about: "all notes" },
    { line: "pkm sense list tag:trust kind:question since:30d", about: "those that meet a query" },
  ],
  parse: (words) => queryFrom(words.args),
  async run(context, query) {
    const { store, scan } = await notesNow(context);
    const now = context.clock.now();
    const limit = context.flags.limit ?? 0;
    let notes: readonly IndexedNote[];
    if (query.trim() === "") {
      notes = limit === 0 ? store.notes.list() : store.notes.list().slice(0, limit);
    } else {
      const { all } = parseQuery(query, now);
      const isNote = { kind: "filter", key: "kind", value: "note", isNegated: false } as const;
      store.search.catchUp("skip");
      const found = store.search.find({ all: [...all, [isNote]] }, limit);
      notes = found.flatMap(({ ref }) => store.notes.get(ref) ?? []);
    }
    const unread = scan.problems.filter(({ code }) => code === "unreadable");
    const troubled = notes.flatMap(({ path, problems }) => problems.map(({ message }) => ({ path, message })));
    const words = [...unread, ...troubled].slice(0, problemsShown).map(({ path, message }) => `${path}: ${message}`);
    return table(
      {
        rows: notes,
        columns: [
          { title: "id", value: refOf, tone: "id" },
          { title: "title", value: ({ title }) => title, isFlexible: true, tone: "strong" },
          { title: "kind", value: ({ noteKind }) => noteKind, hiddenBelowColumns: 60 },
          { title: "growth", value: ({ growth }) => growth, hiddenBelowColumns: 80 },
          { title: "tags", value: ({ tags }) => tags.join(", "), tone: "dim", hiddenBelowColumns: 70 },
          { title: "updated", value: ({ updated }) => agoText(updated, now), tone: "dim" },
        ],
        empty: query.trim() === "" ? "there are no notes yet: pkm sense note" : "no note meets this query",
      },
      { ids: notes.map(refOf), words },
    );
  },
});

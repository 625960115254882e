// pkm sense bridges: pairs of notes across contexts with something in common and no link.
import { type Bridge, bridgesBetween, type NoteTraits } from "../../sense/bridges.ts";
import { contextsLeft } from "../../sense/context.ts";
import { nameOfItem } from "../../seek/item.ts";
import { table } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { notesNow, type OpenStore } from "./notes-now.ts";

const rowsMax = 10;

export const command: Command = defineCommand<null>({
  path: "sense bridges",
  summary: "pairs of notes across contexts that share something and are not linked",
  args: "",
  options: [],
  examples: [{ line: "pkm sense bridges", about: "items, people, tags and sources in common; the rarest count most" }],
  details:
    "Two notes are a pair when each stands in a context, by itself or by the items it was made of, no context is both's,\n" +
    "neither links to the other, and they share an item, a person, a tag or a source. Where one end stands in a bounded\n" +
    "context, that is said: a link would lead out of it.",
  parse: () => null,
  async run(context) {
    const { store } = await notesNow(context);
    const limit = context.flags.limit ?? rowsMax;
    const found = bridgesBetween(store.traits.ofNotes(), limit);
    const names = namesOf(store, found);
    const bounded = store.contexts.bounded();
    const rows = found.map(({ ends, shared, score }) => ({
      notes: ends.map(endOf),
      shared,
      bounded: ends.flatMap(({ contexts }) => contextsLeft(contexts, [], bounded)),
      score: Math.round(score * 1000) / 1000,
    }));
    const [first] = rows;
    return table(
      {
        rows,
        columns: [
          { title: "note", value: ({ notes }) => endText(notes[0]), isFlexible: true },
          { title: "and", value: ({ notes }) => endText(notes[1]) },
          { title: "share", value: (row) => sharedText(names, row.shared), tone: "dim" },
          { title: "bounded", value: (row) => row.bounded.join(", "), tone: "warn", hiddenBelowColumns: 80 },
        ],
        empty: "no two notes of different contexts share anything that is not linked already",
      },
      {
        ids: rows.flatMap(({ notes }) => notes.map(({ ref }) => ref)),
        words:
          first === undefined
            ? []
            : [`link two: pkm sense link ${first.notes.map(({ ref }) => ref).join(" ")} --as extends`],
      },
    );
  },
});

interface End {
  ref: string;
  title: string;
  contexts: readonly string[];
}

function endOf({ ref, title, contexts }: NoteTraits): End {
  return { ref, title, contexts };
}

function endText(end: End | undefined): string {
  return end === undefined ? "" : `${end.ref} ${end.title} (${end.contexts.join(", ")})`;
}

/** How the items, people and sources are called that any two have in common, by their ids. */
function namesOf({ items, people, sources }: OpenStore, bridges: readonly Bridge[]): ReadonlyMap<string, string> {
  const sharedItems = new Set(bridges.flatMap(({ shared }) => shared.items));
  return new Map([
    ...items.some([...sharedItems]).map((item): [string, string] => [item.id, nameOfItem(item)]),
    ...people.list().map(({ id, name }): [string, string] => [id, name]),
    ...sources.list({ withDropped: true }).map(({ id, title }): [string, string] => [id, title ?? id]),
  ]);
}

function sharedText(names: ReadonlyMap<string, string>, { items, people, tags, sources }: Bridge["shared"]): string {
  const named = (id: string): string => names.get(id) ?? id;
  return [
    ...items.map(named),
    ...people.map((id) => `by ${named(id)}`),
    ...tags.map((tag) => `#${tag}`),
    // The source of an item that both are made of says nothing more.
    ...(items.length > 0 ? [] : sources.map(named)),
  ].join(", ");
}

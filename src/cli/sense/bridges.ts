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
    const all = bridgesBetween(store.traits.ofNotes());
    const bounded = store.contexts.bounded();
    const rows = (limit === 0 ? all : all.slice(0, limit)).map(({ ends, shared, score }) => ({
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
          { title: "share", value: (row) => sharedText(store, row.shared), tone: "dim" },
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

function sharedText(store: OpenStore, { items, people, tags, sources }: Bridge["shared"]): string {
  const named = (id: string): string => store.people.get(id).name;
  const titled = (id: string): string => {
    const [item] = store.items.some([id]);
    return item === undefined ? id : nameOfItem(item);
  };
  // The source of an item that both are made of says nothing more.
  const others = items.length > 0 ? [] : sources.map((id) => store.sources.get(id).title ?? id);
  return [
    ...items.map(titled),
    ...people.map((id) => `by ${named(id)}`),
    ...tags.map((tag) => `#${tag}`),
    ...others,
  ].join(", ");
}

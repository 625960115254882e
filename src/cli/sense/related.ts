// pkm related: the notes and items near one, with the reasons.
import { refOf } from "../../sense/indexed-note.ts";
import { type Neighbour, type Reasons, relatedTo } from "../../sense/related.ts";
import { nameOfItem } from "../../seek/item.ts";
import { table } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { notesNow, type OpenStore } from "./notes-now.ts";
import { titleOf } from "./title-of.ts";
import { wordsNow } from "./words-now.ts";

const rowsMax = 10;
const wordsShown = 5;

export const command: Command = defineCommand<string>({
  path: "related",
  summary: "list notes and items near one, with the reasons",
  args: "<ref>",
  options: [],
  examples: [{ line: "pkm related n3d4", about: "by rare words, tags, links and people in common" }],
  details:
    "A word that few notes and items have counts more than one that many have; one such word alone is not enough. The\n" +
    "order depends on nothing but what is stored.",
  parse: (words) => words.args[0] ?? "",
  async run(context, given) {
    const { store } = await notesNow(context);
    wordsNow(context, store, null);
    const seed = neighbourOf(store, store.refs.find(given, ["note", "item"]));
    const limit = context.flags.limit ?? rowsMax;
    const found = relatedTo(store.relations, seed, limit === 0 ? Number.POSITIVE_INFINITY : limit);
    const rows = found.map((near) => ({
      ...near,
      kind: store.notes.get(near.ref) === null ? "item" : "note",
      title: titleOf(store, near.ref) ?? near.ref,
    }));
    return table(
      {
        rows,
        columns: [
          { title: "id", value: ({ ref }) => ref, tone: "id" },
          { title: "kind", value: ({ kind }) => kind, tone: "dim", hiddenBelowColumns: 70 },
          { title: "title", value: ({ title }) => title, tone: "strong", isFlexible: true },
          { title: "why", value: ({ why }) => whyText(store, why), tone: "dim" },
        ],
        empty: "nothing is near it",
      },
      { ids: rows.map(({ ref }) => ref) },
    );
  },
});

function neighbourOf(store: OpenStore, ref: string): Neighbour {
  const note = store.notes.get(ref);
  if (note === null) {
    const item = store.items.get(ref);
    const made = store.notes.ofItem(ref).map((other) => ({ ref: other, how: "made into" }));
    const links = store.links.to(ref).map(({ from, as }) => ({ ref: from, how: as }));
    const text = store.items.body(ref).text ?? "";
    return { ref, title: nameOfItem(item), text, tags: item.tags, people: item.people, linked: [...made, ...links] };
  }
  const made = note.sources.map((item) => ({ ref: item, how: "made of" }));
  const alike = note.sources
    .flatMap((item) => store.notes.ofItem(item))
    .map((other) => ({ ref: other, how: "same item" }));
  const links = note.links.map(({ to, as }) => ({ ref: to, how: as }));
  const back = note.backlinks.map(({ from, as }) => ({ ref: from, how: as }));
  const linked = [...made, ...alike, ...links, ...back].filter((link) => titleOf(store, link.ref) !== null);
  const people = [...new Set(store.items.some(note.sources).flatMap((item) => item.people))];
  return { ref: refOf(note), title: note.title, text: note.text, tags: note.tags, people, linked };
}

function whyText(store: OpenStore, { words, tags, people, links }: Reasons): string {
  const names = store.people.list().filter(({ id }) => people.includes(id));
  return [
    ...new Set(links),
    ...tags.map((tag) => `#${tag}`),
    ...names.map(({ name }) => `by ${name}`),
    words.slice(0, wordsShown).join(" ") + (words.length > wordsShown ? ` +${words.length - wordsShown}` : ""),
  ]
    .filter((reason) => reason !== "")
    .join(", ");
}

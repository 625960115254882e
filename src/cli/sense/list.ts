// pkm sense list: my notes, all or those that meet a query.
import { type IndexedNote, refOf } from "../../sense/indexed-note.ts";
import { PkmError } from "../../base/errors.ts";
import { isInView, type NoteView } from "../../sense/note-views.ts";
import { checkFilter } from "../../sense/query-filter.ts";
import type { Query } from "../../sense/query.ts";
import { table } from "../../ui/report.ts";
import { agoText } from "../../ui/time.ts";
import { defineCommand, type Command } from "../command.ts";
import { notesNow, type OpenStore } from "./notes-now.ts";
import { queryFrom, queryNow } from "./query-words.ts";
import { wordsNow } from "./words-now.ts";

const problemsShown = 3;

interface Input {
  query: string;
  isOrphan: boolean;
  stale: string | null;
  isOneSided: boolean;
}

export const command: Command = defineCommand<Input>({
  path: "sense list",
  summary: "list notes, the last written first",
  args: "[query...]",
  options: [
    { flags: "--orphans", about: "linked with nothing, and made of no item" },
    { flags: "--stale <time>", about: "not written for that long, as 90d; the oldest first" },
    { flags: "--one-sided", about: "supported or supporting, and nothing challenges" },
  ],
  takesDashWords: true,
  examples: [
    { line: "pkm sense list", about: "all notes" },
    { line: "pkm sense list tag:trust kind:question since:30d", about: "those that meet a query" },
    { line: "pkm sense list --stale 90d --orphans", about: "what may want a link, or to be let rest" },
  ],
  details: "Of several options all hold. A note whose growth is retired is never stale.",
  parse: (words) => ({
    query: queryFrom(words.args),
    isOrphan: words.flag("orphans"),
    stale: words.text("stale"),
    isOneSided: words.flag("oneSided"),
  }),
  async run(context, { query, stale, isOrphan, isOneSided }) {
    const { store, scan } = await notesNow(context);
    const now = context.clock.now();
    const view = { isOrphan, isOneSided, staleSince: stale === null ? null : timeAgo(stale, now) };
    const limit = context.flags.limit ?? 0;
    const asked = queryNow(context, query);
    wordsNow(context, store, asked);
    const all = inView(store, notesOf(store, asked), view);
    const notes = limit === 0 ? all : all.slice(0, limit);
    const isAsked = query.trim() !== "" || isOrphan || isOneSided || stale !== null;
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
        empty: isAsked ? "no note meets this" : "there are no notes yet: pkm sense note",
      },
      { ids: notes.map(refOf), words },
    );
  },
});

function notesOf(store: OpenStore, asked: Query): readonly IndexedNote[] {
  if (asked.all.length === 0) return store.notes.list();
  const isNote = { kind: "filter", key: "kind", value: "note", isNegated: false } as const;
  return store.search.find({ all: [...asked.all, [isNote]] }, 0).flatMap(({ ref }) => store.notes.get(ref) ?? []);
}

function inView(store: OpenStore, notes: readonly IndexedNote[], view: NoteView): readonly IndexedNote[] {
  const isThere = (ref: string): boolean => {
    const note = store.notes.get(ref);
    return note === null ? store.items.some([ref]).length > 0 : note.missing === null;
  };
  const found = notes.filter((note) => isInView(note, view, isThere));
  if (view.staleSince === null) return found;
  return found.toSorted((a, b) => (a.updated < b.updated ? -1 : a.updated > b.updated ? 1 : a.path < b.path ? -1 : 1));
}

function timeAgo(written: string, now: Date): string {
  const checked = checkFilter("before", written, now);
  if ("value" in checked) return checked.value;
  throw new PkmError("usage", "--stale takes a time as 90d or 12w, or a date", { hint: "pkm sense list --stale 90d" });
}

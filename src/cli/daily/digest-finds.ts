// pkm digest finds: what I said of what I read, as the draft of a note to hand on.
import { PkmError } from "../../base/errors.ts";
import { localDay, type Instant } from "../../base/clock.ts";
import { nameOfItem } from "../../seek/item.ts";
import type { StoredAnnotation } from "../../sense/annotation.ts";
import { refOf } from "../../sense/indexed-note.ts";
import { makeNote } from "../../sense/make-note.ts";
import { quotesOf } from "../../sense/quote.ts";
import { parseQuery } from "../../sense/query.ts";
import { checkFilter } from "../../sense/query-filter.ts";
import { record, text } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { notesNow, type OpenStore } from "../sense/notes-now.ts";

interface Input {
  since: string;
  isPeek: boolean;
}

const usualSince = "7d";

export const command: Command = defineCommand<Input>({
  path: "digest finds",
  summary: "a draft note of what you said of what you read",
  args: "",
  options: [
    { flags: "--since <when>", about: `since when: 24h, 30d or a date; ${usualSince} unless you say` },
    { flags: "--peek", about: "show the draft, make no note" },
  ],
  examples: [
    { line: "pkm digest finds", about: "of the last seven days" },
    { line: "pkm digest finds --since 30d --peek", about: "a look, and no note" },
  ],
  details:
    "Only items that you said something of in your own words are in it: each with the passage, your words below it, and\n" +
    "where it is from. What stands in an earlier note of finds is left out, so that a second run adds nothing. The note is\n" +
    "yours to edit, and pkm undo takes it back; it goes to nobody until you share it.",
  parse: (words) => ({ since: words.text("since") ?? usualSince, isPeek: words.flag("peek") }),
  async run(context, { since, isPeek }) {
    const { store, vault } = await notesNow(context);
    const now = context.clock.now();
    const finds = findsSince(store, sinceOf(since, now), now);
    if (finds.length === 0) {
      const words = ["nothing in your own words since then: pkm sense mark <item> -m TEXT"];
      return text({ value: { note: null, items: [], draft: "" }, text: "" }, { words });
    }
    const title = `Finds of ${localDay(now)}`;
    const sources = finds.map(({ item }) => item);
    const body = finds.map((find) => find.markdown).join("\n\n");
    if (isPeek || context.flags.isDryRun) {
      return text(
        { value: { note: null, items: sources, draft: body }, text: `# ${title}\n\n${body}`, keepsFrom: 0 },
        { ids: sources },
      );
    }
    const made = { title, body, kind: "finds", tags: [], contexts: [], sources, via: "digest finds" } as const;
    const note = makeNote({ store, vault, clock: context.clock }, made);
    const id = refOf(note);
    return record(
      {
        value: { note: id, items: sources, draft: body, path: note.path },
        fields: [
          { label: "note", value: id, tone: "id" },
          { label: "title", value: note.title, tone: "strong" },
          { label: "file", value: note.path },
          { label: "of", value: sources.join(", ") },
        ],
      },
      { ids: [id], words: [`edit it: pkm sense edit ${id}`, `then: pkm share stage ${id} --with <community>`] },
    );
  },
});

function sinceOf(written: string, now: Date): Instant {
  const checked = checkFilter("since", written, now);
  if ("value" in checked) return checked.value;
  throw new PkmError("usage", `--since is a time as 24h or 7d, or a date, not ${written}`, {
    hint: "pkm digest finds --since 7d",
  });
}

interface Find {
  item: string;
  markdown: string;
}

/** Items in the order in which the first thing was said of each. */
function findsSince(store: OpenStore, since: Instant, now: Date): readonly Find[] {
  const all = store.search
    .find(parseQuery("kind:annotation", now), 0)
    .flatMap(({ ref }) => store.annotations.get(ref) ?? [])
    .filter(({ comment, created }) => comment !== null && created >= since)
    .sort((a, b) => (a.created < b.created ? -1 : a.created > b.created ? 1 : a.id < b.id ? -1 : 1));
  const isTaken = takenBy(store);
  const fresh = Map.groupBy(
    all.filter((annotation) => !isTaken(annotation)),
    ({ item }) => item,
  );
  return [...fresh].map(([item, annotations]) => {
    const { id, url, ...rest } = store.items.get(item);
    return { item, markdown: quotesOf({ id, url, title: nameOfItem({ id, url, ...rest }) }, annotations) };
  });
}

/** Whether a note of finds was made of the item after the thing was said. */
function takenBy({ notes }: OpenStore): (annotation: StoredAnnotation) => boolean {
  const finds = notes.list().filter(({ noteKind }) => noteKind === "finds");
  return ({ item, created }) =>
    finds.some((note) => note.sources.includes(item) && (note.created ?? note.updated) >= created);
}

// pkm find: searches items, notes, annotations, feedback and people.
import { PkmError } from "../../base/errors.ts";
import { byDistance, distanceOfPeople, type Direction } from "../../people/distance.ts";
import { begun, needlesOf } from "../../sense/query.ts";
import { table } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { directionFrom, distanceOptions } from "../people/distance-words.ts";
import { hitRows, type Hit, type HitRow } from "./hit-row.ts";
import { notesNow, type OpenStore } from "./notes-now.ts";
import { queryFrom, queryNow } from "./query-words.ts";
import { whileReading, wordsNow } from "./words-now.ts";

const rowsMax = 20;
/** As an id is printed. */
const wholeId = /^[a-z](?=[a-z]*\d)[0-9a-z]{3,5}$/;

interface Input {
  words: string;
  isByDate: boolean;
  direction: Direction | null;
}

export const command: Command = defineCommand<Input>({
  path: "find",
  summary: "search items, notes, annotations, feedback and people",
  args: "[query...]",
  options: [...distanceOptions, { flags: "--newest", about: "the newest first, not the best" }],
  takesDashWords: true,
  examples: [
    { line: "pkm find third space", about: "both words, the best hits first" },
    { line: "pkm find '\"third space\"' -office tag:trust", about: "a phrase, without a word, with a tag" },
    { line: "pkm find kind:item is:kept since:7d", about: "a list without words, the newest first" },
  ],
  details: `Every word must be there. "a phrase"; -word excludes; a OR b; word* finds beginnings, and so does a
last word that nothing has whole.
Filters, which a dash excludes too:
  tag:trust  context:work      with that tag, in that area of life
  from:SOURCE  by:AUTHOR       brought by that source, written by that author
  in:FOLDER                    notes in that folder, or taken to that community
  since:7d  before:2026-11-01  dates, or a time ago: 24h 7d 2w 3m 1y
  is:new                       or read, kept, noted, shared, dropped, let-go, muted;
                               what is muted is found with is:muted alone
  kind:note                    or item, annotation, feedback, person; idea, finds,
                               practice, question for notes of that kind
  via:3  links:n3d4            brought by three sources, linked with that note or item
@name stands for a saved query: pkm config get views`,
  parse(words) {
    const query = queryFrom(words.args);
    if (query.trim() === "")
      throw new PkmError("usage", "there is nothing to look for", { hint: "pkm find kind:item" });
    return { words: query, isByDate: words.flag("newest"), direction: directionFrom(words) };
  },
  async run(context, { words, isByDate, direction }) {
    const query = queryNow(context, words);
    const { store } = await notesNow(context);
    wordsNow(context, store, query);
    const limit = context.flags.limit ?? rowsMax;
    const how = { order: isByDate ? "date" : "merit" } as const;
    const whole = whileReading(context, (onProgress) => store.search.find(query, limit, { ...how, onProgress }));
    // A word that nothing has may be one that is still being typed.
    const typing = whole.length === 0 ? begun(query) : null;
    const found = typing === null ? whole : store.search.find(typing, limit, how);
    const hits = hitRows(store, found, needlesOf(typing ?? query));
    const rows = direction === null ? hits : sortByDistance(store, hits, direction);
    return table<HitRow>(
      {
        rows: rows.map(({ value }) => value),
        columns: [
          { title: "id", value: ({ id, path }) => id ?? path ?? "", tone: "id" },
          { title: "kind", value: ({ kind }) => kind, tone: "dim", hiddenBelowColumns: 60 },
          { title: "found", value: foundText, isFlexible: true, href: ({ url }) => url ?? null },
        ],
        empty: "nothing was found",
      },
      {
        ids: rows.map(({ ref }) => ref),
        words: [
          ...(typing !== null && found.length > 0
            ? ["nothing has the last word whole; these have one that begins so"]
            : []),
          ...(found.length === 0 && wholeId.test(words.trim()) ? [`by its id: pkm show ${words.trim()}`] : []),
          ...(limit > 0 && found.length === limit ? [`the first ${limit}: --limit 0 shows all`] : []),
        ],
      },
    );
  },
});

/** What is no item is my own record, or a person's: nearest of all. */
function sortByDistance(store: OpenStore, hits: readonly Hit[], direction: Direction): readonly Hit[] {
  const steps = store.people.steps();
  return byDistance(hits, direction, ({ value }) =>
    value.people === undefined ? 0 : distanceOfPeople(value.people, steps),
  );
}

/** Title and snippet on one line; a snippet that only repeats the title is left out. */
function foundText({ title, snippet }: HitRow): string {
  if (title === undefined || title === null || title === "") return snippet;
  return snippet === "" || snippet.startsWith(title) ? snippet || title : `${title} · ${snippet}`;
}

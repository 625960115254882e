// pkm sense stale: cited passages that changed or vanished, and what leans on them.
import type { StalePassage } from "../../sense/stale.ts";
import { table } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { notesNow } from "./notes-now.ts";
import { passagesNow } from "./passages.ts";

const wordsFor = { same: "page gone", moved: "moved", gone: "gone" } as const;

export const command: Command = defineCommand({
  path: "sense stale",
  summary: "list cited passages that changed or vanished, and what leans on them",
  args: "",
  options: [],
  examples: [{ line: "pkm sense stale", about: "what to look at again before it is shared further" }],
  details:
    "A passage that was marked is looked for in the item's present text: moved is elsewhere in it or among other words,\n" +
    "gone is nowhere in it, page gone is an item whose every source is gone. Beside it stand the notes made of the item or\n" +
    "linked to it, and the shares of those notes that have left.",
  parse: () => null,
  async run(context) {
    const { store } = await notesNow(context);
    const all = passagesNow(store);
    const limit = context.flags.limit ?? 0;
    const rows = limit === 0 ? all : all.slice(0, limit);
    const shares = new Set(rows.flatMap((row) => row.shares.map(({ id }) => id)));
    return table<StalePassage>(
      {
        rows,
        columns: [
          { title: "mark", value: ({ annotation }) => annotation, tone: "id" },
          { title: "passage", value: ({ anchor }) => wordsFor[anchor], tone: "warn" },
          { title: "quote", value: ({ quote }) => quote, isFlexible: true },
          { title: "notes", value: ({ notes }) => notes.map(({ ref }) => ref).join(", ") },
          { title: "shares", value: ({ shares: all }) => all.map(shareText).join(", ") },
        ],
        empty: "every cited passage stands where it stood",
      },
      {
        ids: rows.map(({ annotation }) => annotation),
        words: [...shares].map((share) => `what ${share} says of it has left: pkm share revise ${share}`),
      },
    );
  },
});

function shareText({ id, places }: StalePassage["shares"][number]): string {
  return `${id} (${places.join(", ")})`;
}

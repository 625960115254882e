// pkm sense: what was kept and not yet made into a note, the longest kept first.
import { byDistance, distanceOfPeople, type Direction } from "../../people/distance.ts";
import { nameOfItem } from "../../seek/item.ts";
import { table } from "../../ui/report.ts";
import { agoText } from "../../ui/time.ts";
import { defineCommand, type Command } from "../command.ts";
import { directionFrom, distanceOptions } from "../people/distance-words.ts";
import { notesNow } from "./notes-now.ts";

const rowsMax = 20;

export const command: Command = defineCommand<Direction | null>({
  path: "sense",
  summary: "list what was kept and not yet made into a note",
  args: "",
  options: distanceOptions,
  examples: [
    { line: "pkm sense", about: "the longest kept first" },
    { line: "pkm sense --limit 0 --ids", about: "all of it, as ids" },
  ],
  parse: directionFrom,
  async run(context, direction) {
    const { store } = await notesNow(context);
    const limit = context.flags.limit ?? rowsMax;
    const kept = store.items.keptWithoutNote(limit === 0 || direction !== null ? -1 : limit);
    const steps = direction === null ? null : store.people.steps();
    const rows =
      direction === null || steps === null
        ? kept
        : byDistance(kept, direction, ({ people }) => distanceOfPeople(people, steps)).slice(
            0,
            limit === 0 ? undefined : limit,
          );
    const now = context.clock.now();
    const [first] = rows;
    return table(
      {
        rows,
        columns: [
          { title: "id", value: ({ id }) => id, tone: "id" },
          { title: "title", value: nameOfItem, isFlexible: true, tone: "strong" },
          { title: "source", value: ({ source }) => source.title ?? source.url, tone: "dim", hiddenBelowColumns: 70 },
          { title: "from", value: (item) => agoText(item.published ?? item.fetched, now), tone: "dim" },
        ],
        empty: "nothing kept waits for a note",
      },
      {
        ids: rows.map(({ id }) => id),
        words: [
          first === undefined
            ? "find something to keep: pkm digest"
            : `make a note of the first: pkm sense note ${first.id}`,
        ],
      },
    );
  },
});

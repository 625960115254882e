// pkm seek list: every source, how it fares and what it brings.
import { byDistance, distanceOfPeople, type Direction } from "../../people/distance.ts";
import type { PersonStep } from "../../people/person.ts";
import type { Source } from "../../seek/source.ts";
import { agoText } from "../../ui/time.ts";
import { table, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { directionFrom, distanceOptions } from "../people/distance-words.ts";

export const command: Command = defineCommand<Direction | null>({
  path: "seek list",
  summary: "your sources: health, items, rhythm",
  args: "",
  options: distanceOptions,
  examples: [
    { line: "pkm seek list", about: "all of them, by title" },
    { line: "pkm seek list --jsonl", about: "one object a line, for jq" },
  ],
  parse: directionFrom,
  run: list,
});

async function list(context: Context, direction: Direction | null): Promise<Report> {
  const { clock, flags } = context;
  const { sources, people } = await context.store();
  const listed = sources.list();
  const all = direction === null ? listed : sortByDistance(listed, direction, people.steps());
  const rows = flags.limit === null || flags.limit === 0 ? all : all.slice(0, flags.limit);
  const now = clock.now();
  return table<Source>(
    {
      rows,
      columns: [
        { title: "id", value: ({ id }) => id, tone: "id" },
        { title: "title", value: ({ title, url }) => title ?? url, isFlexible: true, href: ({ site }) => site },
        { title: "items", value: ({ items }) => items, align: "right", hiddenBelowColumns: 70 },
        { title: "unread", value: ({ unread }) => unread, align: "right" },
        { title: "a week", value: ({ perWeek }) => perWeek, align: "right", hiddenBelowColumns: 70 },
        { title: "kept", value: keptText, align: "right", hiddenBelowColumns: 90 },
        { title: "last new", value: ({ lastNew }) => agoText(lastNew, now), hiddenBelowColumns: 60 },
        { title: "state", value: stateText, tone: ({ error }) => (error === null ? "plain" : "bad") },
      ],
      empty: "no sources yet: pkm seek add <url>",
    },
    { ids: rows.map(({ id }) => id) },
  );
}

function sortByDistance(
  sources: readonly Source[],
  direction: Direction,
  steps: ReadonlyMap<string, PersonStep>,
): readonly Source[] {
  return byDistance(sources, direction, ({ person }) => distanceOfPeople(person === null ? [] : [person], steps));
}

function keptText({ keptRatio }: Source): string | null {
  return keptRatio === null ? null : `${Math.round(keptRatio * 100)} %`;
}

function stateText({ state, error }: Source): string {
  return error === null ? state : `${state}: ${error.message}`;
}

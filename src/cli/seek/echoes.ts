// pkm seek echoes: stories that several sources tell: repeats of one report, and reports that are independent of it.
import { distanceNames, distanceOfPeople, type DistanceName } from "../../people/distance.ts";
import { nameOfItem, type Item } from "../../seek/item.ts";
import { storiesOf, type RepeatKind, type Story, type StoryReport } from "../../seek/story.ts";
import { table, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";

interface Telling extends Pick<Item, "id" | "title" | "url" | "published" | "source"> {
  /** Jaccard similarity with the origin's text, 0 to 1; 1 for the origin, 0 where it only passes its page on. */
  similarity: number;
  how: RepeatKind | "origin";
  /** How far away the nearest person it is of stands. */
  distance: DistanceName;
}

interface Retold {
  origin: Telling;
  echoes: readonly Telling[];
}

interface Row extends Retold {
  /** Reports of the story that repeat neither the origin nor one another, the nearest first. */
  independent: readonly Retold[];
}

const rowsMax = 20;
/** A store that was never looked at is looked at in several goes. */
const itemsMax = 3000;
/** Of so many latest items stories are made. */
const latestMax = 2000;

export const command: Command = defineCommand<{ isWhole: boolean }>({
  path: "seek echoes",
  summary: "stories several sources tell: repeats of one report, and independent reports by distance",
  args: "",
  options: [{ flags: "--tellings", about: "every telling on a line of its own, instead of a line for each story" }],
  examples: [
    { line: "pkm seek echoes", about: "the latest first" },
    { line: "pkm seek echoes --tellings", about: "who repeats whom, and who reports on their own" },
    { line: "pkm seek echoes --jsonl", about: "with the likeness of each to its origin" },
  ],
  details:
    "A repeat has nearly the same text (four of five of its five-word runs are the origin's), or passes the page on, or is the\n" +
    "same page from another source; the origin is the one published first, and where no date tells, the one the others link\n" +
    "to. Independent reports of one thing are told by their titles: within a week, of two sources, three telling words alike.\n" +
    "Whether what they say is true nobody has looked into. A digest shows the origin of a repeated text alone.",
  parse: (words) => ({ isWhole: words.flag("tellings") }),
  run: echoes,
});

async function echoes(context: Context, { isWhole }: { isWhole: boolean }): Promise<Report> {
  const store = await context.store();
  const left = store.echoes.catchUp(itemsMax);
  const limit = context.flags.limit ?? rowsMax;
  const stories = storiesOf(store.stories.items({ itemsMax: latestMax, groupsMax: limit }));
  const shown = limit === 0 ? stories : stories.slice(0, limit);
  const rows = await rowsOf(context, shown);
  const words = left === 0 ? [] : [`${left} items were not looked at yet: pkm seek echoes`];
  return isWhole ? tellingsReport(rows, words) : storiesReport(rows, words);
}

async function rowsOf(context: Context, stories: readonly Story[]): Promise<readonly Row[]> {
  const store = await context.store();
  const ids = stories.flatMap(({ reports }) =>
    reports.flatMap(({ origin, repeats }) => [origin, ...repeats.map(({ item }) => item)]),
  );
  const items = new Map(store.items.some([...new Set(ids)]).map((item) => [item.id, item]));
  const told = stories.flatMap(({ reports }) =>
    reports.flatMap(({ source, repeats }) => [source, ...repeats.map((repeat) => repeat.source)]),
  );
  const sources = new Map([...new Set(told)].map((id) => [id, store.sources.get(id)]));
  const steps = store.people.steps();
  store.origins.catchUp();
  const authors = store.whose.authors([...items.keys()]);
  const telling = (id: string, source: string, told: Pick<Telling, "how" | "similarity">): readonly Telling[] => {
    const item = items.get(id);
    const from = sources.get(source);
    if (item === undefined || from === undefined) return [];
    // The same page from another source is told by whose source it is, not by who wrote it.
    const people = told.how === "same" ? [from.person ?? ""] : (authors.get(id) ?? []);
    return [tellingOf(item, { ...told, source: from, distance: distanceNames[distanceOfPeople(people, steps)] })];
  };
  const retold = ({ origin, source, repeats }: StoryReport): readonly Retold[] =>
    telling(origin, source, { how: "origin", similarity: 1 }).map((first) => ({
      origin: first,
      echoes: repeats.flatMap(({ item, source: other, how, similarity }) => telling(item, other, { how, similarity })),
    }));
  return stories.flatMap(({ reports }): Row[] => {
    const [first, ...others] = reports.flatMap(retold);
    if (first === undefined) return [];
    return [{ ...first, independent: others.toSorted((a, b) => rank(a.origin) - rank(b.origin)) }];
  });
}

function rank({ distance }: Telling): number {
  return distanceNames.indexOf(distance);
}

function storiesReport(rows: readonly Row[], words: readonly string[]): Report {
  return table<Row>(
    {
      rows,
      columns: [
        { title: "id", value: ({ origin }) => origin.id, tone: "id" },
        { title: "story", value: ({ origin }) => origin.title, isFlexible: true },
        { title: "first", value: ({ origin }) => nameOfSource(origin), hiddenBelowColumns: 60 },
        { title: "again in", value: (row) => row.echoes.map(nameOfSource).join(", ") },
        { title: "independent", value: ({ independent }) => byDistance(independent) },
      ],
      empty: "no story is told twice",
    },
    {
      ids: rows.map(({ origin }) => origin.id),
      words: [...words, ...(rows.length === 0 ? [] : ["every telling: pkm seek echoes --tellings"])],
    },
  );
}

/** "2: 1 in-touch, 1 unknown". */
function byDistance(independent: readonly Retold[]): string {
  if (independent.length === 0) return "";
  const counts = Map.groupBy(independent, ({ origin }) => origin.distance);
  const parts = [...counts].map(([distance, own]) => `${own.length} ${distance}`);
  return `${independent.length}: ${parts.join(", ")}`;
}

function tellingsReport(rows: readonly Row[], words: readonly string[]): Report {
  const all = rows.flatMap((row, at) =>
    [row, ...row.independent].flatMap(({ origin, echoes: again }, nth) => [
      { story: at + 1, report: nth + 1, ...origin },
      ...again.map((telling) => ({ story: at + 1, report: nth + 1, ...telling })),
    ]),
  );
  return table<(typeof all)[number]>(
    {
      rows: all,
      columns: [
        { title: "story", value: ({ story }) => story, align: "right" },
        { title: "report", value: ({ report }) => report, align: "right" },
        { title: "how", value: ({ how }) => how },
        { title: "id", value: ({ id }) => id, tone: "id" },
        { title: "distance", value: ({ distance }) => distance, hiddenBelowColumns: 70 },
        { title: "source", value: nameOfSource, hiddenBelowColumns: 60 },
        { title: "title", value: ({ title }) => title, isFlexible: true },
      ],
      empty: "no story is told twice",
    },
    { ids: all.map(({ id }) => id), words },
  );
}

interface From {
  source: { id: string; title: string | null; url: string };
  how: Telling["how"];
  similarity: number;
  distance: DistanceName;
}

function tellingOf(
  item: Item,
  { source: { id: sourceId, title, url: sourceUrl }, how, similarity, distance }: From,
): Telling {
  const { id, url, published } = item;
  const source = { id: sourceId, title, url: sourceUrl };
  return {
    id,
    title: nameOfItem(item),
    url,
    published,
    source,
    similarity: Math.round(similarity * 1000) / 1000,
    how,
    distance,
  };
}

function nameOfSource({ source }: Telling): string {
  return source.title ?? source.url;
}

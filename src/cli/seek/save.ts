// pkm seek save: keeps the readable text of single pages.
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import { nameOfItem } from "../../seek/item.ts";
import { savePage, type PageWish, type SavedItem, type SavePorts } from "../../seek/save.ts";
import { filterKinds, type FilterKind } from "../../seek/source.ts";
import { table, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { recorderFor, Rehearsed } from "../dry-run.ts";
import { tagsFrom } from "./source-words.ts";

interface Input {
  urls: readonly string[];
  tags: readonly string[];
  how: FilterKind;
  comment: string | null;
}

export const command: Command = defineCommand<Input>({
  path: "seek save",
  summary: "keep the readable text of a page",
  args: "<url...>",
  options: [
    { flags: "-t, --tag <tag>", about: "tag the item", isRepeatable: true },
    { flags: "-m, --message <text>", about: "a comment of your own" },
    { flags: "--how <filter>", about: `how it reached you: ${filterKinds.join(", ")}`, choices: filterKinds },
  ],
  examples: [
    { line: "pkm seek save https://example.org/essay", about: "without menus and adverts" },
    { line: 'pkm seek save https://example.org/essay -t trust -m "for the round"', about: "tagged, with a comment" },
  ],
  details:
    "The page becomes an item of the source “saved pages”. Saving it again keeps the older text as a version where the " +
    "words have changed. A comment is an annotation, and keeps the item.",
  parse(words) {
    const comment = words.text("message");
    if (comment?.trim() === "") throw new PkmError("usage", "-m is empty", { hint: "pkm seek save --help" });
    if (comment !== null && words.args.length > 1)
      throw new PkmError("usage", "a comment is on one page", { hint: "pkm seek save URL -m TEXT" });
    return {
      urls: words.args,
      tags: tagsFrom(words, "tag"),
      how: words.choice("how", filterKinds) ?? "naive",
      comment,
    };
  },
  run: save,
});

async function save(context: Context, { urls, tags, how, comment }: Input): Promise<Report> {
  const store = await context.store();
  const { readFeed, readPage } = await context.readers();
  const recorded = { ...store, changes: recorderFor(context, store) };
  const ports = { web: await context.web(), readFeed, readPage, store: recorded, clock: context.clock };
  const also = (item: string): void => {
    if (comment === null) return;
    const { versions } = store.items.get(item);
    store.annotations.add({ item, version: versions, quote: null, comment });
    store.items.mark(item, "kept");
  };
  const outcomes: Outcome[] = [];
  for (const typed of urls) {
    context.person.progress(plainLine(typed).slice(0, 60));
    outcomes.push(await saveOne({ typed, filter: how, tags, also }, ports));
  }
  context.person.progress("");
  return report(outcomes);
}

type Outcome = { saved: SavedItem } | { error: PkmError } | { would: string };

async function saveOne(wish: PageWish, ports: SavePorts): Promise<Outcome> {
  try {
    return { saved: await savePage(wish, ports) };
  } catch (thrown) {
    if (thrown instanceof PkmError) return { error: thrown };
    if (thrown instanceof Rehearsed) return { would: thrown.summary };
    throw thrown;
  }
}

function report(outcomes: readonly Outcome[]): Report {
  const saved = outcomes.flatMap((outcome) => ("saved" in outcome ? [outcome.saved] : []));
  const failures = outcomes.flatMap((outcome) => ("error" in outcome ? [outcome.error] : []));
  const would = outcomes.flatMap((outcome) => ("would" in outcome ? [`not done: ${outcome.would}`] : []));
  const [first] = failures;
  if (first !== undefined && outcomes.length === 1) throw first;
  return table(
    {
      rows: saved.map(({ item, what }) => ({ ...item, what })),
      columns: [
        { title: "id", value: ({ id }) => id, tone: "id" },
        { title: "title", value: nameOfItem, isFlexible: true },
        { title: "minutes", value: ({ minutes }) => minutes, align: "right" },
        { title: "saved", value: ({ what }) => what },
      ],
      empty: would.join("\n"),
    },
    {
      ids: saved.map(({ item }) => item.id),
      outcome: first === undefined ? null : failures.length < outcomes.length ? "partial" : first.kind,
      complaints: failures.map(({ message, mend }) => [message, ...mend.map((hint) => `try: ${hint}`)].join("; ")),
      words: saved.map(wordsFor),
    },
  );
}

function wordsFor({ item, what, isWhole }: SavedItem): string {
  const whole = isWhole ? ", the whole page, for its main part could not be told" : "";
  const read = `pkm show ${item.id} --full`;
  if (what === "brought") return `${item.id} is there already, as its source brought it: ${read}`;
  if (what === "same") return `${item.id} was saved before and has not changed: ${read}`;
  return `saved ${item.id}${whole}: ${read}`;
}

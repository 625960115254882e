// pkm seek add: subscribes to feeds, or to the feeds that pages name.
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import { nameOfItem } from "../../seek/item.ts";
import { pooled } from "../../seek/pool.ts";
import { filterKinds, type FilterKind } from "../../seek/source.ts";
import { subscribe, type Subscribed, type SubscribePorts, type Wish } from "../../seek/subscribe.ts";
import { text, type Report } from "../../ui/report.ts";
import { defineCommand, type Command, type Words } from "../command.ts";
import type { Context } from "../context.ts";
import { recorderFor, Rehearsed } from "../dry-run.ts";

interface Input {
  urls: readonly string[];
  tags: readonly string[];
  contexts: readonly string[];
  /** Reference to a person, or null. */
  by: string | null;
  how: FilterKind | null;
  takeMax: number | null;
}

const usualTake = 10;
const atOnceMax = 8;

export const command: Command = defineCommand<Input>({
  path: "seek add",
  summary: "subscribe to a feed, or to the feed a page names",
  args: "<url...>",
  options: [
    { flags: "-t, --tag <tag>", about: "tag the source", isRepeatable: true },
    { flags: "--by <person>", about: "the person whose feed it is" },
    { flags: "--context <context>", about: "the area of life it belongs to", isRepeatable: true },
    { flags: "--how <filter>", about: `how it reached you: ${filterKinds.join(", ")}` },
    { flags: "--all", about: "take every item there is, not the newest 10" },
    { flags: "--none", about: "take only what comes from now on" },
  ],
  examples: [
    { line: "pkm seek add jarche.com", about: "finds the feed of the page" },
    {
      line: "pkm seek add https://example.org/feed.xml -t learning --how expert",
      about: "tagged, and through an expert",
    },
  ],
  details:
    "The feed is fetched at once. Its newest 10 items wait to be read; the others are stored and found by `pkm find`, " +
    "but let go. Adding a source that is there already changes nothing.",
  parse: parseWords,
  run: add,
});

function parseWords(words: Words): Input {
  if (words.flag("all") && words.flag("none")) {
    throw new PkmError("usage", "--all and --none cannot go together", { hint: "pkm seek add --help" });
  }
  const tidy = (name: string): readonly string[] =>
    words
      .list(name)
      .map((value) => value.replace(/^#/, "").trim())
      .filter((value) => value !== "");
  return {
    urls: words.args,
    tags: tidy("tag"),
    contexts: tidy("context"),
    by: words.text("by"),
    how: words.choice("how", filterKinds),
    takeMax: words.flag("all") ? null : words.flag("none") ? 0 : usualTake,
  };
}

async function add(context: Context, input: Input): Promise<Report> {
  const { clock, person } = context;
  const store = await context.store();
  const { urls, tags, contexts, by, how, takeMax } = input;
  const byPerson = by === null ? null : store.refs.find(by, ["person"]);
  const wish = {
    filter: how ?? (byPerson === null ? "naive" : "network"),
    person: byPerson,
    tags,
    contexts,
    takeMax,
  } as const;
  const recorded = { ...store, changes: recorderFor(context, store) };
  const ports = { web: await context.web(), readFeed: (await context.readers()).readFeed, store: recorded, clock };
  try {
    return report(
      await addAll(
        urls.map((typed) => ({ ...wish, typed })),
        ports,
        person.progress,
      ),
      urls.length,
    );
  } finally {
    person.progress("");
  }
}

interface Added {
  done: readonly Subscribed[];
  failures: readonly PkmError[];
  /** With -n what would have been done. */
  rehearsed: readonly string[];
}

type Outcome = { added: Subscribed } | { error: PkmError } | { would: string };

async function addAll(
  wishes: readonly Wish[],
  ports: SubscribePorts,
  progress: (line: string) => void,
): Promise<Added> {
  const outcomes: (Outcome | null)[] = wishes.map(() => null);
  await pooled([...wishes.entries()], {
    size: atOnceMax,
    signal: null,
    async act([at, wish]) {
      // A line that wraps could not be taken away again.
      progress(plainLine(wish.typed).slice(0, 60));
      outcomes[at] = await addOne(wish, ports);
    },
  });
  const settled = outcomes.filter((outcome) => outcome !== null);
  return {
    done: settled.flatMap((outcome) => ("added" in outcome ? [outcome.added] : [])),
    failures: settled.flatMap((outcome) => ("error" in outcome ? [outcome.error] : [])),
    rehearsed: settled.flatMap((outcome) => ("would" in outcome ? [outcome.would] : [])),
  };
}

async function addOne(wish: Wish, ports: SubscribePorts): Promise<Outcome> {
  try {
    return { added: await subscribe(wish, ports) };
  } catch (thrown) {
    if (thrown instanceof PkmError) return { error: thrown };
    if (thrown instanceof Rehearsed) return { would: thrown.summary };
    throw thrown;
  }
}

function report({ done, failures, rehearsed }: Added, wanted: number): Report {
  const [first] = failures;
  if (first !== undefined && wanted === 1) throw first;
  const outcome = first === undefined ? null : failures.length < wanted ? "partial" : first.kind;
  const value = rehearsed.length === 0 ? done : { dryRun: true, would: rehearsed };
  return text(
    { value, text: [...done.map(shown), ...rehearsed.map((summary) => `not done: ${summary}`)].join("\n") },
    {
      ids: done.map(({ source }) => source),
      outcome,
      complaints: failures.map(({ message, mend }) => [message, ...mend.map((hint) => `try: ${hint}`)].join("; ")),
      words: done.some(({ new: fresh }) => fresh > 0) ? ["read on: pkm digest"] : [],
    },
  );
}

function shown(added: Subscribed): string {
  const { source, title, url, newest, items, foundAt } = added;
  const name = `${source}  ${plainLine(title ?? url)}`;
  if (added.wasKnown) return `${name}: was there already, nothing is changed`;
  const rest = items - added.new;
  const counts = [`${added.new} new`, ...(rest > 0 ? [`${rest} older let go`] : [])].join(", ");
  return [
    `${name}: ${counts}`,
    ...(foundAt === null && title !== null ? [] : [`      ${url}`]),
    ...(added.isCutShort ? ["      the feed is cut short: what stands in it was read"] : []),
    ...newest.map((item) => `      ${plainLine(nameOfItem(item))}`),
  ].join("\n");
}

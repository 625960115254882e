// pkm seek add: subscribes to feeds, or to the feeds that pages name.
import { PkmError } from "../../base/errors.ts";
import { contextName } from "../../sense/context.ts";
import { pooled } from "../../base/pool.ts";
import { filterKinds, shownUrl, usualSettings, type FilterKind, type SourceSettings } from "../../seek/source.ts";
import { indexSome } from "../../seek/settle.ts";
import { subscribe, subscribeUnread, type Subscribed, type SubscribePorts } from "../../seek/subscribe.ts";
import { text, type Report } from "../../ui/report.ts";
import { defineCommand, type Command, type Words } from "../command.ts";
import type { Context } from "../context.ts";
import { recorderFor, Rehearsed } from "../dry-run.ts";
import { givenSources, type AddWish, type Given } from "./add-list.ts";
import { addedText } from "./add-text.ts";
import { readPages } from "./read-pages.ts";
import { askingFrom, askingOptions, tagsFrom } from "./source-words.ts";

interface Input {
  urls: readonly string[];
  tags: readonly string[];
  contexts: readonly string[];
  /** Reference to a person, or null. */
  by: string | null;
  how: FilterKind | null;
  takeMax: number | null;
  settings: SourceSettings;
  wantsPages: boolean;
}

const usualTake = 10;
const atOnceMax = 8;
/** More sources than this are told of on one line each. */
const wholeTextMax = 10;

export const command: Command = defineCommand<Input>({
  path: "seek add",
  summary: "subscribe to a feed, a page's feed, a program, or the feeds of an OPML file",
  args: "<url...>",
  options: [
    { flags: "-t, --tag <tag>", about: "tag the source", isRepeatable: true },
    { flags: "--by <person>", about: "the person whose feed it is" },
    { flags: "--context <context>", about: "the area of life it belongs to", isRepeatable: true },
    { flags: "--how <filter>", about: `how it reached you: ${filterKinds.join(", ")}`, choices: filterKinds },
    ...askingOptions,
    { flags: "--all", about: "take every item there is, not the newest 10" },
    { flags: "--none", about: "take only what comes from now on" },
    { flags: "--full", about: "read the page of each item, for a feed that brings only beginnings" },
  ],
  examples: [
    { line: "pkm seek add jarche.com", about: "finds the feed of the page" },
    {
      line: "pkm seek add https://example.org/feed.xml -t learning --how expert",
      about: "tagged, and through an expert",
    },
    { line: "pkm seek add sources.opml", about: "every feed of another reader's list; its folders become tags" },
    { line: "pkm seek add pack:learning", about: "feeds to begin with; there are communities and software too" },
    { line: "pkm seek add 'exec:my-feed --all'", about: "what a program of yours prints, which has to be a feed" },
    { line: "pkm seek add https://example.org/mine --secret env:PASSWORD --user ada", about: "behind a password" },
  ],
  details:
    "The feed is fetched at once. Its newest 10 items wait to be read; the others are stored and found by `pkm find`, " +
    "but let go. Adding a source that is there already changes nothing; one that was " +
    "removed comes back as if for the first time, but for what you dealt with. Where a page names no feed, the links that look " +
    "like one and the usual places on its server are tried. A program is run without a shell, with your environment, " +
    "for 20 seconds at most; it can be named here only, never by a list or a feed. A feed of a list is added also where " +
    "its server does not answer now.",
  parse: parseWords,
  run: add,
});

function parseWords(words: Words): Input {
  if (words.flag("all") && words.flag("none")) {
    throw new PkmError("usage", "--all and --none cannot go together", { hint: "pkm seek add --help" });
  }
  return {
    urls: words.args,
    tags: tagsFrom(words, "tag"),
    contexts: [...new Set(words.list("context").map(contextName))],
    by: words.text("by"),
    how: words.choice("how", filterKinds),
    takeMax: words.flag("all") ? null : words.flag("none") ? 0 : usualTake,
    settings: settingsFrom(words),
    wantsPages: words.flag("full"),
  };
}

function settingsFrom(words: Words): SourceSettings {
  const settings = { ...usualSettings, ...askingFrom(words) };
  if (settings.user === null || settings.secret !== null) return settings;
  throw new PkmError("usage", "--user goes with a --secret", { hint: "pkm seek add --help" });
}

async function add(context: Context, input: Input): Promise<Report> {
  const { clock, person, runProgram, secret } = context;
  const store = await context.store();
  const { urls, tags, contexts, by, how, takeMax, settings } = input;
  const byPerson = by === null ? null : store.refs.find(by, ["person"]);
  const wish = {
    filter: how ?? (byPerson === null ? "naive" : "network"),
    person: byPerson,
    tags,
    contexts,
    takeMax,
    settings,
  } as const;
  const given = await givenSources(context, urls, wish);
  const recorded = { ...store, changes: recorderFor(context, store) };
  const { readFeed } = await context.readers();
  const ports = { web: await context.web(), readFeed, store: recorded, clock, runProgram, secret };
  try {
    const added = await addAll(given.wishes, ports, person.progress);
    if (input.wantsPages) await readPagesOf(context, added.done);
    indexSome(store.search, { brought: added.done.reduce((sum, { items }) => sum + items, 0) });
    return report(added, given);
  } finally {
    person.progress("");
  }
}

/** From now on, and of what came just now at once. */
async function readPagesOf(context: Context, added: readonly Subscribed[]): Promise<void> {
  const { sources, changes } = await context.store();
  const ids = added.filter(({ wasKnown }) => !wasKnown).map(({ source }) => source);
  if (ids.length === 0) return;
  changes.record(`read the pages of ${ids.join(", ")}`, () => {
    for (const id of ids) sources.edit(id, { fullText: 1 });
  });
  await readPages(context);
}

interface Added {
  done: readonly Subscribed[];
  failures: readonly PkmError[];
  /** With -n what would have been done. */
  rehearsed: readonly string[];
}

type Outcome = { added: Subscribed } | { error: PkmError } | { would: string };

async function addAll(
  wishes: readonly AddWish[],
  ports: SubscribePorts,
  progress: (line: string) => void,
): Promise<Added> {
  const outcomes: (Outcome | null)[] = wishes.map(() => null);
  await pooled([...wishes.entries()], {
    size: atOnceMax,
    signal: null,
    async act([at, wish]) {
      progress(shownUrl(wish.typed));
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

async function addOne(wish: AddWish, ports: SubscribePorts): Promise<Outcome> {
  try {
    return { added: await orUnread(wish, ports) };
  } catch (thrown) {
    if (thrown instanceof PkmError) return { error: thrown };
    if (thrown instanceof Rehearsed) return { would: thrown.summary };
    throw thrown;
  }
}

/** A feed of a list is not lost because its server is not there at the moment. */
async function orUnread(wish: AddWish, ports: SubscribePorts): Promise<Subscribed> {
  try {
    return await subscribe(wish, ports);
  } catch (thrown) {
    if (!(thrown instanceof PkmError) || !wish.isListed) throw thrown;
    return subscribeUnread(wish, thrown.message, ports);
  }
}

function report({ done, failures, rehearsed }: Added, { wishes, notTaken, remarks }: Given): Report {
  const [first] = failures;
  if (first !== undefined && wishes.length === 1) throw first;
  const isPart = failures.length < wishes.length || notTaken.length > 0;
  const outcome = first === undefined && notTaken.length === 0 ? null : isPart ? "partial" : (first?.kind ?? null);
  const value = rehearsed.length === 0 ? done : { dryRun: true, would: rehearsed };
  const isBrief = done.length > wholeTextMax;
  const lines = [
    ...done.map((added) => addedText(added, { isBrief })),
    ...rehearsed.map((summary) => `not done: ${summary}`),
  ];
  const hasMore = done.some(({ waiting, wasKnown }) => waiting > 0 && !wasKnown);
  return text(
    { value, text: [...lines, ...remarks].join("\n") },
    {
      ids: done.map(({ source }) => source),
      outcome,
      complaints: [
        ...notTaken,
        ...failures.map(({ message, mend }) => [message, ...mend.map((hint) => `try: ${hint}`)].join("; ")),
      ],
      words: hasMore ? ["read on: pkm digest"] : [],
    },
  );
}

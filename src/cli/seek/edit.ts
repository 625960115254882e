// pkm seek edit: changes what the person says of a source: its name, address, filter, person, tags, and how it is asked.
import { instantNow } from "../../base/clock.ts";
import { PkmError } from "../../base/errors.ts";
import { addressesToTry } from "../../seek/address.ts";
import { changedAccess, movedFacts } from "../../seek/edit.ts";
import { filterKinds, originOf, shownUrl, type FilterKind, type Poll, type SourceSettings } from "../../seek/source.ts";
import type { Report } from "../../ui/report.ts";
import { defineCommand, type Command, type Words } from "../command.ts";
import type { Context } from "../context.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";
import { fullSource } from "../full-path.ts";
import { askingFrom, askingOptions, sourcesReport, tagsFrom } from "./source-words.ts";

interface Input {
  ref: string;
  /** What is left out stays; null takes it off. */
  settings: Partial<SourceSettings>;
  url: string | null;
  how: FilterKind | null;
  /** Reference to a person; "" is nobody, null was not typed. */
  by: string | null;
  add: readonly string[];
  remove: readonly string[];
  /** Null takes it off; left out when it was not typed. */
  shelf: { shelfDays?: number | null };
  /** Left out when neither --full nor --no-full was typed. */
  pages: { fullText?: 0 | 1 };
}

export const command: Command = defineCommand<Input>({
  path: "seek edit",
  summary: "change a source's name, address, tags, or how it is asked",
  args: "<source>",
  options: [
    { flags: "--title <title>", about: "your own name for it" },
    { flags: "--url <url>", about: "its new address" },
    { flags: "--how <filter>", about: `how it reached you: ${filterKinds.join(", ")}`, choices: filterKinds },
    { flags: "--by <person>", about: "the person whose feed it is" },
    { flags: "-t, --tag <tag>", about: "put a tag on it", isRepeatable: true },
    { flags: "--remove-tag <tag>", about: "take a tag off", isRepeatable: true },
    ...askingOptions,
    { flags: "--shelf <days>", about: "let its items go when they have waited unread for so long; 0 is never" },
    { flags: "--full", about: "read the page of each of its items, for a feed that brings only beginnings" },
    { flags: "--no-full", about: "leave it at what the feed brings" },
  ],
  examples: [
    { line: 'pkm seek edit s4k2 --title "Fern, daily" -t learning', about: "your own name, and a tag" },
    { line: "pkm seek edit s4k2 --secret env:FERN_PASSWORD --user ada", about: "a feed behind a password" },
    { line: "pkm seek edit s4k2 --secret 'cmd:pass show fern'", about: "a token, from your password store" },
    { line: 'pkm seek edit s4k2 --title ""', about: "called again as its feed calls itself" },
  ],
  details:
    "An empty word takes a title, person, secret, user, timeout or shelf life off. The secret is looked up when the source is asked and sent to its own " +
    "server alone; with an address on another server it is taken off.",
  parse: parseWords,
  run: (context, input) => orRehearsal(() => edit(context, input)),
});

function parseWords(words: Words): Input {
  const [ref = ""] = words.args;
  const title = words.text("title");
  const input = {
    ref,
    settings: { ...(title === null ? {} : { title: title.trim() === "" ? null : title.trim() }), ...askingFrom(words) },
    url: urlFrom(words.text("url")),
    how: words.choice("how", filterKinds),
    by: words.text("by"),
    add: tagsFrom(words, "tag"),
    remove: tagsFrom(words, "removeTag"),
    shelf: shelfFrom(words),
    pages: words.flag("full") ? ({ fullText: 1 } as const) : words.allows("full") ? {} : ({ fullText: 0 } as const),
  };
  const { settings, url, how, by, add, remove, shelf, pages } = input;
  const isNothing = Object.keys({ ...settings, ...shelf, ...pages }).length + add.length + remove.length === 0;
  if (isNothing && url === null && how === null && by === null)
    throw new PkmError("usage", "nothing to change was named", { hint: "pkm seek edit --help" });
  return input;
}

function shelfFrom(words: Words): { shelfDays?: number | null } {
  if (words.text("shelf") === null) return {};
  if (words.text("shelf") === "") return { shelfDays: null };
  return { shelfDays: words.count("shelf") };
}

function urlFrom(typed: string | null): string | null {
  if (typed === null) return null;
  return originOf(typed) === "program" ? fullSource(typed) : (addressesToTry(typed)[0] ?? typed);
}

async function edit(context: Context, input: Input): Promise<Report> {
  const store = await context.store();
  const { refs, sources, tags } = store;
  const id = refs.find(input.ref, ["source"]);
  const [poll] = sources.polls([id]);
  if (poll === undefined) throw new PkmError("not-found", `no source ${id}`, { hint: "pkm seek list" });
  const by = input.by === null ? undefined : input.by === "" ? null : refs.find(input.by, ["person"]);
  const url = newAddress(poll, input.url, sources.idOf(input.url ?? ""));
  const { access, hasLostSecret } = changedAccess({ ...poll.settings, url: poll.url }, { ...input.settings, url });
  if (access.secret === null && typeof input.settings.user === "string")
    throw new PkmError("usage", "--user goes with a --secret", { hint: "pkm seek edit --help" });
  const person = by === undefined ? {} : { person: by };
  const filter = input.how === null ? {} : { filter: input.how };
  const { title, timeoutMs } = { ...poll.settings, ...input.settings };
  recorderFor(context, store).record(`edit the source ${id}`, () => {
    const { secret, user } = access;
    sources.edit(id, { ...person, ...filter, title, timeoutMs, secret, user, url, ...input.shelf, ...input.pages });
    tags.add(id, input.add);
    tags.remove(id, input.remove);
    if (url !== poll.url) sources.setFacts(id, movedFacts(poll.facts, instantNow(context.clock)));
  });
  const lost = hasLostSecret ? [`its secret was for ${shownUrl(poll.url)}, and is taken off`] : [];
  return sourcesReport([sources.get(id)], [...lost, `changed ${id}: pkm show ${id}`]);
}

function newAddress({ id, url }: Poll, wanted: string | null, owner: string | null): string {
  if (wanted === null) return url;
  if (originOf(url) === "saved")
    throw new PkmError("usage", "saved pages have no address to change", { hint: `pkm show ${id}` });
  if (owner === null || owner === id) return wanted;
  throw new PkmError("usage", `the source ${owner} has that address`, { hint: `pkm show ${owner}` });
}

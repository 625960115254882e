// pkm digest: the morning's selection, frozen, fair to every source; its mark moves only once it was delivered.
import type { Instant } from "../../base/clock.ts";
import { PkmError } from "../../base/errors.ts";
import type { Direction } from "../../people/distance.ts";
import { checkFilter } from "../../sense/query-filter.ts";
import { newsIn, type Digest, type DigestEntry } from "../../seek/digest.ts";
import { outcomeOf } from "../../seek/refresh.ts";
import { text, type Report, type ReportExtras } from "../../ui/report.ts";
import { defineCommand, type Command, type Words } from "../command.ts";
import type { Context } from "../context.ts";
import { directionFrom, distanceOptions } from "../people/distance-words.ts";
import { askSources } from "../seek/ask-sources.ts";
import { queryFrom } from "../sense/query-words.ts";
import { deliverDigest, findOut } from "./digest-deliver.ts";
import { digestForms, printDigest, type DigestForm } from "./digest-form.ts";
import { gatherDigest } from "./digest-gather.ts";

export interface DigestInput {
  query: string;
  /** As typed; null for everything not shown yet. */
  since: string | null;
  form: DigestForm;
  /** Where it goes: an address, or "" for the one in config.toml; null for not by mail. */
  mailTo: string | null;
  out: string | null;
  isFetching: boolean;
  isPeek: boolean;
  direction: Direction | null;
}

export const command: Command = defineCommand<DigestInput>({
  path: "digest",
  summary: "what waits, a fair selection; each item is shown once",
  args: "[query...]",
  takesDashWords: true,
  options: [
    { flags: "--since <when>", about: "last: all not shown yet (default); 24h, 7d or a date: only what came since" },
    { flags: "--format <form>", about: `${digestForms.join(", ")}; with --out told by the file's name` },
    { flags: "--mail [to]", about: "by mail, to this address or the one in config.toml", valueForm: /^[^-:][^:]*@/ },
    { flags: "--out <file>", about: "into a file, written whole or not at all" },
    { flags: "--fetch", about: "ask the sources that are due first" },
    { flags: "--peek", about: "show it, but let it count as not shown" },
    ...distanceOptions,
  ],
  examples: [
    { line: "pkm digest", about: "a turn for every source, at most 12 items" },
    { line: "pkm digest --limit 5 --peek", about: "a look that changes nothing" },
    { line: "pkm digest tag:craft", about: "of what waits only that" },
    { line: "pkm digest --fetch --mail", about: "every morning: see pkm schedule" },
    { line: "pkm digest --out ~/digest.html", about: "a page for the browser" },
    { line: "pkm digest --json", about: "with excerpts and reasons, for a program" },
  ],
  details:
    "An item counts as shown once the digest came through: printed whole, written, or taken by the mail server. One that\n" +
    "did not is made anew. Without news there is no digest: nothing is printed, written or mailed.\n" +
    "A digest that the mail server may or may not have taken is looked for in your mailbox, where config.toml says how\n" +
    "(pkm help digest-mail); otherwise it is not sent again, and the next one says so. It is never twice in the mailbox.\n" +
    "--fetch names sources that began to fail, and then the status is 5; the digest still goes.",
  parse: parseDigest,
  async run(context, input) {
    const since = input.since === null ? null : sinceOf(input.since, context.clock.now());
    if (input.isPeek || context.flags.isDryRun) {
      if (input.mailTo !== null) (await context.post()).check(input.mailTo === "" ? null : input.mailTo);
      const { digest } = await gatherDigest(context, { ...input, since });
      if (digest.sections.length === 0) return nothing(context, digest, {});
      return text({ value: digest, ...(await printDigest(context, digest, input.form)) }, { ids: idsOf(digest) });
    }
    return make(context, { ...input, since });
  },
});

function parseDigest(words: Words): DigestInput {
  const [out, mailTo, since] = [words.out(), words.text("mail"), words.text("since")];
  const hint = "pkm digest --help";
  if (out !== null && mailTo !== null)
    throw new PkmError("usage", "a digest goes by --mail or to --out, not both", { hint });
  if (words.flag("peek") && (out !== null || mailTo !== null || words.flag("fetch")))
    throw new PkmError("usage", "--peek only looks: it goes without --mail, --out and --fetch", { hint });
  const form = words.choice("format", digestForms);
  if (mailTo !== null && form !== null)
    throw new PkmError("usage", "a mail has its own two forms, text and HTML: it goes without --format", { hint });
  return {
    query: queryFrom(words.args).trim(),
    since: since === "last" ? null : since,
    form: form ?? (out === null ? "text" : formOf(out)),
    mailTo,
    out,
    isFetching: words.flag("fetch"),
    isPeek: words.flag("peek"),
    direction: directionFrom(words),
  };
}

function formOf(path: string): DigestForm {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";
  const forms: Readonly<Record<string, DigestForm>> = {
    html: "html",
    htm: "html",
    md: "markdown",
    markdown: "markdown",
    json: "json",
    xml: "atom",
    atom: "atom",
  };
  return forms[ending] ?? "text";
}

function sinceOf(written: string, now: Date): Instant {
  const checked = checkFilter("since", written, now);
  if ("value" in checked) return checked.value;
  throw new PkmError("usage", `--since is last, a time as 24h or 7d, or a date, not ${written}`, {
    hint: "pkm digest --since 24h",
  });
}

async function make(context: Context, input: DigestInput & { since: Instant | null }): Promise<Report> {
  const endRun = await context.holdRun();
  const asked = input.isFetching ? await askSources(context, { ids: [], isForced: false }) : null;
  if (asked !== null && outcomeOf(asked) === "try-later") {
    throw new PkmError("try-later", "offline: no source could be asked, so there is no digest yet", {
      hint: "pkm digest",
    });
  }
  await findOut(context);
  const { digest, counts, before } = await gatherDigest(context, input);
  const news = newsIn(digest, before);
  const complaints = input.isFetching ? await failingIn(context, news) : [];
  const extras: ReportExtras = {
    complaints,
    outcome: complaints.length > 0 ? "partial" : null,
  };
  if (news.length === 0) return nothing(context, digest, extras);
  return deliverDigest(context, { digest, counts, ...input, endRun }, extras);
}

/** A line for each source that fails and was in no digest before. */
async function failingIn(context: Context, news: readonly DigestEntry[]): Promise<readonly string[]> {
  const { sources } = await context.store();
  const failing = new Set(sources.list().flatMap(({ id, error }) => (error === null ? [] : [id])));
  return news
    .filter(({ id }) => failing.has(id))
    .map(({ id, title, why, next }) => `${id} ${title}: ${why.join("; ")}; try: ${next}`);
}

/** Nothing that no digest has shown; what was shown and waits still is the review's. */
async function nothing(context: Context, digest: Digest, extras: ReportExtras): Promise<Report> {
  const { standing, around } = (await context.store()).standings.read();
  const waits = standing.seek.waiting > 0 ? "nothing new since the last digest: pkm review" : "nothing waits: pkm seek";
  const words = [around.sources === 0 ? "nothing is followed yet: pkm seek add <url>" : waits];
  const value = { ...digest, id: null, sections: [] };
  return text({ value, text: "" }, { ...extras, words });
}

function idsOf({ sections }: Digest): readonly string[] {
  return sections.flatMap(({ items }) => items.map(({ id }) => id));
}

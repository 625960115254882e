// pkm seek: asks the sources that are due.
import { plainLine } from "../../base/plain.ts";
import { chooseSources } from "../../seek/choose.ts";
import { outcomeOf, type Refreshed } from "../../seek/refresh.ts";
import { shownUrl } from "../../seek/source.ts";
import { agoText } from "../../ui/time.ts";
import type { Settled } from "../../seek/settle.ts";
import { text, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { askSources } from "./ask-sources.ts";

interface Input {
  refs: readonly string[];
  isForced: boolean;
}

export const command: Command = defineCommand<Input>({
  path: "seek",
  summary: "ask the sources that are due",
  args: "[source...]",
  options: [{ flags: "--force", about: "ask also what is not due yet; a server's own Retry-After still holds" }],
  examples: [
    { line: "pkm seek", about: "everything that is due" },
    { line: "pkm seek s4k2 --force", about: "one source, now" },
  ],
  details:
    "A source is asked in its own rhythm, between 30 minutes and a day, never before the feed's ttl or the server's " +
    "max-age has passed nor in hours that the feed names; one that you name is asked after 15 minutes. " +
    "A source that fails is named when it begins to, then in each digest; it is asked less and less, up to once a day. " +
    "One bad feed never stops the rest.",
  parse: (words) => ({ refs: words.args, isForced: words.flag("force") }),
  run: seek,
});

async function seek(context: Context, { refs, isForced }: Input): Promise<Report> {
  const store = await context.store();
  const ids = refs.map((ref) => store.refs.find(ref, ["source"]));
  if (context.flags.isDryRun) {
    return rehearsal(chooseSources({ ids, isForced, now: context.clock.now() }, store.sources).polls);
  }
  const endRun = await context.holdRun();
  const { tooSoon, ...asked } = await askSources(context, { ids, isForced });
  // What is said of it may stay in a pager for hours.
  endRun();
  return report(asked, { context, tooSoon, isAsked: isForced || ids.length > 0 });
}

function rehearsal(polls: readonly { id: string; url: string }[]): Report {
  const value = { dryRun: true, due: polls.length, sources: polls.map(({ id }) => id) };
  return text(
    { value, text: polls.map(({ id, url }) => `would ask ${id} ${shownUrl(url)}`).join("\n") },
    { ids: value.sources },
  );
}

function report(
  refreshed: Refreshed & Settled,
  { context, tooSoon, isAsked }: { context: Context; tooSoon: readonly string[]; isAsked: boolean },
): Report {
  const broken = refreshed.broken.filter(({ isNew }) => isNew || isAsked);
  const before = refreshed.broken.length - broken.length;
  const beforeWords = before === 0 ? [] : [`${counted(before, "source")} failing as before: pkm seek list`];
  const shortWords = tooSoon.map((id) => `${id} was asked a short while ago: pkm seek ${id} --force`);
  const outcome = outcomeOf({ ...refreshed, broken });
  return text(
    { value: refreshed, text: newsOf(refreshed) },
    {
      ids: refreshed.brought.map(({ source }) => source),
      outcome,
      complaints: outcome === "try-later" && broken.length > 1 ? [offline(broken.length)] : broken.map(complaint),
      words: [...shortWords, ...beforeWords, ...nextWords(refreshed, context.clock.now())],
    },
  );
}

function complaint({ source, title, url, error, hint }: Refreshed["broken"][number]): string {
  return `${source} ${title ?? url}: ${error}; try: ${hint}`;
}

/** Said once, for it is no source's fault. */
function offline(count: number): string {
  return `offline: none of ${count} sources could be asked; try: pkm seek`;
}

const broughtLinesMax = 10;

/** What a person wants to know of it; nothing when there is nothing. */
function newsOf({ brought, moved, due, letGo, emptied, ...sums }: Refreshed & Settled): string {
  if (brought.length + moved.length + letGo + emptied === 0) return "";
  const summary = `${changesText(sums)} from ${brought.length} of ${counted(due, "source")}`;
  const shown = brought.slice(0, broughtLinesMax);
  const rest = brought.length - shown.length;
  return [
    ...(brought.length === 0 ? [] : [summary]),
    ...shown.map((each) => `  ${each.source}  ${plainLine(each.title ?? each.url)}: ${changesText(each)}`),
    ...(rest > 0 ? [`  and ${counted(rest, "source")} more`] : []),
    ...(letGo > 0 ? [`let go of ${counted(letGo, "item")} that nobody read: pkm find is:let-go`] : []),
    ...(emptied > 0 ? [`dropped the ${counted(emptied, "text")} of items let go long ago`] : []),
    ...moved.map(({ source, from, to }) => `${source} has moved for good, from ${from} to ${to}`),
  ].join("\n");
}

function changesText(sums: { new: number; updated: number; merged: number }): string {
  const parts = [
    ...(sums.new > 0 ? [`${sums.new} new`] : []),
    ...(sums.updated > 0 ? [`${sums.updated} changed`] : []),
    ...(sums.merged > 0 ? [`${sums.merged} also brought by another source`] : []),
  ];
  return parts.join(", ");
}

function nextWords({ due, new: fresh, brought, broken, retryAt }: Refreshed, now: Date): readonly string[] {
  if (fresh > 0) return ["read on: pkm digest"];
  if (retryAt === null && due === 0) return ["no source is to be asked: pkm seek add <url>"];
  const next = retryAt === null ? "" : `; the next is due ${agoText(retryAt, now)}`;
  if (due === 0) return [`nothing is due${next}`];
  return brought.length === 0 && broken.length === 0 ? [`nothing new from ${counted(due, "source")}${next}`] : [];
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

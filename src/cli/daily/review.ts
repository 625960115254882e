// pkm review: triage of what waits, on a screen of its own or item by item on plain lines.
import { PkmError } from "../../base/errors.ts";
import type { Direction } from "../../people/distance.ts";
import { reviewKeys } from "../../sense/review-keys.ts";
import { type ReviewEntry, startReview } from "../../sense/review.ts";
import { type OldNote, oldNoteText } from "../../sense/review-asks.ts";
import { plainLine } from "../../base/plain.ts";
import { oldNoteOf } from "../../sense/old-note.ts";
import { dayFields } from "../../sense/template.ts";
import { agoText } from "../../ui/time.ts";
import { text } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { directionFrom, distanceOptions } from "../people/distance-words.ts";
import { queryFrom } from "../sense/query-words.ts";
import { openReviewActs } from "./review-acts.ts";
import { reviewOnLines } from "./review-lines.ts";
import { listForReview } from "./review-list.ts";
import { reviewOnScreen } from "./review-screen.ts";

interface Input {
  query: string;
  isLines: boolean;
  direction: Direction | null;
  isWeekly: boolean;
}

export const command: Command = defineCommand<Input>({
  path: "review",
  summary: "triage what waits, key by key; nothing is sent or deleted",
  args: "[query...]",
  options: [
    { flags: "--lines", about: "item by item on plain lines, for dumb terminals and screen readers" },
    ...distanceOptions,
    {
      flags: "--weekly",
      about: "step by step over what waits in seek, sense and share; gone on with where it was left",
    },
  ],
  takesDashWords: true,
  examples: [
    { line: "pkm review", about: "twenty of what waits, a turn for every source" },
    { line: "pkm review tag:craft since:7d --limit 5", about: "five of what a query finds" },
    { line: "pkm review --lines", about: "without a screen" },
    { line: "pkm review --weekly", about: "the oldest thing at each step, and where most of it stays" },
  ],
  details: `Keys on the screen (--lines tells its own with ?):
${keyTable()}
Each key is written at once, and pkm undo takes it back. Items you dealt with do not come again; with --limit 0 all
that waits is shown. "elsewhere" is a source you rarely read. One old note
comes round each day, the older the rarer.

The weekly walk asks at each step; without a terminal it is a list. The bottleneck is the stage that the smallest part of
what came in 28 days went on from.`,
  parse(words) {
    const query = queryFrom(words.args).trim();
    const isWeekly = words.flag("weekly");
    if (isWeekly && query !== "") {
      throw new PkmError("usage", "--weekly takes no query", { hint: "pkm review --weekly" });
    }
    return { query, isLines: words.flag("lines"), isWeekly, direction: directionFrom(words) };
  },
  async run(context, { query, isLines, isWeekly, direction }) {
    if (isWeekly) return (await import("./review-weekly.ts")).reviewWeek(context);
    refuseWithoutPerson(context);
    const { entries, held } = await listForReview(context, query, direction);
    const oldNote = await oldNoteToday(context);
    if (entries.length === 0) {
      const words = query === "" ? "nothing waits: pkm seek" : "nothing that waits meets this: pkm review";
      return text(
        { value: { reviewed: 0, left: 0, held, oldNote: oldNote?.ref ?? null }, text: "" },
        { words: [words, ...oldNoteWords(oldNote)] },
      );
    }
    if (!context.flags.isDryRun) await noteShown(context, entries);
    const acts = await openReviewActs(context);
    if (isLines || context.env["TERM"] === "dumb") await reviewOnLines(context, { entries, oldNote }, acts);
    else await reviewOnScreen(context, startReview({ entries, held, oldNote }), acts);
    const reviewed = (await acts.standings(entries.map(({ id }) => id))).size;
    const left = entries.length - reviewed;
    const value = { reviewed, left, held, oldNote: oldNote?.ref ?? null };
    return text(
      { value, text: `dealt with ${reviewed} of ${entries.length}; ${left + held} wait` },
      { ids: [], words: oldNoteWords(oldNote) },
    );
  },
});

/** The one old note that comes round today; null while none is old. */
async function oldNoteToday(context: Context): Promise<OldNote | null> {
  const { notes } = await context.store();
  const now = context.clock.now();
  const note = oldNoteOf(notes.ages(), dayFields(now).date);
  return note === null ? null : { ref: note.ref, title: plainLine(note.title), when: agoText(note.made, now) };
}

function oldNoteWords(note: OldNote | null): readonly string[] {
  return note === null ? [] : [`an old note comes round today: ${oldNoteText(note)}: pkm show ${note.ref} --full`];
}

async function noteShown(context: Context, entries: readonly ReviewEntry[]): Promise<void> {
  const { attention } = await context.store();
  attention.note(
    "shown",
    entries.map(({ id }) => id),
  );
  attention.offer(entries.filter(({ isElsewhere }) => isElsewhere).map(({ id }) => id));
}

function refuseWithoutPerson({ flags }: Context): void {
  if (flags.mayAsk) return;
  throw new PkmError("usage", "review asks at a terminal, with and without --lines, and there is none to ask at", {
    hint: "pkm find kind:item is:new",
  });
}

function keyTable(): string {
  const rows = Math.ceil(reviewKeys.length / 2);
  const one = (index: number): string => {
    const line = reviewKeys[index];
    return line === undefined ? "" : `${line.keys.padEnd(6)} ${line.does}`;
  };
  return Array.from({ length: rows }, (_, row) => `  ${one(row).padEnd(36)}${one(row + rows)}`.trimEnd()).join("\n");
}

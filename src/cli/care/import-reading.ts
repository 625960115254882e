// The import of what another service handed out: rehearsed first where the person is there to be asked.
import { plainLine } from "../../base/plain.ts";
import type { Reading } from "../../sense/imported.ts";
import { plantSources, takeImported, type ImportTally } from "../../sense/take-imported.ts";
import { text, type Report } from "../../ui/report.ts";
import { statusLine } from "../../ui/status-line.ts";
import type { Context } from "../context.ts";
import { Rehearsed } from "../dry-run.ts";
import { counted } from "./export-form.ts";

const notTakenShownMax = 20;

/** Takes in what `reading` hands out as one change; with -n, or a no, says only what it would be. */
export async function importReading(context: Context, reading: Reading, name: string): Promise<Report> {
  const { isDryRun, mayAsk, isYes, mode } = context.flags;
  // A program that reads the answer has nobody to be asked, and no use for a plan before it.
  const isAsked = mayAsk && !isYes && mode === "human";
  if (!isDryRun && !isAsked) {
    return report(reading, await take(context, reading, { name, isRehearsal: false }), { name, how: "done" });
  }
  const plan = await take(context, reading, { name, isRehearsal: true });
  if (isDryRun || nothingIn(plan)) return report(reading, plan, { name, how: "planned" });
  await context.person.show(`${[...tallyText(reading, plan), ...complaintsOf(plan, name)].join("\n")}\n`);
  if (!(await context.person.confirm("take it in?", "--yes"))) return report(reading, plan, { name, how: "refused" });
  return report(reading, await take(context, reading, { name, isRehearsal: false }), { name, how: "agreed" });
}

async function take(
  context: Context,
  reading: Reading,
  { name, isRehearsal }: { name: string; isRehearsal: boolean },
): Promise<ImportTally> {
  const store = await context.store();
  const { person, clock } = context;
  const things = `${isRehearsal ? "looked at" : "taken in"} from ${reading.service}`;
  const began = clock.now().getTime();
  let tally: ImportTally | null = null;
  try {
    person.progress(`reading ${reading.service}`);
    store.transact(() => {
      const count = plantSources(reading, store);
      const onProgress = (done: number): void => {
        const sinceMs = clock.now().getTime() - began;
        person.progress(statusLine({ done, of: count, things, sinceMs, waitsFor: null }));
      };
      store.changes.record(`import ${reading.service} from ${plainLine(name)}`, () => {
        tally = takeImported(reading, { store, clock, onProgress });
      });
      if (isRehearsal) throw new Rehearsed(reading.kind);
    });
  } catch (thrown) {
    if (!(thrown instanceof Rehearsed)) throw thrown;
  } finally {
    person.progress("");
  }
  if (tally === null) throw new Error("an import ended without a tally");
  if (!isRehearsal) store.rules.catchUp();
  return tally;
}

function nothingIn({ items, feeds, marks, tags, states }: ImportTally): boolean {
  return items.new + feeds.new + marks.new + tags + states === 0;
}

interface Ending {
  name: string;
  /** "agreed" and "refused" are answers to a plan that was shown. */
  how: "planned" | "refused" | "agreed" | "done";
}

function report(reading: Reading, tally: ImportTally, { name, how }: Ending): Report {
  const { notTaken, ...counts } = tally;
  const value = { kind: reading.kind, ...counts, notTaken: notTaken.map(({ place, what }) => ({ place, what })) };
  const lines = tallyText(reading, tally);
  const complaints = complaintsOf(tally, name);
  if (how === "refused") return text({ value: { dryRun: true, ...value }, text: "not done" });
  if (how === "planned")
    return text({ value: { dryRun: true, ...value }, text: ["not done:", ...lines, ...complaints].join("\n") });
  const next =
    counts.feeds.new > 0 ? ["fetch them: pkm seek"] : counts.items.new > 0 ? ["read on: pkm find kind:item"] : [];
  return text(
    { value, text: how === "agreed" ? "taken in" : lines.join("\n") },
    {
      outcome: complaints.length > 0 ? "partial" : null,
      complaints: how === "agreed" ? [] : complaints,
      words: [...next, "take it back: pkm undo"],
    },
  );
}

/** What of the document is not understood, and where it stands. */
function complaintsOf({ notTaken }: ImportTally, name: string): readonly string[] {
  const more = notTaken.length - notTakenShownMax;
  return [
    ...notTaken.slice(0, notTakenShownMax).map(({ place, what }) => `${name}, ${place}: ${what} is not taken`),
    ...(more > 0 ? [`${more} more are not taken: pkm import ${name} -n --json`] : []),
  ];
}

function tallyText({ service }: Reading, tally: ImportTally): readonly string[] {
  const { items, feeds, marks, tags, states } = tally;
  const line = (count: { new: number; known: number }, noun: string): readonly string[] =>
    count.new + count.known === 0 ? [] : [`  ${counted(count.new, `new ${noun}`)}, ${count.known} known`];
  const changes = [...(tags === 0 ? [] : [counted(tags, "tag")]), ...(states === 0 ? [] : [`${states} read or kept`])];
  return [
    service,
    ...line(feeds, "feed"),
    ...line(items, "item"),
    ...line(marks, "annotation"),
    ...(changes.length === 0 ? [] : [`  ${changes.join(", ")}`]),
    ...(nothingIn(tally) ? ["  nothing new"] : []),
  ];
}

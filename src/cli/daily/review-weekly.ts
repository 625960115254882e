// The weekly review: step by step over what waits, gone on with where it was left; without a terminal a list.
import { plainLine } from "../../base/plain.ts";
import type { Flow, WeeklyStep } from "../../share/weekly.ts";
import { table, type Report } from "../../ui/report.ts";
import { agoText } from "../../ui/time.ts";
import type { Context } from "../context.ts";
import { openReviewActs, type ReviewActs } from "./review-acts.ts";
import { type StepNow, weeklyMatter, type WeeklyMatter } from "./weekly-matter.ts";

const question = "enter done with this, g do it now, z later, q quit: ";
/** Commands that only list are for a prompt of their own. */
const acting: ReadonlySet<string> = new Set(["pkm review", "pkm sense note", "pkm sense edit"]);

/** Walks where there is a person to ask; answers with every step as it then stands. */
export async function reviewWeek(context: Context): Promise<Report> {
  if (context.flags.mayAsk && !context.flags.isDryRun) await walk(context);
  return weekReport(context, await weeklyMatter(context));
}

/** One step after the other that was not walked this week, until the last or q. */
async function walk(context: Context): Promise<void> {
  const { person } = context;
  const acts = await openReviewActs(context);
  const { week, steps, bottleneck } = await weeklyMatter(context);
  const due = steps.filter(({ isDone }) => !isDone).map(({ step }) => step);
  const gone = steps.length - due.length;
  await person.show(`week ${week}${gone === 0 ? "" : `, ${gone} of ${steps.length} steps walked`}\n`);
  if (bottleneck !== null) await person.show(`${flowText(bottleneck)}\n`);
  for (const step of due) if ((await walkStep(context, { week, step, acts })) === "quit") return;
}

interface Walking {
  week: string;
  step: WeeklyStep;
  acts: ReviewActs;
}

async function walkStep(context: Context, { week, step, acts }: Walking): Promise<"on" | "quit"> {
  const { person, clock } = context;
  const store = await context.store();
  for (;;) {
    const now = (await weeklyMatter(context)).steps.find((candidate) => candidate.step === step);
    if (now === undefined) return "on";
    await person.show(`\n${stepText(now, clock.now())}\n`);
    const answer = now.count === 0 ? "" : ((await person.ask(question))?.trim() ?? "q");
    if (answer === "q") return "quit";
    if (answer === "z") return "on";
    if (answer === "g") await person.show(`${await doNow(now, acts)}\n`);
    else if (answer === "" || answer === "d") {
      store.changes.record(`walked ${step} of week ${week}`, () => store.weekly.finish(week, step));
      return "on";
    } else await person.show(`${plainLine(answer)} means nothing here\n`);
  }
}

async function doNow({ next }: StepNow, acts: ReviewActs): Promise<string> {
  const argv = (next ?? "").split(" ").slice(1);
  const isActing = [1, 2].some((words) => acting.has(["pkm", ...argv.slice(0, words)].join(" ")));
  if (!isActing) return `type it at a prompt of its own: ${next ?? ""}`;
  return acts.perform({ act: "run", argv, isAside: true }, null);
}

function stepText({ stage, about, count, oldest, next }: StepNow, now: Date): string {
  const head = `${stage}: ${count === 0 ? "no" : count} ${about}`;
  if (oldest === null) return head;
  const waits = `oldest, ${agoText(oldest.since, now)}: ${oldest.ref} ${plainLine(oldest.title)}`;
  return [head, `  ${waits}`, `  ${next ?? ""}`].join("\n");
}

/** Where most of what comes stays, with the counts it is told from. */
function flowText({ stage, came, went }: Flow): string {
  const words = {
    seek: `of ${came} items that came in 28 days you dealt with ${went}`,
    sense: `of ${came} items kept in 28 days ${went} became notes`,
    share: `of ${came} notes staged in 28 days ${went} have left`,
  };
  return `bottleneck: ${stage}, ${words[stage]}`;
}

function weekReport(context: Context, { week, steps, flows, bottleneck }: WeeklyMatter): Report {
  const now = context.clock.now();
  return table(
    {
      rows: steps.map((step) => ({ week, ...step, isBottleneck: bottleneck?.stage === step.stage })),
      columns: [
        { title: "stage", value: ({ stage }) => stage },
        { title: "waits", value: ({ count }) => count, align: "right" },
        { title: "what", value: ({ about }) => about },
        {
          title: "oldest",
          value: ({ oldest }) => (oldest === null ? "" : agoText(oldest.since, now)),
          tone: "dim",
          hiddenBelowColumns: 80,
        },
        {
          title: "thing",
          value: ({ oldest }) => (oldest === null ? "" : `${oldest.ref} ${plainLine(oldest.title)}`),
          isFlexible: true,
        },
        { title: "next", value: ({ next }) => next, tone: "dim", hiddenBelowColumns: 110 },
        { title: "walked", value: ({ isDone }) => (isDone ? "yes" : ""), tone: "good" },
      ],
      empty: "",
    },
    {
      ids: steps.flatMap(({ oldest }) => (oldest === null ? [] : [oldest.ref])),
      words: bottleneck === null ? flows.filter(({ came }) => came > 0).map(flowWords) : [flowText(bottleneck)],
    },
  );
}

function flowWords({ stage, came, went }: Flow): string {
  return `${stage}: ${went} of ${came} went on in 28 days`;
}

// What the weekly review walks over: each step with its oldest thing and the command that takes it on.
import { openCase } from "../../share/desk.ts";
import { nextOf } from "../../share/pipeline.ts";
import { bottleneckOf, type Flow, type Waiting, weekOf, type WeeklyStep, weeklySteps } from "../../share/weekly.ts";
import type { Context } from "../context.ts";
import { passagesNow } from "../sense/passages.ts";
import { openDesk, type ShareDesk } from "../share/desk.ts";

export interface StepNow extends Waiting {
  step: WeeklyStep;
  stage: (typeof weeklySteps)[number]["stage"];
  about: string;
  /** The command for the oldest; null when nothing waits. */
  next: string | null;
  /** True when it was walked this week. */
  isDone: boolean;
}

export interface WeeklyMatter {
  /** ISO 8601: "2026-W48". */
  week: string;
  steps: readonly StepNow[];
  flows: readonly Flow[];
  /** Null where none can be told. */
  bottleneck: Flow | null;
}

/** Everything that waits, as it stands now. */
export async function weeklyMatter(context: Context): Promise<WeeklyMatter> {
  const desk = await openDesk(context);
  const { weekly } = desk.store;
  const week = weekOf(context.clock.now());
  const finished = weekly.finished(week);
  const steps = weeklySteps.map(({ step, stage, one, many }): StepNow => {
    const { waiting, next } = waitingAt(desk, step);
    return { step, stage, about: waiting.count === 1 ? one : many, ...waiting, next, isDone: finished.has(step) };
  });
  const flows = weekly.flows();
  return { week, steps, flows, bottleneck: bottleneckOf(flows) };
}

interface At {
  waiting: Waiting;
  next: string | null;
}

function waitingAt(desk: ShareDesk, step: WeeklyStep): At {
  switch (step) {
    case "unread":
      return counted(desk, step, () => "pkm review");
    case "failing":
      return counted(desk, step, () => "pkm seek list");
    case "kept":
      return counted(desk, step, (ref) => `pkm sense note ${ref}`);
    case "seeds":
      return counted(desk, step, (ref) => `pkm sense edit ${ref}`);
    case "heard":
      return counted(desk, step, (ref) => `pkm share feedback ${ref}`);
    case "changed":
      return changedPassages(desk);
    case "shares":
      return waitingShares(desk);
  }
}

function counted(
  { store }: ShareDesk,
  step: Parameters<ShareDesk["store"]["weekly"]["waiting"]>[0],
  command: (ref: string) => string,
): At {
  const waiting = store.weekly.waiting(step);
  return { waiting, next: waiting.oldest === null ? null : command(waiting.oldest.ref) };
}

function changedPassages({ store }: ShareDesk): At {
  const stale = passagesNow(store);
  const [first] = stale;
  const oldest = first === undefined ? null : { ref: first.annotation, title: first.quote, since: first.created };
  return { waiting: { count: stale.length, oldest }, next: oldest === null ? null : "pkm sense stale" };
}

function waitingShares(desk: ShareDesk): At {
  const waiting = desk.shares
    .list()
    .map(({ id, created }) => ({ id, created, shareCase: openCase(desk, id) }))
    .map((each) => ({ ...each, ...nextOf(each.shareCase) }))
    .filter(({ next }) => next !== null)
    .toSorted((a, b) => (a.created < b.created ? -1 : 1));
  const [first] = waiting;
  if (first === undefined) return { waiting: { count: 0, oldest: null }, next: null };
  const title = `${desk.store.notes.get(first.shareCase.share.note)?.title ?? first.id}, waits for ${first.waiting}`;
  return {
    waiting: { count: waiting.length, oldest: { ref: first.id, title, since: first.created } },
    next: first.next,
  };
}

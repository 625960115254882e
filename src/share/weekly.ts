// The weekly review: what waits at each step of seek, sense and share, the oldest of it, and where most of it stays.
import { dayMs, type Instant } from "../base/clock.ts";

export type Stage = "seek" | "sense" | "share";

/** Something that waits. */
export interface WaitingThing {
  /** An id, or the path of a note without one. */
  ref: string;
  title: string;
  since: Instant;
}

export const weeklySteps = [
  { step: "unread", stage: "seek", one: "item waits to be read", many: "items wait to be read" },
  { step: "failing", stage: "seek", one: "source fails", many: "sources fail" },
  { step: "kept", stage: "sense", one: "item was kept and has no note", many: "items were kept and have no note" },
  {
    step: "changed",
    stage: "sense",
    one: "cited passage changed or vanished",
    many: "cited passages changed or vanished",
  },
  { step: "seeds", stage: "sense", one: "note is a seed yet", many: "notes are seeds yet" },
  { step: "shares", stage: "share", one: "share waits for you", many: "shares wait for you" },
  {
    step: "heard",
    stage: "share",
    one: "point of feedback waits to be decided",
    many: "points of feedback wait to be decided",
  },
] as const;
export type WeeklyStep = (typeof weeklySteps)[number]["step"];

/** What waits at a step. */
export interface Waiting {
  count: number;
  /** Null when nothing waits. */
  oldest: WaitingThing | null;
}

/** Of what came to a stage in the last four weeks, how much of it went on. */
export interface Flow {
  stage: Stage;
  came: number;
  went: number;
}

/** Days that a flow is counted over. */
export const flowDays = 28;
/** Of fewer no part can be told. */
const cameMin = 5;

/** The stage at which the smallest part of what came went on; null where too little came, or all of it went on. */
export function bottleneckOf(flows: readonly Flow[]): Flow | null {
  const part = ({ came, went }: Flow): number => went / came;
  const [narrowest] = flows
    .filter((flow) => flow.came >= cameMin && part(flow) < 1)
    .toSorted((a, b) => part(a) - part(b));
  return narrowest ?? null;
}

/** The ISO 8601 week of the local day: "2026-W48". */
export function weekOf(now: Date): string {
  // The week belongs to the year that its Thursday is in.
  const day = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const thursday = new Date(day + (4 - (now.getDay() || 7)) * dayMs);
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * dayMs));
  return `${year}-W${String(week).padStart(2, "0")}`;
}

// A command line of pkm's own that the machine runs every day.
import { PkmError } from "./errors.ts";

export const timerKinds = ["systemd", "launchd", "cron"] as const;
/** What runs it: user timers of systemd, an agent of launchd, or a line of the user's crontab. */
export type TimerKind = (typeof timerKinds)[number];

export interface Timer {
  /** "pkm", or with a suffix where a home of its own was named: one timer for each home. */
  name: string;
  /** By the clock of the machine, 0 to 23 and 0 to 59. */
  hour: number;
  minute: number;
  /** Absolute paths of Node and of the program, then its words. */
  argv: readonly string[];
  /** All the environment it is to have beside what the machine gives every such run. */
  env: readonly (readonly [name: string, value: string])[];
}

/** "07:00" or "7:05"; throws PkmError("usage"). */
export function timeFrom(text: string): { hour: number; minute: number } {
  const [, hour, minute] = /^(\d{1,2}):(\d\d)$/.exec(text) ?? [];
  const time = { hour: Number(hour), minute: Number(minute) };
  if (time.hour <= 23 && time.minute <= 59) return time;
  throw new PkmError("usage", `--at is a time of day as 07:00, not ${text}`, { hint: "pkm schedule --at 07:00" });
}

/** "07:05". */
export function timeText({ hour, minute }: Pick<Timer, "hour" | "minute">): string {
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

// Time as a port: everything that asks for the time is handed a clock.

/** Tells the present instant. Tests hand in a clock that stands still or jumps. */
export interface Clock {
  now(): Date;
}

/** An instant as pkm stores and prints it: ISO 8601 in UTC with milliseconds. */
export type Instant = string;

/** The clock of this machine. */
export const systemClock: Clock = { now: () => new Date() };

/** The present instant by `clock`, in the form that is stored. */
export function instantNow(clock: Clock): Instant {
  return clock.now().toISOString();
}

export const dayMs = 86_400_000;

/** The day of an instant by the clock on the wall here, "2026-11-25": what a person reads; stored days are UTC. */
export function localDay(at: Instant | Date): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

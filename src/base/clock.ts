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

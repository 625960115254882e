// What pkm schedule needs of the machine.
import type { Timer, TimerKind } from "../../base/timer.ts";

/** A timer of ours as it is installed. */
export interface StandingTimer {
  how: TimerKind;
  /** "07:00". */
  at: string;
  /** The command line as it stands there. */
  runs: string;
  /** The file, or "crontab". */
  place: string;
}

export interface Timers {
  /** What this machine has for it, the best first; null when it has nothing. */
  usual(): TimerKind | null;
  /** What would be installed, word for word. */
  document(kind: TimerKind, timer: Timer): string;
  /** Runs the command line once in the environment that it will have, with --dry-run. Throws PkmError("failed"). */
  prove(timer: Timer): void;
  /** Puts it in the place of the one of that name, of whatever kind. Hands back where it stands. Throws PkmError("failed"). */
  install(kind: TimerKind, timer: Timer): string;
  /** The kinds that one was taken away from. */
  remove(name: string): readonly TimerKind[];
  standing(name: string): readonly StandingTimer[];
}

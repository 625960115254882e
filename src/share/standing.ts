// Where things stand: the counts behind `pkm`, and the one next command they suggest.
import type { Instant } from "../base/clock.ts";

/** Counts of what waits, as `pkm --json` gives them but for `next`. */
export interface Standing {
  seek: {
    /** Items nothing was done with yet, and the minutes it takes to read them. */
    waiting: number;
    minutes: number;
    /** When a source was last asked; null when none ever was. */
    lastFetch: Instant | null;
    /** Sources that fail now. */
    broken: number;
  };
  sense: {
    /** Items kept without a note. */
    kept: number;
  };
  share: {
    /** Shares that are neither published, closed nor withdrawn. */
    drafts: number;
    /** Points of feedback that wait for a decision. */
    heard: number;
    /** Deliveries that may or may not have arrived. */
    unknown: number;
  };
}

/** What the suggestion needs to know beside the counts. */
export interface Around {
  /** How many sources there are. */
  sources: number;
  /** Whether something waits that no digest has shown. */
  hasNews: boolean;
}

/** The next command: what could hurt first, then what others wait for, then the day's reading. */
export function nextCommand({ seek, sense, share }: Standing, { sources, hasNews }: Around): string {
  if (share.unknown > 0) return "pkm share log";
  if (sources === 0) return "pkm seek add <url>";
  if (share.heard > 0) return "pkm share";
  if (seek.lastFetch === null) return "pkm seek";
  if (seek.waiting > 0) return hasNews ? "pkm digest" : "pkm review";
  if (sense.kept > 0) return "pkm sense";
  if (share.drafts > 0) return "pkm share";
  return "pkm seek";
}

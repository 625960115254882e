// What of a share waits for the person, in words, most urgent first.
import { undecided } from "./feedback.ts";
import type { Release } from "./release.ts";
import type { ShareFacts } from "./share.ts";

/** Reasons the share needs a look at `now`; empty when it needs none. */
export function waitingOf({ share, releases, feedback }: ShareFacts, now: Date): readonly string[] {
  if (share.withdrawn !== null || share.closed !== null) return [];
  const unknown = releases.flatMap(({ deliveries }) => deliveries).filter(({ state }) => state === "unknown").length;
  const points = undecided(feedback).length;
  const overdue = releases.filter((release) => isOverdue(release, now)).map(({ placeName }) => placeName);
  return [
    ...(unknown > 0 ? [`${unknown} sent, but not known to have arrived`] : []),
    ...(points > 0 ? [`${points} of feedback to decide`] : []),
    ...overdue.map((place) => `the round with ${place} is over its date`),
  ];
}

function isOverdue({ kind, until, sent, closed, cancelled }: Release, now: Date): boolean {
  const isRunning = kind === "round" && sent !== null && closed === null && cancelled === null;
  return isRunning && until !== null && Date.parse(until) < now.getTime();
}

// What of a share waits for the person, in words, most urgent first.
import { dayMs, localDay } from "../base/clock.ts";
import { undecided } from "./feedback.ts";
import type { Release } from "./release.ts";
import type { ShareFacts } from "./share.ts";

/** Reasons the share needs a look at `now`; empty when it needs none. */
export function waitingOf({ share, releases, feedback }: ShareFacts, now: Date): readonly string[] {
  if (share.withdrawn !== null || share.closed !== null) return [];
  const unknown = releases.flatMap(({ deliveries }) => deliveries).filter(({ state }) => state === "unknown").length;
  const points = undecided(feedback).length;
  const closing = releases.filter((release) => closesSoon(release, now));
  const overdue = releases.filter((release) => isOverdue(release, now)).map(({ placeName }) => placeName);
  return [
    ...(unknown > 0 ? [`${unknown} sent, but not known to have arrived`] : []),
    ...(points > 0 ? [`${points} of feedback to decide`] : []),
    ...overdue.map((place) => `the round with ${place} is over its date`),
    ...closing.map((round) => {
      const answers = feedback.filter(({ release }) => release === round.id).length;
      return `the round with ${round.placeName} closes ${round.until === null ? "" : localDay(round.until)}, ${answers} of feedback so far`;
    }),
  ];
}

function isOverdue(release: Release, now: Date): boolean {
  return isRunning(release) && release.until !== null && Date.parse(release.until) < now.getTime();
}

/** While there is still time to ask who has not answered. */
function closesSoon(release: Release, now: Date): boolean {
  if (!isRunning(release) || release.until === null) return false;
  const leftMs = Date.parse(release.until) - now.getTime();
  return leftMs >= 0 && leftMs <= soonDays * dayMs;
}

const soonDays = 2;

function isRunning({ kind, sent, closed, cancelled }: Release): boolean {
  return kind === "round" && sent !== null && closed === null && cancelled === null;
}

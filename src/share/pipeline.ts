// What a share waits for, and the one command that carries it on.
import { undecided, unaddressed } from "./feedback.ts";
import { hasArrived, mayBeOut, wasSent, type Release } from "./release.ts";
import { isEdited, latestVersion, type ShareCase } from "./share.ts";
import { stateOf } from "./state.ts";

export interface NextStep {
  /** What it waits for, in a few words; "nothing" when it is done. */
  waiting: string;
  /** The command to type; null when there is nothing to do. */
  next: string | null;
}

/** The next step of a share: what is stuck first, then what the state asks for. */
export function nextOf(shareCase: ShareCase): NextStep {
  const { share, releases, note } = shareCase;
  if (share.withdrawn !== null || share.closed !== null) return { waiting: "nothing", next: null };
  const stuck = stuckStep(shareCase);
  if (stuck !== null) return stuck;
  if (note === null) return { waiting: "its note, whose file is gone", next: `pkm show ${share.note}` };
  if (isEdited(shareCase)) {
    const isOut = releases.some(({ deliveries }) => deliveries.some(mayBeOut));
    const n = latestVersion(shareCase).n;
    const next = isOut ? `pkm share revise ${share.id}` : `pkm share stage ${share.note} --with ${lastPlace(releases)}`;
    return { waiting: `you: the note was edited since v${n}`, next };
  }
  return stateStep(shareCase);
}

function stuckStep({ share, releases }: ShareCase): NextStep | null {
  const standing = releases.filter(({ sent, cancelled }) => sent !== null && cancelled === null);
  const unknown = releases.flatMap(({ deliveries }) => deliveries).find(({ state }) => state === "unknown");
  if (unknown !== undefined) {
    return { waiting: `you: ${unknown.id} may or may not have arrived`, next: `pkm share send ${share.id}` };
  }
  const isHalf = standing.some(({ deliveries }) => deliveries.some(({ state }) => state === "pending"));
  if (isHalf) return { waiting: "the rest to be sent", next: `pkm share send ${share.id}` };
  const set = releases.find(({ sendAt, sent, cancelled }) => sendAt !== null && sent === null && cancelled === null);
  if (set !== undefined) return { waiting: `the time set for ${set.placeName}: ${set.sendAt ?? ""}`, next: null };
  const failed = standing.find(
    ({ deliveries }) =>
      deliveries.every((each) => !hasArrived(each)) && deliveries.some(({ state }) => state === "failed"),
  );
  return failed === undefined ? null : { waiting: `you: ${failed.placeName} refused it`, next: "pkm share log" };
}

function stateStep(shareCase: ShareCase): NextStep {
  const { share, releases, feedback } = shareCase;
  const feedbackCommand = `pkm share feedback ${share.id}`;
  const open = undecided(feedback).length;
  const planned = releases.find(({ kind, cancelled, sent }) => kind === "round" && cancelled === null && sent === null);
  if (planned !== undefined)
    return { waiting: `you: staged for ${planned.placeName}`, next: `pkm share preview ${share.id}` };
  if (open > 0) return { waiting: `you: ${open} to decide`, next: feedbackCommand };
  const todo = unaddressed(feedback).length;
  if (todo > 0) return { waiting: `you: ${todo} accepted to take up`, next: `pkm share revise ${share.id}` };
  const round = releases.findLast((release) => release.kind === "round" && wasSent(release));
  switch (stateOf(shareCase)) {
    case "in-round":
      return {
        waiting: `answers from ${round?.placeName ?? "the community"}`,
        next: `${feedbackCommand} add --from <person> --via mail -m "…"`,
      };
    case "cleared":
      return {
        waiting: clearedWords(round !== undefined && feedback.length === 0),
        next: `pkm share publish ${share.id} --to <network>`,
      };
    case "published":
    case "corrected":
      return { waiting: "nothing", next: null };
    case "open":
    case "revising":
    case "closed":
    case "withdrawn":
      return { waiting: "you: not staged yet", next: `pkm share stage ${share.note} --with ${lastPlace(releases)}` };
  }
}

/** Silence lets a note go on, and is never read as a yes. */
function clearedWords(hasNoAnswer: boolean): string {
  return hasNoAnswer ? "you: closed with no answer, which is no approval" : "you: cleared to go wider";
}

function lastPlace(releases: readonly Release[]): string {
  return releases.findLast(({ kind }) => kind === "round")?.place ?? "<community>";
}

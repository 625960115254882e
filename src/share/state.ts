// Where a share stands: worked out from the facts, never stored.
import { unaddressed } from "./feedback.ts";
import { gateOf } from "./gate.ts";
import { wasSent } from "./release.ts";
import { isEdited, latestVersion, type ShareCase } from "./share.ts";

export type ShareState =
  | "open"
  | "in-round"
  | "revising"
  | "cleared"
  | "published"
  | "closed"
  | "withdrawn"
  | "corrected";

/** The state of the share at `shareCase.now`. */
export function stateOf(shareCase: ShareCase): ShareState {
  const { share, feedback } = shareCase;
  const releases = shareCase.releases.filter(({ kind }) => kind !== "report");
  if (share.withdrawn !== null) return "withdrawn";
  if (share.closed !== null) return "closed";
  const hasBeenOut = releases.some(wasSent);
  if (isEdited(shareCase)) return "revising";
  const latest = latestVersion(shareCase).n;
  const ofLatest = releases.filter((release) => release.version === latest && wasSent(release));
  const published = ofLatest.filter(({ kind }) => kind === "publication");
  if (published.length > 0) return published.some(({ corrects }) => corrects !== null) ? "corrected" : "published";
  if (gateOf(shareCase).isOpen) return "cleared";
  if (unaddressed(feedback).length > 0) return "revising";
  if (ofLatest.length > 0) return "in-round";
  return hasBeenOut ? "revising" : "open";
}

// How the checks of the pre-flight read on a screen and in JSON.
import { answerCommand, stopping, type Finding } from "../../share/preflight.ts";

/** A check as `share preview --json` gives it. */
export interface CheckView {
  check: string;
  result: Finding["result"];
  detail: string | null;
  /** True where nothing leaves before it is answered. */
  stops: boolean;
  /** Community or network id. */
  place: string;
}

/** The checks of a release to the place, as data. */
export function checkViews(findings: readonly Finding[], place: string): readonly CheckView[] {
  return findings.map(({ check, result, detail, stops }) => ({ check, result, detail, stops, place }));
}

/** The checks for people: those that are fine in one line, every other one on its own, with its name for `share answer`. */
export function checkLines(findings: readonly Finding[]): readonly string[] {
  const fine = findings.filter(({ result }) => result === "ok").map(({ check }) => check);
  const others = findings
    .filter(({ result }) => result !== "ok")
    .map((finding) => `${verdict(finding)} (${finding.check})${finding.detail === null ? "" : `: ${finding.detail}`}`);
  return [...others, ...(fine.length === 0 ? [] : [`nothing found by: ${fine.join(", ")}`])];
}

function verdict({ result, stops }: Finding): string {
  if (result === "trips") return stops ? "this stops it" : "look at this";
  return result === "answered" ? "answered" : "not looked for";
}

/** The command for each check that stops it. */
export function answerLines(share: string, findings: readonly Finding[], place: string): readonly string[] {
  return stopping(findings).map((finding) => answerCommand(share, finding, place));
}

// How a check reads: its steps with what was found, then how it stands.
import { plainLine } from "../../base/plain.ts";
import { bearings, checkSteps, type Finding, stepQuestions, type Verdict } from "../../sense/check.ts";
import type { Checked } from "../../sense/check-flow.ts";
import { titleOf } from "./title-of.ts";
import type { OpenStore } from "./notes-now.ts";

/** The status with what it rests on. */
export function statusText({ status, independent }: Verdict): string {
  if (status !== "corroborated") return status;
  return `corroborated by ${independent} ${independent === 1 ? "teller" : "tellers"} of their own`;
}

/** Every step: its question, or what was found for it. */
export function stepLines(store: OpenStore, { findings, repeats }: Checked): string {
  return checkSteps
    .map((step) => {
      const found = findings.filter((finding) => finding.step === step);
      const lines = found.map((finding) => `  ${findingText(store, finding, repeats)}`);
      return [`${step}: ${stepQuestions[step]}`, ...(lines.length === 0 ? ["  nothing yet"] : lines)].join("\n");
    })
    .join("\n");
}

function findingText(store: OpenStore, { bears, found, text }: Finding, repeats: Verdict["repeats"]): string {
  const title = found === null || found.includes("://") ? null : titleOf(store, found);
  const repeat = bears === "supports" ? repeats.find((other) => other.found === found) : undefined;
  const parts = [
    bears,
    plainLine([found, title].filter((part) => part !== null).join(" ")),
    text === null ? null : plainLine(text),
    repeat === undefined ? null : `(does not count: ${repeat.why})`,
  ];
  return parts.filter((part) => part !== null && part !== "").join(" · ");
}

/** What an answer in the walk says: a place that was found, how it bears, and words. */
export function answerFrom(answer: string): { place: string | null; bears: Finding["bears"]; text: string | null } {
  const words = answer.trim().split(/\s+/);
  const [first = ""] = words;
  const isPlace = /^https?:\/\/\S+$/i.test(first) || /^k(?=\w*\d)\w{3,5}$/.test(first);
  const rest = isPlace ? words.slice(1) : words;
  const bears = isPlace ? (bearings.find((bearing) => bearing === rest[0]) ?? null) : null;
  const text = rest.slice(bears === null ? 0 : 1).join(" ");
  return { place: isPlace ? first : null, bears, text: text === "" ? null : text };
}

// The pre-flight: named checks of what is about to leave; each can be answered with a word, or switched off by name.
import type { Instant } from "../base/clock.ts";
import { isWithin } from "./verbatim.ts";

export const checkNames = [
  "opened",
  "own-words",
  "asked",
  "checked",
  "one-sided",
  "quote-changed",
  "audience-tired",
  "names",
  "private",
  "bounded",
  "links",
] as const;
export type CheckName = (typeof checkNames)[number];

/** What a check found: one trouble, with the passage that a word can allow where there is one. */
export interface Trouble {
  detail: string;
  /** The passage, name or address that is meant; null where the text as a whole is. */
  passage: string | null;
  /** Whether nothing may leave before it is answered; else it is only told. */
  stops: boolean;
}

/** A person's word on a check for one version and place, or on one passage there. */
export interface Answer {
  check: CheckName;
  /** The version it was given for; a passage that is allowed stays allowed in later ones. */
  version: number;
  /** Community or network id. */
  place: string;
  passage: string | null;
  word: string;
  at: Instant;
}

export interface PreflightRules {
  off: readonly CheckName[];
  /** Checks that stop what they would else only tell. */
  stop: readonly CheckName[];
}

export interface Finding {
  check: CheckName;
  result: "ok" | "trips" | "off" | "answered";
  detail: string | null;
  /** True where nothing leaves before it is answered. */
  stops: boolean;
  /** Passages that wait for a word of their own. */
  passages: readonly string[];
}

export interface Look {
  rules: PreflightRules;
  answers: readonly Answer[];
  version: number;
  place: string;
  /** What each check that has something to say found. */
  troubles: ReadonlyMap<CheckName, readonly Trouble[]>;
}

/** Every check in its order, with what it came to. */
export function preflight(look: Look): readonly Finding[] {
  return checkNames.map((check) => findingOf(check, look));
}

function findingOf(check: CheckName, look: Look): Finding {
  const clear = { check, stops: false, passages: [] };
  if (look.rules.off.includes(check)) return { ...clear, result: "off", detail: "switched off in config.toml" };
  const all = look.troubles.get(check) ?? [];
  const open = all.filter((trouble) => wordOn(check, trouble, look) === null);
  const [first] = open;
  if (first === undefined) {
    const words = [...new Set(all.flatMap((trouble) => wordOn(check, trouble, look) ?? []))];
    return { ...clear, result: all.length === 0 ? "ok" : "answered", detail: words.join("; ") || null };
  }
  return {
    check,
    result: "trips",
    detail: open.map(({ detail }) => detail).join("; "),
    stops: look.rules.stop.includes(check) || open.some(({ stops }) => stops),
    passages: open.flatMap(({ passage }) => passage ?? []),
  };
}

/** The word that answers the trouble; null when none does. */
function wordOn(check: CheckName, { passage }: Trouble, { answers, version, place }: Look): string | null {
  const given = answers.find(
    (answer) =>
      answer.check === check &&
      answer.place === place &&
      (answer.passage === null
        ? answer.version === version && !needsPassage(check)
        : passage !== null && isWithin(passage, answer.passage)),
  );
  return given?.word ?? null;
}

/** Private words are let out passage by passage, never wholesale. */
export function needsPassage(check: CheckName): boolean {
  return check === "private";
}

/** Those findings that nothing may leave over. */
export function stopping(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ result, stops }) => result === "trips" && stops);
}

/** The command that answers a finding. */
export function answerCommand(share: string, { check, passages }: Finding, place: string): string {
  const [passage] = passages;
  const allow = needsPassage(check) && passage !== undefined ? ` --allow "${shortened(passage)}"` : "";
  return `pkm share answer ${share} ${check} --to ${place}${allow} -m "…"`;
}

/** The passage whole: what is allowed must be said in full. Quotes would end the argument. */
function shortened(passage: string): string {
  return passage.replace(/[\s"\\`$]+/g, " ").trim();
}

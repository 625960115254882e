// What the person set for the gate: how long a text lies, and how far notes of a kind or context may go.
import type { Exposure } from "../people/community.ts";

/** Notes that a rule is about: "kind:practice" or "context:family". */
export type NoteRule = string;

export interface GateRules {
  /** Hours that a version lies before it goes wider; 0 is none. */
  coolingHours: number;
  /** Notes that may go wider without a round. */
  unasked: readonly NoteRule[];
  /** Notes that go no further than closed places, and no further than places that whoever joins can read. */
  closedOnly: readonly NoteRule[];
  membersOnly: readonly NoteRule[];
}

type Ruled = { kind: string; contexts: readonly string[] } | null;

/** The first of the rules that is about the note; null when none is. */
export function ruleFor(rules: readonly NoteRule[], note: Ruled): NoteRule | null {
  if (note === null) return null;
  const own = [`kind:${note.kind}`, ...note.contexts.map((context) => `context:${context}`)].map(folded);
  return rules.find((rule) => own.includes(folded(rule))) ?? null;
}

/** How far the note may go, and the rule that says so; null when none does. The narrower one counts. */
export function reachOf(rules: GateRules, note: Ruled): { exposure: Exposure; rule: NoteRule } | null {
  const closed = ruleFor(rules.closedOnly, note);
  if (closed !== null) return { exposure: "closed", rule: closed };
  const members = ruleFor(rules.membersOnly, note);
  return members === null ? null : { exposure: "members", rule: members };
}

function folded(rule: string): string {
  return rule.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").replace(/:\s/, ":").trim();
}

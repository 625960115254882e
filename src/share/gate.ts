// The gate: the named conditions before a note goes wider, each with why it is not met and the command that mends it.
import { PkmError } from "../base/errors.ts";
import { isWider, type Exposure } from "../people/community.ts";
import { unaddressed, undecided } from "./feedback.ts";
import { isClosed, mayBeOut, wasSent, type Release, type ReleaseKind } from "./release.ts";
import { isEdited, latestVersion, type ShareCase } from "./share.ts";

export interface Condition {
  name: "standing" | "current" | "asked" | "answered" | "decided" | "addressed";
  isMet: boolean;
  /** What was found, met or not. */
  why: string;
  /** The command that satisfies it; null when it is met or nothing can. */
  mend: string | null;
  /** False for what no reason can set aside. */
  canBeOverridden: boolean;
}

export interface Gate {
  isOpen: boolean;
  conditions: readonly Condition[];
}

/** The conditions for going wider with the newest version, as things stand. */
export function gateOf(shareCase: ShareCase): Gate {
  const conditions = [
    standing(shareCase),
    current(shareCase),
    asked(shareCase),
    answered(shareCase),
    decided(shareCase),
    addressed(shareCase),
  ];
  return { isOpen: conditions.every(({ isMet }) => isMet), conditions };
}

/**
 * Whether a release with this exposure widens who can read the note, so that the gate applies: every publication
 * does, and so does a round that anybody can read or that is more exposed than all before it.
 */
export function isWidening(kind: ReleaseKind, exposure: Exposure, earlier: readonly Release[]): boolean {
  if (kind === "publication") return true;
  const been = earlier.filter(({ deliveries }) => deliveries.some(mayBeOut)).map(({ audience }) => audience.exposure);
  if (been.length === 0) return exposure === "world";
  return been.every((before) => isWider(before, exposure));
}

/** The conditions that are not met and that none of `overridden` sets aside. */
export function unmetConditions(gate: Gate, overridden: readonly string[]): readonly Condition[] {
  return gate.conditions.filter(
    ({ isMet, name, canBeOverridden }) => !isMet && !(canBeOverridden && overridden.includes(name)),
  );
}

/** The refusal that lists the conditions and the command for each; `again` is the command that overrides, or null. */
export function gateRefusal(share: string, unmet: readonly Condition[], again: string | null): PkmError {
  const whys = unmet.map(({ name, why }) => `${name}: ${why}`).join("; ");
  const mends = unmet.flatMap(({ mend }) => (mend === null ? [] : [mend]));
  const canForce = again !== null && unmet.every(({ canBeOverridden }) => canBeOverridden);
  const hint = canForce ? [...mends, `${again} --anyway "…"`] : mends;
  return new PkmError("not-yet", `${share} is not cleared to go wider: ${whys}`, { hint: [...new Set(hint)] });
}

type Finding = Pick<Condition, "isMet" | "why"> & { mend: string | null };

function condition(name: Condition["name"], canBeOverridden: boolean, finding: Finding): Condition {
  return { name, canBeOverridden, ...finding, mend: finding.isMet ? null : finding.mend };
}

function standing({ share }: ShareCase): Condition {
  const end = share.withdrawn !== null ? `withdrawn on ${share.withdrawn.slice(0, 10)}` : "closed";
  const isMet = share.withdrawn === null && share.closed === null;
  return condition("standing", false, {
    isMet,
    why: isMet ? "it stands" : `it was ${end}`,
    mend: `pkm share stage ${share.note} --with <community>`,
  });
}

function current(shareCase: ShareCase): Condition {
  const { share, note } = shareCase;
  const { n } = latestVersion(shareCase);
  const isMet = !isEdited(shareCase);
  return condition("current", false, {
    isMet,
    why: isMet
      ? `v${n} is the note's text`
      : note === null
        ? "the note's file is gone"
        : `the note was edited since v${n}`,
    mend: note === null ? `pkm show ${share.note}` : `pkm share revise ${share.id}`,
  });
}

function asked({ share, releases }: ShareCase): Condition {
  const round = releases.findLast((release) => release.kind === "round" && wasSent(release));
  const isPlanned = releases.some(({ kind, cancelled }) => kind === "round" && cancelled === null);
  return condition("asked", true, {
    isMet: round !== undefined,
    why: round === undefined ? "no community was asked yet" : `${round.placeName} was asked about v${round.version}`,
    mend: isPlanned ? `pkm share send ${share.id}` : `pkm share stage ${share.note} --with <community>`,
  });
}

function answered({ share, releases, feedback, now }: ShareCase): Condition {
  const rounds = releases.filter((release) => release.kind === "round" && wasSent(release));
  const answers = feedback.filter(({ release }) => rounds.some(({ id }) => id === release)).length;
  const isOver = rounds.some((round) => isClosed(round, now));
  const isMet = answers > 0 || isOver;
  return condition("answered", true, {
    isMet,
    why:
      answers > 0
        ? `${answers} answered`
        : isOver
          ? "closed with no answer"
          : rounds.length > 0
            ? "nobody has answered yet"
            : "there was no round",
    mend: rounds.length > 0 ? `pkm share feedback ${share.id} close` : null,
  });
}

function decided({ share, feedback }: ShareCase): Condition {
  const open = undecided(feedback);
  return condition("decided", true, {
    isMet: open.length === 0,
    why: open.length === 0 ? "nothing waits for a decision" : `${ids(open)} ${waits(open)} for a decision`,
    mend: `pkm share feedback ${share.id} accept ${open[0]?.id ?? "<feedback>"}`,
  });
}

function addressed({ share, feedback }: ShareCase): Condition {
  const open = unaddressed(feedback);
  return condition("addressed", true, {
    isMet: open.length === 0,
    why: open.length === 0 ? "nothing accepted is left to do" : `${ids(open)} accepted, but no version takes it up`,
    mend: `pkm share revise ${share.id}`,
  });
}

function ids(things: readonly { id: string }[]): string {
  return things.map(({ id }) => id).join(", ");
}

function waits(things: readonly unknown[]): string {
  return things.length === 1 ? "waits" : "wait";
}

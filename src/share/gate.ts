// The gate: the named conditions before a note goes wider, each with why it is not met and the command that mends it.
import { PkmError } from "../base/errors.ts";
import { localDay, type Instant } from "../base/clock.ts";
import { shellWord } from "../base/shell-word.ts";
import { isWider, type Exposure } from "../people/community.ts";
import type { Rest } from "../people/rhythm.ts";
import { foldName } from "../sense/link-name.ts";
import { claimOf } from "./taken-up.ts";
import { unaddressed, undecided } from "./feedback.ts";
import { reachOf, ruleFor } from "./gate-rules.ts";
import { isClosed, mayBeOut, wasSent, type Override, type Release } from "./release.ts";
import { isEdited, latestVersion, type ShareCase } from "./share.ts";

export interface Condition {
  name:
    | "standing"
    | "current"
    | "asked"
    | "answered"
    | "decided"
    | "addressed"
    | "cooled"
    | "policy"
    | "attention"
    | "bounded";
  isMet: boolean;
  /** What was found, met or not. */
  why: string;
  /** The command that satisfies it; null when it is met or nothing can. */
  mend: string | null;
  /** False for what no reason can set aside. */
  canBeOverridden: boolean;
  /** What a reason has to name to set it aside; none where any reason does. */
  toBeNamed: readonly string[];
}

export interface Gate {
  isOpen: boolean;
  conditions: readonly Condition[];
}

/** A bounded context or place that a note would leave. */
export interface Left {
  /** As a person calls it: "Clients". */
  name: string;
  /** In a sentence: "the context Clients, which is bounded". */
  words: string;
}

/** Where a release is to go, as far as the gate asks about it. */
export interface Target {
  name: string;
  exposure: Exposure;
  /** Why the place should be left in peace now; null when it need not. */
  rest: Rest | null;
  /** What the note would leave by going there, but for what a word lets it leave. */
  leaves: readonly Left[];
}

/** The conditions for going wider with the newest version, as things stand; those of a place only with a `target`. */
export function gateOf(shareCase: ShareCase, target: Target | null = null): Gate {
  const conditions = [
    standing(shareCase),
    current(shareCase),
    asked(shareCase),
    answered(shareCase),
    decided(shareCase),
    addressed(shareCase),
    ...cooled(shareCase),
    ...(target === null ? [] : [...policy(shareCase, target), ...attention(target), ...bounded(target)]),
  ];
  return { isOpen: conditions.every(({ isMet }) => isMet), conditions };
}

/**
 * Whether a release widens who can read the note, so that the gate applies: every publication does, and so does a round
 * that anybody can read, that leaves a bounded context, that is more exposed than all before it, or that reaches
 * another place with somebody who has not had the note. What tells givers of their feedback never does.
 */
export function isWidening(
  { kind, place, audience }: Pick<Release, "kind" | "place" | "audience">,
  earlier: readonly Release[],
  leaves: readonly Left[],
): boolean {
  if (kind === "publication") return true;
  if (kind === "report") return false;
  const out = earlier.filter((release) => release.kind !== "report" && release.deliveries.some(mayBeOut));
  if (leaves.length > 0) return true;
  if (out.length === 0) return audience.exposure === "world";
  if (out.every((before) => isWider(before.audience.exposure, audience.exposure))) return true;
  if (out.some((before) => before.place === place && !isWider(before.audience.exposure, audience.exposure)))
    return false;
  // What the world could read has no new readers.
  if (out.some((before) => before.audience.exposure === "world")) return false;
  const known = new Set(out.flatMap((before) => readersOf(before)));
  return readersOf({ audience }).some((reader) => !known.has(reader));
}

function readersOf({ audience }: Pick<Release, "audience">): readonly string[] {
  return [...audience.people.map(({ person, address, name }) => person ?? address ?? name), ...audience.unknown];
}

/** The conditions that are not met and that none of `overrides` sets aside. */
export function unmetConditions(
  gate: Gate,
  overrides: readonly Pick<Override, "conditions" | "reason">[],
): readonly Condition[] {
  return gate.conditions.filter(
    (each) =>
      !each.isMet &&
      !overrides.some(({ conditions, reason }) => conditions.includes(each.name) && canSetAside(reason, each)),
  );
}

/** Whether the reason may set the condition aside: one that speaks of something else takes no text out of a bounded context. */
export function canSetAside(reason: string, { canBeOverridden, toBeNamed }: Condition): boolean {
  const said = foldName(reason);
  return canBeOverridden && said !== "" && toBeNamed.every((name) => said.includes(foldName(name)));
}

/** The refusal that lists the conditions and the command for each; `again` is the command that overrides, or null. */
export function gateRefusal(share: string, unmet: readonly Condition[], again: string | null): PkmError {
  const whys = unmet.map(({ name, why }) => `${name}: ${why}`).join("; ");
  const mends = unmet.flatMap(({ mend }) => (mend === null ? [] : [mend]));
  const canForce = again !== null && unmet.every(({ canBeOverridden }) => canBeOverridden);
  const named = unmet.flatMap(({ toBeNamed }) => toBeNamed).join(" and ");
  const reason = named === "" ? '"…"' : shellWord(`leaves ${named}: …`);
  const hint = canForce ? [...mends, `${again} --anyway ${reason}`] : mends;
  return new PkmError("not-yet", `${share} is not cleared to go wider: ${whys}`, { hint: [...new Set(hint)] });
}

type Finding = Pick<Condition, "isMet" | "why" | "mend"> & Partial<Pick<Condition, "toBeNamed">>;

function condition(name: Condition["name"], canBeOverridden: boolean, finding: Finding): Condition {
  return { name, canBeOverridden, toBeNamed: [], ...finding, mend: finding.isMet ? null : finding.mend };
}

function standing({ share }: ShareCase): Condition {
  const end = share.withdrawn !== null ? `withdrawn on ${localDay(share.withdrawn)}` : "closed";
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

function asked({ share, releases, note, rules }: ShareCase): Condition {
  const round = releases.findLast((release) => release.kind === "round" && wasSent(release));
  const isPlanned = releases.some(({ kind, cancelled }) => kind === "round" && cancelled === null);
  const free = round === undefined ? ruleFor(rules.unasked, note) : null;
  return condition("asked", true, {
    isMet: round !== undefined || free !== null,
    why:
      round !== undefined
        ? `${round.placeName} was asked about v${round.version}`
        : free !== null
          ? `nobody need be asked: ${free}`
          : "no community was asked yet",
    mend: isPlanned ? `pkm share send ${share.id}` : `pkm share stage ${share.note} --with <community>`,
  });
}

function answered({ share, releases, feedback, now, note, rules }: ShareCase): Condition {
  const rounds = releases.filter((release) => release.kind === "round" && wasSent(release));
  const answers = feedback.filter(({ release }) => rounds.some(({ id }) => id === release)).length;
  const isOver = rounds.some((round) => isClosed(round, now));
  const free = rounds.length === 0 ? ruleFor(rules.unasked, note) : null;
  const isMet = answers > 0 || isOver || free !== null;
  return condition("answered", true, {
    isMet,
    why:
      answers > 0
        ? `${answers} answered`
        : isOver
          ? "closed with no answer, which is no approval"
          : rounds.length > 0
            ? "nobody has answered yet"
            : free !== null
              ? `nobody need be asked: ${free}`
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

function addressed({ share, feedback, versions }: ShareCase): Condition {
  const open = unaddressed(feedback);
  const empty = feedback.filter((point) => claimOf(point, versions) === "unchanged");
  const claimed = empty.length === 0 ? "" : `; ${ids(empty)} claimed, text unchanged`;
  return condition("addressed", true, {
    isMet: open.length === 0,
    why: `${open.length === 0 ? "nothing accepted is left to do" : `${ids(open)} accepted, but no version takes it up`}${claimed}`,
    mend: `pkm share revise ${share.id}`,
  });
}

/** Only where config asks for it: a text has to lie for a while before it goes wider. */
function cooled(shareCase: ShareCase): readonly Condition[] {
  const { coolingHours } = shareCase.rules;
  if (coolingHours === 0) return [];
  const { n, created } = latestVersion(shareCase);
  const from: Instant = new Date(Date.parse(created) + coolingHours * 3_600_000).toISOString();
  const isMet = from <= shareCase.now.toISOString();
  const why = isMet ? `v${n} has lain for ${coolingHours} h` : `v${n} is to lie for ${coolingHours} h, until ${from}`;
  return [condition("cooled", true, { isMet, why, mend: null })];
}

/** What config says of notes of this kind or context. */
function policy({ note, rules }: ShareCase, { name, exposure }: Target): readonly Condition[] {
  const reach = reachOf(rules, note);
  if (reach === null) return [];
  const isMet = !isWider(reach.exposure, exposure);
  const why = `${reach.rule} goes no further than ${reach.exposure}${isMet ? "" : `, and ${name} is read by ${exposure}`}`;
  return [condition("policy", true, { isMet, why, mend: "pkm config edit" })];
}

function attention({ name, rest }: Target): readonly Condition[] {
  if (rest === null) return [];
  const why = `${name} is to be left in peace: ${rest.why}; from ${rest.until} on it may go`;
  return [condition("attention", true, { isMet: false, why, mend: null })];
}

function bounded({ leaves }: Target): readonly Condition[] {
  if (leaves.length === 0) return [];
  const why = `it would leave ${leaves.map(({ words }) => words).join(" and ")}, and no reason names ${leaves.length === 1 ? "it" : "them"}`;
  return [condition("bounded", true, { isMet: false, why, mend: null, toBeNamed: leaves.map(({ name }) => name) })];
}

function ids(things: readonly { id: string }[]): string {
  return things.map(({ id }) => id).join(", ");
}

function waits(things: readonly unknown[]): string {
  return things.length === 1 ? "waits" : "wait";
}

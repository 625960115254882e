// Staging: takes a note to a community as a round, with everything frozen and nothing sent.
import { PkmError } from "../base/errors.ts";
import { plainForm, type PostForm } from "./channel.ts";
import type { Community } from "../people/community.ts";
import type { Line } from "./audience.ts";
import { openCase, openLines, type Desk } from "./desk.ts";
import { unaddressed } from "./feedback.ts";
import { freeze } from "./freeze.ts";
import { unmetOf, type ClearanceDesk } from "./clearance.ts";
import { canSetAside, gateRefusal } from "./gate.ts";
import { mayBeOut, type Release } from "./release.ts";
import { isEdited, latestVersion, refuseUnfit, type NoteNow, type Share } from "./share.ts";

type StageDesk = ClearanceDesk & Pick<Desk, "clock" | "ids" | "releases" | "changes" | "note" | "claim" | "channel">;

export interface Staging {
  /** Note id, or its path while it has none. */
  note: string;
  /** Community id. */
  place: string;
  questions: readonly string[];
  /** Closing instant, or null. */
  until: string | null;
  /** What is said of the form; the rest is plain. */
  form?: Partial<PostForm>;
  /** Why it may go wider than the gate lets it; null when no reason was given. */
  anyway: string | null;
}

/** Freezes the note's text as a round with the community; hands back the share and the release. */
export async function stage(desk: StageDesk, staging: Staging): Promise<{ share: string; release: string }> {
  const place = desk.communities.get(staging.place);
  refusePlace(place);
  const lines = await openLines(desk, place);
  return desk.changes.record(`staged ${staging.note} for ${place.name}`, () => {
    const share = openShare(desk, desk.claim(staging.note));
    const { version, note } = takeVersion(desk, share);
    callOff(desk, { share: share.id, version, place: place.id });
    const left = unusedLines(desk, { share: share.id, version, place, lines });
    const { questions, until } = staging;
    const form = { ...plainForm, ...staging.form };
    const facts = desk.shares.facts(share.id);
    const release = freeze(desk, { facts, note, place, lines: left, kind: "round", questions, until, form });
    clear(desk, { share: share.id, release, anyway: staging.anyway });
    return { share: share.id, release };
  });
}

function refusePlace(place: Community): void {
  if (place.kind === "network") {
    throw new PkmError("usage", `${place.name} is a network, where notes are published, not tried out`, {
      hint: `pkm share publish <share> --to ${place.id}`,
    });
  }
  refuseDeadEnd(place);
}

/** Refuses a place that was left or that no channel leads to. */
export function refuseDeadEnd(place: Community): void {
  if (place.left !== null) {
    throw new PkmError("not-yet", `you left ${place.name}: nothing is sent there any more`, { hint: "pkm community" });
  }
  if (place.channels.length > 0) return;
  throw new PkmError("not-yet", `no channel leads to ${place.name}`, {
    hint: `pkm community channel ${place.id} mail --exposure closed --to A --from A --smtp smtp://host`,
  });
}

/** The note's open share, or a new one with its first version. */
export function openShare(desk: Pick<Desk, "shares" | "note">, note: string): Share {
  const standing = desk.shares.ofNote(note);
  if (standing !== null && standing.withdrawn === null && standing.closed === null) return standing;
  const share = desk.shares.add(note);
  desk.shares.addVersion(share.id, readNote(desk, note));
  return share;
}

/** Makes the note's text the newest version where it is not; refuses while accepted points wait to be taken up. */
export function takeVersion(
  desk: Pick<Desk, "shares" | "note" | "clock" | "rules">,
  share: Share,
): { version: number; note: NoteNow } {
  const note = readNote(desk, share.note);
  const shareCase = { ...openCase(desk, share.id), note };
  if (!isEdited(shareCase)) return { version: latestVersion(shareCase).n, note };
  const open = unaddressed(shareCase.feedback);
  if (open.length > 0) {
    const told = `the note ${share.note} was edited, and ${open.map(({ id }) => id).join(", ")} accepted: say that this edit takes it up`;
    throw new PkmError("not-yet", told, { hint: `pkm share revise ${share.id}` });
  }
  return { version: desk.shares.addVersion(share.id, note).n, note };
}

function readNote(desk: Pick<Desk, "note">, id: string): NoteNow {
  const note = desk.note(id);
  if (note === null) throw new PkmError("not-found", `the file of the note ${id} is gone`, { hint: `pkm show ${id}` });
  refuseUnfit(note);
  return note;
}

/**
 * Calls off what was frozen for the place before and has not left. Throws PkmError("not-yet") where the same version may
 * have left from another home: frozen anew it would go to its readers twice, and no far end could tell.
 */
export function callOff(
  desk: Pick<Desk, "releases">,
  { share, version, place }: { share: string; version: number; place: string },
): void {
  const waiting = desk.releases
    .ofShare(share)
    .filter(({ kind, place: where }) => kind !== "report" && where === place)
    .filter(isWaiting);
  for (const release of waiting) {
    if (release.version === version) refuseDoubted(release);
    desk.releases.cancel(release.id);
  }
}

/** Whether something of it has not left and was not called off. */
export function isWaiting({ cancelled, deliveries }: Release): boolean {
  return cancelled === null && deliveries.some(({ state }) => state === "pending");
}

/** Refuses where somebody has to say first what became of it in the home that this one is a copy of. */
export function refuseDoubted({ share, version, kind, place, placeName, deliveries }: Release): void {
  const doubted = deliveries.find(({ state, doubted: since }) => state === "pending" && since !== null);
  if (doubted === undefined) return;
  const told = `v${version} may have gone to ${placeName} from the home that this one is a copy of`;
  const asks = {
    round: [`pkm share send ${share}`],
    publication: [`pkm share publish ${share} --to ${place}`],
    report: [],
  };
  throw new PkmError("not-yet", told, { hint: [...asks[kind], `pkm share resolve ${doubted.id} --sent|--retry`] });
}

interface Wanted {
  share: string;
  version: number;
  place: Community;
  lines: readonly Line[];
}

/** The channels that the version has not gone through yet; throws PkmError("not-yet") when it has gone through all. */
export function unusedLines(desk: Pick<Desk, "releases">, { share, version, place, lines }: Wanted): readonly Line[] {
  const taken = desk.releases.ofShare(share).flatMap(({ deliveries }) => deliveries.filter(isTaken));
  const used = new Set(taken.filter((delivery) => delivery.version === version).map(({ channel }) => channel));
  const left = lines.filter(({ address }) => !used.has(address.id));
  if (left.length > 0) return left;
  throw new PkmError("not-yet", `v${version} has gone to ${place.name} already`, {
    hint: [`pkm share feedback ${share}`, `pkm share revise ${share}`],
  });
}

function isTaken(delivery: Release["deliveries"][number]): boolean {
  return mayBeOut(delivery) && delivery.state !== "retracted";
}

interface Clearing {
  share: string;
  release: string;
  anyway: string | null;
}

/** Holds a new release against the gate, and writes the reason down where one sets a condition aside. */
export function clear(
  desk: ClearanceDesk & Pick<Desk, "clock" | "note" | "releases">,
  { share, release, anyway }: Clearing,
): void {
  const shareCase = openCase(desk, share);
  const made = shareCase.releases.find(({ id }) => id === release);
  if (made === undefined) return;
  const unmet = unmetOf(desk, shareCase, made);
  const reason = anyway?.trim() ?? "";
  const again =
    made.kind === "round"
      ? `pkm share stage ${shareCase.share.note} --with ${made.place}`
      : `pkm share publish ${share} --to ${made.place}`;
  if (!unmet.every((condition) => canSetAside(reason, condition))) throw gateRefusal(share, unmet, again);
  if (unmet.length > 0) {
    desk.releases.override(
      release,
      reason,
      unmet.map(({ name }) => name),
    );
  }
}

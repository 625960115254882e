// What must still be true before any byte of a release leaves; run again inside the transaction of every claim.
import { sha256 } from "../base/hash.ts";
import { PkmError } from "../base/errors.ts";
import type { Community } from "../people/community.ts";
import { audienceChanges, isEmpty, joinAudiences, lineAudience, type Line } from "./audience.ts";
import { changesFor } from "./taken-up.ts";
import { refuseUnlessCleared, type ClearanceDesk } from "./clearance.ts";
import { openCase, type Desk } from "./desk.ts";
import { preparedParts } from "./freeze.ts";
import { letterText } from "./report-text.ts";
import { hasArrived, isClosed, type Release } from "./release.ts";
import { isEdited, latestVersion, refuseUnfit, type Share, type ShareCase } from "./share.ts";

/** A release about to leave, with the channels it was frozen for. */
export interface Departure {
  share: string;
  release: string;
  /** Every channel that the place has now. */
  lines: readonly Line[];
}

export type CheckDesk = ClearanceDesk & Pick<Desk, "clock" | "note">;

/**
 * Throws PkmError("not-yet") unless the release stands, its place was not left, its version is the note's text, its
 * audience is the frozen one, the channels would still make the frozen bytes, and gate and pre-flight let it through.
 */
export function refuseUnlessTrue(desk: CheckDesk, departure: Departure): void {
  const { shareCase, release } = refuseUnlessFrozen(desk, departure);
  refuseUnlessCleared(desk, shareCase, { release, again: releaseCommand(shareCase, release) });
}

/** As refuseUnlessTrue, but for gate and pre-flight. */
export function refuseUnlessFrozen(desk: CheckDesk, departure: Departure): { shareCase: ShareCase; release: Release } {
  const shareCase = openCase(desk, departure.share);
  const release = shareCase.releases.find(({ id }) => id === departure.release);
  if (release === undefined)
    throw new PkmError("not-found", `there is no release ${departure.release}`, { hint: "pkm share" });
  const place = desk.communities.get(release.place);
  refuseUnlessStanding(shareCase, release, place);
  refuseUnlessCurrent(shareCase, release);
  refuseOverdue(shareCase, release);
  const lines = usedLines(shareCase.share, { release, place, lines: departure.lines });
  refuseUnlessSameAudience(shareCase, { release, place, lines });
  refuseUnlessSameBytes(shareCase, { release, place, lines });
  return { shareCase, release };
}

/** The command that freezes the release anew. */
export function againCommand(
  { id, note }: Pick<Share, "id" | "note">,
  { kind, place }: Pick<Release, "kind" | "place">,
): string {
  if (kind === "report") return `pkm share report ${id}`;
  return kind === "round" ? `pkm share stage ${note} --with ${place}` : `pkm share preview ${id} --to ${place}`;
}

function refuseUnlessStanding({ share }: ShareCase, release: Release, place: Community): void {
  const refuse = (message: string, hint: string): never => {
    throw new PkmError("not-yet", message, { hint });
  };
  if (share.withdrawn !== null) refuse(`${share.id} was withdrawn`, `pkm share stage ${share.note} --with <community>`);
  if (share.closed !== null) refuse(`${share.id} is closed`, `pkm share stage ${share.note} --with <community>`);
  if (release.cancelled !== null) refuse(`${release.id} was called off`, againCommand(share, release));
  if (place.left !== null) refuse(`you left ${place.name}: nothing is sent there any more`, "pkm community");
}

function refuseUnlessCurrent(shareCase: ShareCase, release: Release): void {
  const { share, note } = shareCase;
  if (note === null) {
    throw new PkmError("not-yet", `the file of the note ${share.note} is gone`, { hint: `pkm show ${share.note}` });
  }
  // What a report says of the versions is held against them byte for byte; the file may be further on.
  if (release.kind === "report") return;
  refuseUnfit(note);
  if (release.version === latestVersion(shareCase).n && !isEdited(shareCase)) return;
  throw new PkmError(
    "not-yet",
    `the note ${share.note} was edited since v${release.version} was staged for ${release.placeName}`,
    {
      hint: againCommand(shareCase.share, release),
    },
  );
}

interface Fresh {
  release: Release;
  place: Community;
  lines: readonly Line[];
}

function refuseOverdue({ share, now }: ShareCase, release: Release): void {
  if (release.deliveries.some(hasArrived) || !isClosed(release, now)) return;
  throw new PkmError("not-yet", `the closing date of ${release.id} has passed before it was sent`, {
    hint: `${againCommand(share, release)} --until 7d`,
  });
}

/** The lines that the release's parts are frozen for; refuses where one of the channels was removed. */
function usedLines(share: Share, { release, place, lines }: Fresh): readonly Line[] {
  const wanted = [
    ...new Set(release.deliveries.filter(({ state }) => state !== "cancelled").map(({ channel }) => channel)),
  ];
  return wanted.map((id) => {
    const line = lines.find((candidate) => candidate.address.id === id);
    if (line?.only !== undefined) return line;
    const address = place.channels.find((channel) => channel.id === id);
    if (address !== undefined && line !== undefined) return { address, channel: line.channel };
    const told = `the channel ${id} of ${release.placeName} was removed since it was staged`;
    throw new PkmError("not-yet", told, { hint: againCommand(share, release) });
  });
}

function refuseUnlessSameAudience(shareCase: ShareCase, { release, place, lines }: Fresh): void {
  const now = joinAudiences(lines.map((line) => lineAudience(place, line)));
  const changes = isEmpty(now)
    ? ["nobody would get it"]
    : audienceChanges(release.audience, now).map(({ words }) => words);
  if (changes.length === 0) return;
  const told = `the audience of ${release.placeName} has changed since it was staged: ${changes.join("; ")}`;
  throw new PkmError("not-yet", told, { hint: againCommand(shareCase.share, release) });
}

function refuseUnlessSameBytes(shareCase: ShareCase, { release, place, lines }: Fresh): void {
  const text = letterText(shareCase, release);
  const changes = changesFor(shareCase, release);
  for (const line of lines) {
    const { people } = lineAudience(place, line);
    const now = preparedParts(release, text, { line, people, changes });
    const frozen = release.deliveries.filter(
      ({ channel, state }) => channel === line.address.id && state !== "cancelled",
    );
    const isSame =
      now.length === frozen.length &&
      now.every(({ part }, index) => {
        const delivery = frozen[index];
        return delivery?.hash === sha256(part.bytes) && delivery.wireId === part.wireId && delivery.to === part.to;
      });
    if (!isSame) {
      const told = `the ${line.address.kind} channel ${line.address.id} would send something else than what was staged`;
      throw new PkmError("not-yet", told, { hint: againCommand(shareCase.share, release) });
    }
    const fatal = line.channel
      .validate(
        now.map(({ part }) => part),
        line.address,
      )
      .find(({ isFatal }) => isFatal);
    if (fatal !== undefined) {
      throw new PkmError("not-yet", `${line.address.kind} ${line.address.id}: ${fatal.message}`, {
        hint:
          fatal.flag === undefined
            ? `pkm share preview ${release.share}`
            : `${releaseCommand(shareCase, release)} ${fatal.flag}`,
      });
    }
  }
}

function releaseCommand(shareCase: ShareCase, release: Release): string {
  return release.kind === "round"
    ? againCommand(shareCase.share, release)
    : `pkm share publish ${shareCase.share.id} --to ${release.place}`;
}

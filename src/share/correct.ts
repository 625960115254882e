// Correcting: takes the newest version to everybody who had an older one, in its place where a channel can edit.
import { PkmError } from "../base/errors.ts";
import { audienceChanges, joinAudiences, lineAudience, type Line } from "./audience.ts";
import type { CheckDesk } from "./at-departure.ts";
import { openCase, openLines, type Desk } from "./desk.ts";
import { freeze } from "./freeze.ts";
import { unmetOf } from "./clearance.ts";
import { gateRefusal, type Condition } from "./gate.ts";
import { isClosed, isThere, type Delivery, type Release } from "./release.ts";
import { refuseEnded } from "./revise.ts";
import { clear, takeVersion } from "./stage.ts";

type CorrectDesk = CheckDesk & Pick<Desk, "ids" | "releases" | "changes" | "channel">;

export interface Correction {
  /** The version that is right. */
  version: number;
  /** Releases that carry it, those of an earlier run that are not through yet among them. */
  releases: readonly string[];
  /** What is out with an older version and can not be reached, and why. */
  unreachable: readonly { delivery: Delivery; why: string }[];
}

/**
 * Freezes the newest version for every channel that an older one stands on, in one recorded change. Doing it again
 * plans only what is left. Throws PkmError("not-yet") when nothing older stands anywhere.
 */
export async function planCorrection(desk: CorrectDesk, share: string): Promise<Correction> {
  const places = [...new Set(standing(desk.releases.ofShare(share)).map(({ release }) => release.place))];
  const open = await Promise.all(
    places.map(async (id) => {
      const place = desk.communities.get(id);
      return { place, lines: place.left === null ? await openLines(desk, place) : [] };
    }),
  );
  return desk.changes.record(`planned to correct ${share}`, () => {
    const found = desk.shares.facts(share).share;
    refuseEnded(found);
    const { version, note } = takeVersion(desk, found);
    const wrong = standing(desk.releases.ofShare(share)).filter(({ release }) => release.version < version);
    const unreachable: { delivery: Delivery; why: string }[] = [];
    for (const { place, lines } of open) {
      for (const [release, of] of Map.groupBy(
        wrong.filter((each) => each.release.place === place.id),
        (each) => each.release,
      )) {
        const used = lines.filter(({ address }) => of.some(({ channel }) => channel === address.id));
        const why = unreachableWhy({ place, release, used });
        const lost = of.filter(({ channel }) => why !== null || !used.some(({ address }) => address.id === channel));
        for (const { deliveries } of lost)
          for (const delivery of deliveries) unreachable.push({ delivery, why: why ?? "the channel was removed" });
        if (why !== null || used.length === 0 || isPlanned(desk, { share, version, used })) continue;
        const { kind, form } = release;
        // A round that is over is told what is right, and asked nothing more.
        const isOver = isClosed(release, desk.clock.now());
        const ask = isOver ? { questions: [], until: null } : { questions: release.questions, until: release.until };
        const facts = desk.shares.facts(share);
        const made = freeze(desk, { facts, note, place, lines: used, kind, form, ...ask });
        desk.releases.correct(made, release.id);
        clearCorrection(desk, { share, made, wrong: release });
      }
    }
    const releases = openCorrections(desk.releases.ofShare(share), version);
    if (releases.length === 0 && unreachable.length === 0) throw nothingWrong(desk, share, version);
    return { version, releases, unreachable };
  });
}

/** What a text has to go through before it may stand somewhere; one that is there already has been through it. */
const passed: readonly Condition["name"][] = ["asked", "answered", "decided", "addressed", "cooled", "attention"];

/** The older version that stands there is the reason for what it went through, and for nothing that has come since. */
function clearCorrection(
  desk: CorrectDesk,
  { share, made, wrong }: { share: string; made: string; wrong: Release },
): void {
  const known = wrong.overrides.flatMap(({ conditions }) => conditions).filter((name) => name !== "bounded");
  const covers = (name: string): boolean => [...passed, ...known].some((each) => each === name);
  const shareCase = openCase(desk, share);
  const release = shareCase.releases.find(({ id }) => id === made);
  const left = release === undefined ? [] : unmetOf(desk, shareCase, release).filter(({ name }) => !covers(name));
  if (left.length === 0) {
    clear(desk, { share, release: made, anyway: `it corrects v${wrong.version}, which stands there` });
    return;
  }
  const word = `pkm share answer ${share} bounded --to ${wrong.place} -m "…"`;
  const { kind, message, mend } = gateRefusal(share, left, null);
  throw new PkmError(kind, message, { hint: left.some(({ name }) => name === "bounded") ? word : mend });
}

interface Standing {
  release: Release;
  /** Channel id. */
  channel: string;
  /** Its parts. */
  deliveries: readonly Delivery[];
}

/** What stands at each channel: the parts of the newest version that arrived there. */
function standing(releases: readonly Release[]): readonly Standing[] {
  const all = releases
    .filter(({ kind }) => kind !== "report")
    .flatMap((release) =>
      [...Map.groupBy(release.deliveries.filter(isThere), ({ channel }) => channel)].map(([channel, deliveries]) => ({
        release,
        channel,
        deliveries,
      })),
    );
  return [...Map.groupBy(all, ({ channel }) => channel).values()].flatMap(
    (of) => of.toSorted((a, b) => b.release.version - a.release.version)[0] ?? [],
  );
}

/** A correction goes to nobody who had not the wrong version. Null when it may go. */
function unreachableWhy({
  place,
  release,
  used,
}: {
  place: Parameters<typeof lineAudience>[0];
  release: Release;
  used: readonly Line[];
}): string | null {
  if (place.left !== null) return `you left ${place.name}`;
  if (used.length === 0) return "the channel was removed";
  const now = joinAudiences(used.map((line) => lineAudience(place, line)));
  const wider = audienceChanges(release.audience, now).filter(({ widens }) => widens);
  return wider.length === 0
    ? null
    : `it would go wider than what it corrects: ${wider.map(({ words }) => words).join("; ")}`;
}

function isPlanned(
  desk: Pick<Desk, "releases">,
  { share, version, used }: { share: string; version: number; used: readonly Line[] },
): boolean {
  const ids = new Set(used.map(({ address }) => address.id));
  return desk.releases
    .ofShare(share)
    .some(
      (release) =>
        release.version === version &&
        release.corrects !== null &&
        release.cancelled === null &&
        release.deliveries.some(
          ({ channel, state }) => ids.has(channel) && state !== "failed" && state !== "cancelled",
        ),
    );
}

function openCorrections(releases: readonly Release[], version: number): readonly string[] {
  return releases
    .filter((release) => release.corrects !== null && release.version === version && release.cancelled === null)
    .filter(({ deliveries }) => deliveries.some(({ state }) => ["pending", "sending", "unknown"].includes(state)))
    .map(({ id }) => id);
}

function nothingWrong(desk: CheckDesk, share: string, version: number): PkmError {
  const { note } = openCase(desk, share).share;
  return new PkmError("not-yet", `nothing older than v${version} of ${share} stands anywhere`, {
    hint: [`pkm sense edit ${note}`, `pkm share log ${share}`],
  });
}

// Publication: freezes a version for a network, so that it can be read exactly before it goes, and clears it to go.
import { PkmError } from "../base/errors.ts";
import type { Community } from "../people/community.ts";
import type { Line } from "./audience.ts";
import { plainForm, type PostForm } from "./channel.ts";
import { refuseUnlessFrozen, refuseUnlessTrue, type CheckDesk } from "./at-departure.ts";
import { openCase, openLines, type Desk } from "./desk.ts";
import { freeze } from "./freeze.ts";
import { gateOf, gateRefusal, unmetConditions } from "./gate.ts";
import type { Release } from "./release.ts";
import { latestVersion } from "./share.ts";
import { callOff, clear, isWaiting, openShare, refuseDeadEnd, unusedLines } from "./stage.ts";

type PublishDesk = CheckDesk & Pick<Desk, "ids" | "releases" | "changes" | "claim" | "channel" | "transact">;

/**
 * Freezes the newest version for the network, or finds it frozen; hands back the release. Records no change, and calls off
 * nothing that has a time to leave: throws PkmError("not-yet") where another form than that has is asked for.
 */
export async function planPublication(
  desk: PublishDesk,
  { share, network, form = {} }: { share: string; network: string; form?: Partial<PostForm> },
): Promise<string> {
  const place = desk.communities.get(network);
  refusePlace(place);
  const lines = await openLines(desk, place);
  return desk.transact(() => {
    const standing = waitingFor(desk.releases.ofShare(share), place);
    if (standing === undefined || standing.sendAt === null) return plan(desk, { share, place, lines, form });
    if (isAsked(standing, form)) return standing.id;
    throw new PkmError("not-yet", `${place.name} is to get it at ${standing.sendAt}, in another form`, {
      hint: [`pkm share preview ${share} --to ${place.id}`, `pkm share publish ${share} --to ${place.id} --at "…"`],
    });
  });
}

/** The publication to the place that waits to leave. */
function waitingFor(releases: readonly Release[], { id }: Community): Release | undefined {
  return releases.findLast((release) => release.kind === "publication" && release.place === id && isWaiting(release));
}

/** Whether what is said of the form is how the release has it. */
function isAsked({ form }: Release, said: Partial<PostForm>): boolean {
  return JSON.stringify({ ...form, ...said }) === JSON.stringify(form);
}

export interface Publishing {
  /** Share id; null opens one for the note. */
  share: string | null;
  /** Note id, or its path while it has none. */
  note: string;
  /** Network ids. */
  networks: readonly string[];
  /** Why it may go without what the gate asks for; null when no reason was given. */
  anyway: string | null;
  /** What is said of the form; the rest stays as it was previewed. */
  form?: Partial<PostForm>;
}

/**
 * Plans the publication to every network and holds it against the gate, in one recorded change, all or nothing.
 * Throws the gate's PkmError("not-yet") when a condition is not met and `anyway` gives no reason.
 */
export async function clearPublication(
  desk: PublishDesk,
  { share, note, networks, anyway, form = {} }: Publishing,
): Promise<{ share: string; releases: readonly string[] }> {
  const places = networks.map((network) => desk.communities.get(network));
  for (const place of places) refusePlace(place);
  const wanted = await Promise.all(places.map(async (place) => ({ place, lines: await openLines(desk, place) })));
  const names = places.map(({ name }) => name).join(", ");
  let opened: string | null = null;
  try {
    return desk.changes.record(`cleared ${share ?? note} for ${names}`, () => {
      opened = share === null ? openShare(desk, desk.claim(note)).id : null;
      const id = share ?? opened ?? note;
      const releases = wanted.map((each) => {
        const release = plan(desk, { share: id, ...each, form });
        clear(desk, { share: id, release, anyway });
        refuseUnlessTrue(desk, { share: id, release, lines: each.lines });
        return release;
      });
      return { share: id, releases };
    });
  } catch (thrown) {
    throw opened === null ? thrown : namedByNote(thrown, opened, note);
  }
}

/** A refusal takes the share that was opened for it away again: what can be typed is the note. */
function namedByNote(thrown: unknown, share: string, note: string): unknown {
  if (!(thrown instanceof PkmError)) return thrown;
  const named = (words: string): string => words.replaceAll(share, note);
  return new PkmError(thrown.kind, named(thrown.message), { hint: thrown.mend.map(named), cause: thrown });
}

function refusePlace(place: Community): void {
  if (place.kind !== "network") {
    throw new PkmError("usage", `${place.name} is a ${place.kind}, which is asked before the world is told`, {
      hint: `pkm share stage <note> --with ${place.id}`,
    });
  }
  refuseDeadEnd(place);
}

interface Wanted {
  share: string;
  place: Community;
  lines: readonly Line[];
  form: Partial<PostForm>;
}

function plan(desk: PublishDesk, { share, place, lines, form: said }: Wanted): string {
  const shareCase = openCase(desk, share);
  const unmet = unmetConditions(gateOf(shareCase), []);
  const { note } = shareCase;
  if (note === null || unmet.some(({ canBeOverridden }) => !canBeOverridden)) throw gateRefusal(share, unmet, null);
  const standing = waitingFor(shareCase.releases, place);
  if (standing !== undefined && isAsked(standing, said) && isStill(desk, { share, release: standing.id, lines }))
    return standing.id;
  const form = { ...(standing?.form ?? plainForm), ...said };
  const version = latestVersion(shareCase).n;
  callOff(desk, { share, version, place: place.id });
  const left = unusedLines(desk, { share, version, place, lines });
  const facts = desk.shares.facts(share);
  return freeze(desk, { facts, note, place, lines: left, kind: "publication", questions: [], until: null, form });
}

function isStill(desk: PublishDesk, departure: { share: string; release: string; lines: readonly Line[] }): boolean {
  try {
    refuseUnlessFrozen(desk, departure);
    return true;
  } catch (thrown) {
    if (thrown instanceof PkmError) return false;
    throw thrown;
  }
}

// Sending: carries the frozen bytes of a release out, each part once, or says honestly that it does not know.
import { localDay } from "../base/clock.ts";
import { PkmError, reasonOf } from "../base/errors.ts";
import { sha256 } from "../base/hash.ts";
import { isWider, type ChannelAddress } from "../people/community.ts";
import { refuseUnlessTrue, type CheckDesk } from "./at-departure.ts";
import type { Channel, OutgoingPart, Posted, SendOutcome } from "./channel.ts";
import { openAllLines, type Claim, type Desk } from "./desk.ts";
import { inPlaceOf, nextStep, notThere, settle, type Settled, type Step } from "./outbox.ts";
import { hasArrived, mayBeOut, type Delivery, type Release } from "./release.ts";
import type { Line } from "./audience.ts";

type SendDesk = CheckDesk & Pick<Desk, "releases" | "outbox" | "changes" | "transact" | "channel" | "world">;

/** What a run came to for one delivery. */
export interface Sent {
  delivery: Delivery;
  /** Why it was left as it is; null when it was tried or nothing was to do. */
  why: string | null;
  /** The command that mends it; null when there is none. */
  mend: string | null;
}

/** The releases of a share that a plain `send` carries on: its rounds, and publications that have begun to leave. */
export function openReleases(releases: readonly Release[]): readonly Release[] {
  const isWaiting = ({ state }: Delivery): boolean => ["pending", "unknown", "sending"].includes(state);
  const isMeant = ({ kind, sent, cancelled }: Release): boolean =>
    sent !== null || (kind === "round" && cancelled === null);
  return releases.filter((release) => isMeant(release) && release.deliveries.some(isWaiting));
}

/**
 * Sends what is left of these releases of one share, each on its own. Throws PkmError("not-yet") where something is no
 * longer true and nothing at all could be tried; otherwise the refusal is told per delivery.
 */
export async function send(desk: SendDesk, share: string, releases: readonly string[]): Promise<readonly Sent[]> {
  desk.outbox.recover(share);
  const run: Run = { desk, isKept: false, refusals: [] };
  const results: Sent[] = [];
  for (const release of releases) results.push(...(await sendRelease(run, share, release)));
  const [first] = run.refusals;
  if (first !== undefined && run.refusals.length === results.length) throw first;
  return results;
}

interface Run {
  desk: SendDesk;
  /** Whether the undo list says already that something left. */
  isKept: boolean;
  /** Why deliveries were not tried. */
  refusals: PkmError[];
}

async function sendRelease(run: Run, share: string, release: string): Promise<readonly Sent[]> {
  const { desk } = run;
  const read = (): Release => {
    const found = desk.releases.ofShare(share).find(({ id }) => id === release);
    if (found === undefined) throw new PkmError("not-found", `there is no release ${release}`, { hint: "pkm share" });
    return found;
  };
  const { place, deliveries } = read();
  const lines = await openAllLines(desk, desk.communities.get(place));
  const results: Sent[] = [];
  for (const { id } of deliveries) {
    const now = read();
    const delivery = now.deliveries.find((candidate) => candidate.id === id);
    if (delivery === undefined || !isOpen(delivery)) continue;
    try {
      results.push(await sendOne(run, { delivery, release: now, lines }));
    } catch (thrown) {
      if (!(thrown instanceof PkmError)) throw thrown;
      run.refusals.push(thrown);
      results.push({ delivery: desk.releases.delivery(id), why: thrown.message, mend: thrown.mend[0] ?? null });
    }
  }
  return results;
}

function isOpen({ state }: Delivery): boolean {
  return state === "pending" || state === "unknown" || state === "sending";
}

interface Attempt {
  delivery: Delivery;
  release: Release;
  /** Every channel that the place has now. */
  lines: readonly Line[];
}

async function sendOne(run: Run, attempt: Attempt): Promise<Sent> {
  const { desk } = run;
  const { delivery, release } = attempt;
  const channel = await desk.channel(delivery.channelKind);
  const step = stepFor(desk, { delivery, release, channel });
  const stays = (why: string | null, mend: string | null): Sent => ({
    delivery: desk.releases.delivery(delivery.id),
    why,
    mend,
  });
  const was = editedBy(desk, release, { delivery, channel });
  if (step.do === "nothing") return stays(null, null);
  if (step.do === "wait") return stays(step.why, null);
  if (step.do === "stop") return stays(step.why, `pkm share withdraw ${release.share}`);
  if (step.do === "resolve") return stays(doubtOf(delivery), `pkm share resolve ${delivery.id} --sent|--retry`);
  const guard = (): void => refuseUnlessTrue(desk, { share: release.share, release: release.id, lines: attempt.lines });
  const kin = desk.releases.ofShare(release.share).map(({ id }) => id);
  const part: OutgoingPart = { ...delivery, kin, bytes: frozenBytes(desk, delivery), ...threadOf(release, delivery) };
  if (step.do === "send") await refuseWider(desk, delivery);
  const claim = desk.outbox.claim(delivery, step.do === "ask" ? () => {} : guard);
  if (claim === null) return stays("another pkm is sending it", null);
  const doing: Doing = { run, claim, part, channel, release, guard, was };
  await (step.do === "ask" ? askThenDeliver(doing) : deliver(doing, claim.was));
  return stays(null, null);
}

function doubtOf({ doubted }: Delivery): string {
  return doubted === null
    ? "it may or may not have arrived"
    : `it may have left before this home was put here on ${localDay(doubted)}`;
}

function stepFor(
  desk: SendDesk,
  { delivery, release, channel }: { delivery: Delivery; release: Release; channel: Channel },
): Step {
  const parent = release.deliveries.find(
    (other) => other.channel === delivery.channel && other.part === delivery.part - 1,
  );
  const { address } = desk.communities.ofChannel(delivery.channel);
  const can = channel.capabilitiesAt?.(address) ?? channel.capabilities;
  // To edit a second time leaves the same words.
  const retry = editedBy(desk, release, { delivery, channel }) !== null ? "idempotent" : can.retry;
  const step = nextStep(delivery, {
    ...can,
    retry,
    now: desk.clock.now(),
    parent: parent ?? null,
    sendAt: release.sendAt,
  });
  return step.do === "ask" && channel.lookup === undefined ? { do: "resolve" } : step;
}

/** The part that the delivery takes the place of, where the channel can edit and both have as many parts; else null. */
function editedBy(
  desk: SendDesk,
  { share, corrects, deliveries }: Release,
  { delivery, channel }: { delivery: Delivery; channel: Channel },
): Delivery | null {
  if (corrects === null || !channel.capabilities.canEdit) return null;
  const wrong = desk.releases.ofShare(share).find(({ id }) => id === corrects);
  const before = (wrong?.deliveries ?? []).filter((other) => other.channel === delivery.channel);
  const now = deliveries.filter((other) => other.channel === delivery.channel);
  if (before.length !== now.length || !before.every(hasArrived)) return null;
  return before.find(({ part }) => part === delivery.part) ?? null;
}

/** The stored bytes, held against their hash. */
function frozenBytes(desk: SendDesk, { id, hash }: Delivery): Uint8Array {
  const bytes = desk.releases.bytes(id);
  if (sha256(bytes) === hash) return bytes;
  throw new PkmError("failed", `the stored bytes of ${id} are damaged`, { hint: "pkm doctor" });
}

/** What a later part goes on from. */
function threadOf({ deliveries }: Release, { channel, part }: Delivery): Pick<OutgoingPart, "thread"> {
  if (part === 1) return {};
  const posted = (number: number): Posted | null => {
    const found = deliveries.find((other) => other.channel === channel && other.part === number);
    return found === undefined ? null : { uri: found.uri ?? found.wireId, url: found.url };
  };
  const [root, parent] = [posted(1), posted(part - 1)];
  return root === null || parent === null ? {} : { thread: { root, parent } };
}

/**
 * Asks the place itself who can read it, where it decides that: it may have been opened since it was staged. Throws
 * PkmError("not-yet") where more can read it than was agreed, and what the channel throws where it can not be told.
 */
export async function refuseWider(
  desk: Pick<Desk, "communities" | "channel" | "world">,
  delivery: Delivery,
): Promise<void> {
  const channel = await desk.channel(delivery.channelKind);
  if (channel.exposureNow === undefined) return;
  const { address, community } = desk.communities.ofChannel(delivery.channel);
  const now = await channel.exposureNow(address, desk.world);
  if (!isWider(address.exposure, now)) return;
  const told = `${delivery.to} can be read by ${now} now, and ${community.name} was to be ${address.exposure}`;
  throw new PkmError("not-yet", told, { hint: [`pkm channel check ${address.id}`, removal(community.id, address)] });
}

function removal(place: string, { id }: ChannelAddress): string {
  return `pkm community channel ${place} ${id} --remove`;
}

interface Doing {
  run: Run;
  claim: Claim;
  part: OutgoingPart;
  channel: Channel;
  release: Release;
  guard: () => void;
  /** The part whose place it takes; null where it stands for itself. */
  was: Delivery | null;
}

async function askThenDeliver(doing: Doing): Promise<void> {
  const { run, claim, part, channel } = doing;
  const { address } = run.desk.communities.ofChannel(run.desk.releases.delivery(claim.delivery).channel);
  try {
    const sought = { ...part, since: doing.release.planned };
    const receipt = (await channel.lookup?.(sought, address, run.desk.world)) ?? null;
    if (receipt !== null) return finish(doing, { kind: "sent", receipt }, claim.was);
  } catch (thrown) {
    const message = `the far end could not be asked: ${reasonOf(thrown)}`;
    return finish(doing, { kind: "unknown", message }, claim.was);
  }
  try {
    await refuseWider(run.desk, run.desk.releases.delivery(claim.delivery));
    run.desk.transact(doing.guard);
  } catch (thrown) {
    run.desk.outbox.finish(claim, notThere);
    throw thrown;
  }
  return deliver(doing, "pending");
}

async function deliver(doing: Doing, was: Claim["was"]): Promise<void> {
  const { run, claim, part, channel, was: old } = doing;
  const { address } = run.desk.communities.ofChannel(run.desk.releases.delivery(claim.delivery).channel);
  let outcome: SendOutcome;
  try {
    outcome =
      old !== null && channel.edit !== undefined
        ? await channel.edit({ was: { ...old, bytes: frozenBytes(run.desk, old) }, now: part }, address, run.desk.world)
        : await channel.deliver(part, address, run.desk.world);
  } catch (thrown) {
    // A channel that throws has told nothing of what became of the bytes.
    outcome = { kind: "unknown", message: reasonOf(thrown) };
  }
  finish(doing, outcome, was);
}

function finish({ run, claim, release, was: old }: Doing, outcome: SendOutcome, was: Claim["was"]): void {
  const { desk } = run;
  const settled: Settled = settle(outcome, was, release.audience.exposure);
  const put = (): boolean => {
    if (old !== null && hasArrived(settled)) desk.outbox.settle(old.id, inPlaceOf, ["sent", "confirmed"]);
    return desk.outbox.finish(claim, settled);
  };
  if (!mayBeOut(settled) || run.isKept) {
    put();
    return;
  }
  const done = hasArrived(settled) ? "it was sent" : "it may have been sent";
  desk.changes.record(`sent ${release.share} v${release.version} to ${release.placeName}`, () => {
    put();
    desk.changes.keep(`${done} to ${release.placeName}`);
  });
  run.isKept = true;
}

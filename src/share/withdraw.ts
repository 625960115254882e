// Withdrawing: stops what has not left, takes back what a channel can take back, and names what it can not.
import { reasonOf } from "../base/errors.ts";
import type { SendOutcome } from "./channel.ts";
import type { Desk } from "./desk.ts";
import { mayBeOut, type Delivery } from "./release.ts";

type WithdrawDesk = Pick<Desk, "shares" | "releases" | "outbox" | "communities" | "changes" | "channel" | "world">;

export interface Withdrawal {
  /** How many deliveries were stopped before they left. */
  stopped: number;
  retracted: readonly Delivery[];
  /** What is out and stays out, and why. */
  stays: readonly { delivery: Delivery; why: string }[];
}

/** Withdraws the share. Doing it again only tries what is still out. */
export async function withdraw(desk: WithdrawDesk, share: string): Promise<Withdrawal> {
  desk.outbox.recover(share);
  const before = desk.releases.ofShare(share).filter(({ kind, sent }) => kind === "round" || sent !== null);
  desk.changes.record(`withdrew ${share}`, () => {
    desk.shares.withdraw(share);
    for (const { id, deliveries } of desk.releases.ofShare(share)) {
      if (deliveries.some(({ state }) => state === "pending")) desk.releases.cancel(id);
    }
  });
  const doubted = all(desk, share).filter((delivery) => delivery.doubted !== null);
  const stopped = before.flatMap(({ deliveries }) => deliveries).filter(({ state }) => state === "pending").length;
  const retracted: Delivery[] = [];
  const stays: { delivery: Delivery; why: string }[] = [];
  // The last part first, so that no thread stands without its head.
  for (const delivery of all(desk, share).filter(mayBeOut).reverse()) {
    if (delivery.state === "retracted") continue;
    const { isBack, why } = await takeBack(desk, delivery);
    const now = desk.releases.delivery(delivery.id);
    if (isBack) retracted.push(now);
    if (why !== null) stays.push({ delivery: now, why });
  }
  for (const delivery of doubted) stays.push({ delivery, why: "it may have left before this home was put here" });
  return { stopped, retracted, stays };
}

/** Whether it was taken back, and why it stays, or what of it does. */
async function takeBack(desk: WithdrawDesk, delivery: Delivery): Promise<{ isBack: boolean; why: string | null }> {
  const staying = (why: string): { isBack: boolean; why: string } => ({ isBack: false, why });
  if (delivery.state === "sending") return staying("another pkm is sending it at this moment");
  const channel = await desk.channel(delivery.channelKind);
  if (!channel.capabilities.canDelete || channel.retract === undefined)
    return staying(`${channel.kind} can not take back what was sent`);
  const { address, community } = desk.communities.ofChannel(delivery.channel);
  const kin = desk.releases.ofShare(delivery.share).map(({ id }) => id);
  const part = { ...delivery, kin, bytes: desk.releases.bytes(delivery.id) };
  let outcome: SendOutcome;
  try {
    outcome = await channel.retract(part, address, desk.world);
  } catch (thrown) {
    outcome = { kind: "unknown", message: reasonOf(thrown) };
  }
  if (outcome.kind !== "sent") return staying(outcome.message);
  const settled = { state: "retracted", retryAt: null, url: null, uri: null, error: null } as const;
  desk.changes.record(`took back ${delivery.share} v${delivery.version} from ${community.name}`, () => {
    desk.outbox.settle(delivery.id, settled, [delivery.state]);
    desk.changes.keep(`it was taken back from ${community.name}`);
  });
  return { isBack: true, why: outcome.receipt.remark ?? null };
}

function all(desk: WithdrawDesk, share: string): readonly Delivery[] {
  return desk.releases.ofShare(share).flatMap(({ deliveries }) => deliveries);
}

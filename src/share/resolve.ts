// Resolving: the person's word on a delivery that only they can tell the fate of.
import { PkmError } from "../base/errors.ts";
import type { Desk } from "./desk.ts";
import { mayBeOut, type Delivery } from "./release.ts";

type ResolveDesk = Pick<Desk, "releases" | "outbox" | "changes">;

/** Takes the person's word: `sent` it did arrive, `retry` it did not and may go again at the next send. */
export function resolve(desk: ResolveDesk, id: string, word: "sent" | "retry"): Delivery {
  desk.outbox.recover(desk.releases.delivery(id).share);
  const delivery = desk.releases.delivery(id);
  const doubted = delivery.doubted === null ? [] : (["pending"] as const);
  const from = word === "sent" ? (["unknown", ...doubted] as const) : (["unknown", "failed", ...doubted] as const);
  if (!from.some((state) => state === delivery.state)) {
    throw new PkmError("not-yet", `${id} is ${delivery.state}: there is nothing to resolve`, { hint: "pkm share log" });
  }
  if (word === "retry") refuseSecond(desk, delivery);
  const state = word === "sent" ? "sent" : "pending";
  return desk.changes.record(`said that ${id} ${word === "sent" ? "arrived" : "may go again"}`, () => {
    desk.outbox.settle(id, { state, retryAt: null, url: null, uri: null, error: null }, from);
    desk.changes.keep("what became of a delivery is not a change of yours");
    return desk.releases.delivery(id);
  });
}

function refuseSecond(desk: ResolveDesk, { id, share, version, channel, part }: Delivery): void {
  const others = desk.releases.ofShare(share).flatMap(({ deliveries }) => deliveries);
  const twin = others.find(
    (other) =>
      other.id !== id &&
      other.version === version &&
      other.channel === channel &&
      other.part === part &&
      other.state !== "retracted" &&
      (mayBeOut(other) || other.state === "pending"),
  );
  if (twin === undefined) return;
  throw new PkmError("not-yet", `${twin.id} carries v${version} there already`, { hint: `pkm share send ${share}` });
}

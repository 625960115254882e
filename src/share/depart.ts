// Departures: sets a time for what is cleared to go, and finds what is due.
import type { Instant } from "../base/clock.ts";
import type { Desk } from "./desk.ts";
import type { Delivery, Release } from "./release.ts";

type DepartDesk = Pick<Desk, "releases" | "changes">;

/** Sets when these releases leave; null takes the time away again. What has begun to leave has no time any more. */
export function setDeparture(desk: DepartDesk, releases: readonly Release[], at: Instant | null): void {
  const meant = releases.filter(({ sent, sendAt }) => sent === null && sendAt !== at);
  if (meant.length === 0) return;
  const names = meant.map(({ placeName }) => placeName).join(", ");
  desk.changes.record(at === null ? `took away the time set for ${names}` : `set ${names} for ${at}`, () => {
    for (const { id } of meant) desk.releases.departAt(id, at);
  });
}

/**
 * The releases that may be carried on at `now` without a word of the person: those that have begun to leave, and those
 * whose time has come. What was told to wait is left out until then.
 */
export function dueReleases(releases: readonly Release[], now: Date): readonly Release[] {
  const hasCome = (at: Instant | null): boolean => at !== null && Date.parse(at) <= now.getTime();
  const isDue = ({ state, retryAt }: Delivery): boolean =>
    ["pending", "unknown", "sending"].includes(state) && (retryAt === null || hasCome(retryAt));
  return releases.filter(
    ({ sent, sendAt, cancelled, deliveries }) =>
      (sent !== null || (cancelled === null && hasCome(sendAt))) && deliveries.some(isDue),
  );
}

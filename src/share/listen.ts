// Listening: asks the channels what came back, and files each thing once, with where it came from.
import { PkmError, reasonOf } from "../base/errors.ts";
import { dayMs, type Instant } from "../base/clock.ts";
import { plainLine } from "../base/plain.ts";
import type { Channel, SentPart } from "./channel.ts";
import type { Desk } from "./desk.ts";
import { file, type FilingDesk, type Reply } from "./filing.ts";
import { mayBeOut, type Delivery, type Release } from "./release.ts";

/** Rounds are listened to so long after they closed, publications after they were sent. */
const listenDays = 30;
export type ListenDesk = FilingDesk & Pick<Desk, "shares" | "channel" | "world" | "transact">;

/** What a look for answers came to. */
export interface Listened {
  /** How many channels were asked. */
  asked: number;
  /** What is new, in the order it was filed. */
  heard: readonly Reply[];
  /** Channels that could not be asked. */
  failed: readonly { channel: string; kind: string; placeName: string; error: PkmError }[];
  /** Channels that answers do not come back through. */
  deaf: readonly { channel: string; kind: string; placeName: string }[];
  /** What was too much to be read whole, a line each. */
  cut: readonly string[];
}

/** Looks for answers to the share, or to everything that may still be answered (null). Doing it again files nothing twice. */
export async function listen(desk: ListenDesk, share: string | null): Promise<Listened> {
  const heard: Reply[] = [];
  const failed: Listened["failed"][number][] = [];
  const deaf: Listened["deaf"][number][] = [];
  const cut: string[] = [];
  let asked = 0;
  for (const [id, deliveries] of channelsOf(desk, share)) {
    const { community, address } = desk.communities.ofChannel(id);
    const named = { channel: id, kind: address.kind, placeName: community.name };
    const channel = await desk.channel(address.kind);
    const { canReadReplies } = channel.capabilitiesAt?.(address) ?? channel.capabilities;
    if (!canReadReplies || channel.fetchFeedback === undefined) {
      deaf.push(named);
      continue;
    }
    asked += 1;
    try {
      const pulled = await hear(desk, { id, deliveries, channel });
      heard.push(...pulled.heard);
      cut.push(...pulled.cut.map((line) => `${address.kind} of ${community.name}: ${plainLine(line)}`));
    } catch (thrown) {
      failed.push({ ...named, error: unheard(thrown, address.kind) });
    }
  }
  return { asked, heard, failed, deaf, cut };
}

function unheard(thrown: unknown, kind: string): PkmError {
  if (thrown instanceof PkmError) return thrown;
  return new PkmError("try-later", `${kind} answered in no way that is understood: ${plainLine(reasonOf(thrown))}`, {
    cause: thrown,
  });
}

/** The channels to ask, each with every delivery on it that may be answered, oldest first. */
function channelsOf(desk: ListenDesk, share: string | null): ReadonlyMap<string, readonly Delivery[]> {
  const now = desk.clock.now();
  const all = desk.shares.list().flatMap(({ id, withdrawn }) =>
    desk.releases
      .ofShare(id)
      .filter((release) => id === share || (withdrawn === null && isListenedTo(release, now)))
      .flatMap(({ deliveries }) => deliveries)
      .filter((delivery) => mayBeOut(delivery) && delivery.state !== "retracted"),
  );
  const wanted = new Set(
    all.filter((delivery) => share === null || delivery.share === share).map((one) => one.channel),
  );
  const inOrder = all
    .filter(({ channel }) => wanted.has(channel))
    .toSorted((a, b) => Date.parse(sentAt(a)) - Date.parse(sentAt(b)));
  return Map.groupBy(inOrder, ({ channel }) => channel);
}

function isListenedTo({ kind, closed, until, sent }: Release, now: Date): boolean {
  const end = kind === "round" ? (closed ?? until) : sent;
  return end === null || Date.parse(end) + listenDays * dayMs > now.getTime();
}

function sentAt({ arrived, at }: Delivery): Instant {
  return arrived ?? at;
}

interface Hearing {
  /** Channel id. */
  id: string;
  deliveries: readonly Delivery[];
  channel: Channel;
}

async function hear(
  desk: ListenDesk,
  { id, deliveries, channel }: Hearing,
): Promise<{ heard: readonly Reply[]; cut: readonly string[] }> {
  const { address } = desk.communities.ofChannel(id);
  const known = desk.replies.heard(id);
  const sent: readonly SentPart[] = deliveries.map((delivery) => ({
    part: delivery.part,
    wireId: delivery.wireId,
    uri: delivery.uri ?? delivery.wireId,
    url: delivery.url,
    at: sentAt(delivery),
    heard: known.get(delivery.id) ?? [],
  }));
  const cursor = cursorFor(desk, id, deliveries);
  const pull = (await channel.fetchFeedback?.({ sent, cursor }, address, desk.world)) ?? {
    replies: [],
    cursor,
  };
  const heard = desk.transact(() => {
    const ids = pull.replies.flatMap((reply) => file(desk, { deliveries, channel, id }, reply) ?? []);
    desk.replies.listened(
      id,
      pull.cursor,
      deliveries.map((delivery) => delivery.id),
    );
    return ids;
  });
  return { heard, cut: pull.cut ?? [] };
}

/** Null, which is from the beginning on, where something is to be looked for that the last look did not look for. */
function cursorFor(desk: ListenDesk, channel: string, deliveries: readonly Delivery[]): string | null {
  const last = desk.replies.listening(channel);
  if (last === null) return null;
  const isFollowed = (delivery: Delivery): boolean =>
    last.deliveries.includes(delivery.id) || Date.parse(sentAt(delivery)) > Date.parse(last.at);
  return deliveries.every(isFollowed) ? last.cursor : null;
}

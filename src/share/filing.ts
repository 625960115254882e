// Filing: writes down what came back, once, with the delivery it answers, and makes feedback of what is feedback.
import type { Instant } from "../base/clock.ts";
import { sha256 } from "../base/hash.ts";
import { cutText, plainLine, plainText } from "../base/plain.ts";
import type { Person } from "../people/person.ts";
import type { Channel, FoundReply } from "./channel.ts";
import type { Desk, NewFeedback } from "./desk.ts";
import { judge, type Apart, type Judged } from "./found.ts";
import type { Delivery } from "./release.ts";

/** A longer answer is cut: it stays whole where it was found. */
const textLengthMax = 100_000;

/** Something that came back, as it was filed. */
export interface Reply {
  /** The id of the feedback it is, or would be if it were taken. */
  id: string;
  /** Channel id. */
  channel: string;
  channelKind: string;
  remoteId: string;
  /** The delivery it answers. */
  delivery: string;
  release: string;
  share: string;
  version: number;
  kind: FoundReply["kind"];
  from: FoundReply["from"];
  at: Instant;
  /** All of it, with what it quotes. */
  text: string;
  /** Null when it is feedback. */
  apart: Apart | null;
}

export type NewReply = Pick<Reply, "channel" | "remoteId" | "delivery" | "kind" | "from" | "at" | "text" | "apart"> & {
  /** SHA-256 of the text, hex. */
  hash: string;
};

export interface ReplyShelf {
  /** Where the last look ended, and for which deliveries it looked; null when there was none. */
  listening(channel: string): { cursor: string | null; at: Instant; deliveries: readonly string[] } | null;
  listened(channel: string, cursor: string | null, deliveries: readonly string[]): void;
  /** remoteIds of what was taken in to each delivery of the channel. */
  heard(channel: string): ReadonlyMap<string, readonly string[]>;
  /** Files it and hands back its id; null when just this is known already. */
  add(reply: NewReply): string | null;
  knows(channel: string, remoteId: string): boolean;
  ofShare(share: string): readonly Reply[];
  /** Makes feedback of what was kept apart. */
  take(id: string): void;
}

export type FilingDesk = Pick<Desk, "clock" | "releases" | "communities"> & {
  replies: ReplyShelf;
  feedback: Pick<Desk["feedback"], "ofShare"> & {
    add(feedback: NewFeedback & { id: string; received: Instant }): string;
  };
  people: {
    list(): readonly Pick<Person, "id" | "handles">[];
    witness(person: string, what: string, ref: string | null): void;
  };
};

interface Where {
  /** Channel id. */
  id: string;
  /** What was listened for on it, oldest first. */
  deliveries: readonly Delivery[];
  channel: Channel;
}

/** Writes it down and hands it back; null when just this is known already. Call it in a transaction. */
export function file(desk: FilingDesk, { id, deliveries, channel }: Where, found: FoundReply): Reply | null {
  const answered = deliveries.find(({ wireId }) => wireId === found.answers) ?? deliveries.at(-1);
  if (answered === undefined) return null;
  const text = clean(found.text);
  const isEdit = desk.replies.knows(id, found.remoteId);
  const judged = judgeIn(desk, { ...found, text }, { answered, channel, isEdit });
  const from = { name: plainLine(found.from.name), address: plainLine(found.from.address) };
  const now = desk.clock.now();
  // A clock that is wrong at the far end must not put an answer into the future.
  const at = new Date(Math.min(Date.parse(found.at) || now.getTime(), now.getTime())).toISOString();
  const where = { channel: id, remoteId: found.remoteId, delivery: answered.id };
  const reply: NewReply = { ...where, kind: found.kind, from, at, text, apart: judged.apart, hash: sha256(text) };
  const filed = desk.replies.add(reply);
  if (filed === null) return null;
  if (judged.apart === null && judged.person !== null)
    takeIn(desk, { id: filed, answered, at }, { ...judged, person: judged.person });
  const { release, share, version, channelKind } = answered;
  return {
    ...where,
    id: filed,
    channelKind,
    release,
    share,
    version,
    kind: found.kind,
    from,
    at,
    text,
    apart: judged.apart,
  };
}

/** What the reply is, held against the draft, the people and the place it answers. */
export function judgeIn(
  desk: FilingDesk,
  found: FoundReply,
  { answered, channel, isEdit }: { answered: Delivery; channel: Channel; isEdit: boolean },
): Judged {
  const bytes = desk.releases.bytes(answered.id);
  const place = desk.communities.ofChannel(answered.channel).community;
  const asked = place.members.filter(({ degree }) => degree !== "left").map(({ person }) => person);
  return judge(found, {
    people: desk.people.list(),
    members: place.kind === "network" ? null : asked,
    draft: channel.preview?.({ ...answered, bytes }) ?? new TextDecoder().decode(bytes),
    isEdit,
    said: (person) =>
      desk.feedback
        .ofShare(answered.share)
        .filter((feedback) => feedback.person === person)
        .map(({ text }) => text),
  });
}

type Answered = Pick<Delivery, "share" | "release" | "version" | "channelKind">;

/** Makes a point of feedback of the person's words. */
export function takeIn(
  desk: Pick<FilingDesk, "feedback" | "people">,
  { id, answered, at }: { id: string; answered: Answered; at: Instant },
  { person, text, about }: Pick<Judged, "text" | "about"> & { person: string },
): void {
  const { share, release, version, channelKind: via } = answered;
  desk.feedback.add({ id, received: at, share, release, version, person, via, text, about, consent: "private" });
  desk.people.witness(person, `gave feedback by ${via}`, id);
}

function clean(text: string): string {
  const plain = plainText(text).toWellFormed().trim();
  return plain.length <= textLengthMax
    ? plain
    : `${cutText(plain, textLengthMax)}\n[cut: it goes on where it was found]`;
}

// What the share flows need of the world: the store's shelves, the note's file, the channels. Wired by the commands.
import type { Clock, Instant } from "../base/clock.ts";
import type { IdKind } from "../base/id.ts";
import type { ChannelAddress, Community, PersonalChannel } from "../people/community.ts";
import type { Person } from "../people/person.ts";
import type { LinkAs } from "../sense/indexed-note.ts";
import type { Line } from "./audience.ts";
import type { Audience, PostForm, Channel, ChannelWorld, WirePart } from "./channel.ts";
import type { Feedback, FeedbackState } from "./feedback.ts";
import type { GateRules } from "./gate-rules.ts";
import type { Settled } from "./outbox.ts";
import type { Answer, PreflightRules } from "./preflight.ts";
import type { Citation, Delivery, DeliveryState, Release, ReleaseKind } from "./release.ts";
import type { NoteNow, Reflection, Share, ShareCase, ShareFacts, ShareVersion } from "./share.ts";
import type { CitedItem } from "./troubles.ts";

export interface ShareShelf {
  /** Opens a case file for the note. */
  add(note: string): Share;
  /** The note's share that is neither withdrawn nor closed, else its last one; null when it has none. */
  ofNote(note: string): Share | null;
  /** The share with its versions, releases and feedback. Throws PkmError("not-found"). */
  facts(id: string): ShareFacts;
  /** Newest first. */
  list(): readonly Share[];
  addVersion(share: string, text: { title: string; body: string }): ShareVersion;
  addReflection(reflection: Omit<Reflection, "id" | "at">): Reflection;
  withdraw(id: string): void;
  /** Where the note's file is, inside the notes folder; null when no note has that id. */
  notePath(note: string): string | null;
  /** Title, address and author of each of these items that has an address. */
  citations(items: readonly string[]): readonly Citation[];
}

export interface NewRelease {
  /** Taken beforehand, for it stands in the bytes. */
  id: string;
  share: string;
  version: number;
  kind: ReleaseKind;
  /** Community or network id. */
  place: string;
  audience: Audience;
  citations: readonly Citation[];
  questions: readonly string[];
  until: Instant | null;
  form: PostForm;
  /** Stands in the bytes too. */
  planned: Instant;
  /** What each channel is to carry. */
  parts: readonly { channel: string; part: WirePart }[];
}

export interface ReleaseShelf {
  /** Freezes a release with all its bytes. Call it in a transaction. */
  add(release: NewRelease): void;
  ofShare(share: string): readonly Release[];
  /** Throws PkmError("not-found"). */
  delivery(id: string): Delivery;
  /** Every delivery that was ever tried, newest first, with the reasons that let its release through. */
  tried(): readonly { delivery: Delivery; placeName: string; reasons: readonly string[] }[];
  /** The frozen bytes of a delivery. */
  bytes(delivery: string): Uint8Array;
  /** Calls off what has not left. */
  cancel(release: string): void;
  close(release: string): void;
  /** Says that the release puts its version in the place of that of `wrong`. */
  correct(release: string, wrong: string): void;
  /** Sets when it is to leave; null takes the time away. */
  departAt(release: string, at: Instant | null): void;
  override(release: string, reason: string, conditions: readonly string[]): void;
}

export type NewFeedback = Pick<
  Feedback,
  "share" | "release" | "version" | "person" | "via" | "text" | "about" | "consent"
>;

export interface FeedbackShelf {
  /** Writes it down and hands back its id: a new one, now received, where nothing else is said. */
  add(feedback: NewFeedback & { id?: string; received?: Instant }): string;
  ofShare(share: string): readonly Feedback[];
  decide(id: string, state: FeedbackState, why: string | null): void;
  /** Marks points as taken up by the version. */
  address(points: readonly string[], version: number): void;
}

/** The right to make one attempt. */
export interface Claim {
  delivery: string;
  attempt: number;
  /** The state it was claimed from. */
  was: "pending" | "unknown";
}

export interface Outbox {
  /** Deliveries of the share whose sender is gone become unknown; how many did. */
  recover(share: string): number;
  /**
   * Takes the right to one attempt, in one immediate transaction that runs `guard` first: what it throws, the claim
   * throws, and nothing is changed. Null when the delivery is no longer as `seen`: somebody else was faster.
   */
  claim(seen: Pick<Delivery, "id" | "state" | "attempts">, guard: () => void): Claim | null;
  /** Writes down what the attempt came to; false when another attempt or the person's word has overtaken it. */
  finish(claim: Claim, settled: Settled): boolean;
  /** Settles a delivery outside of an attempt, where its state is one of `from`; false where it is not. */
  settle(delivery: string, settled: Settled, from: readonly DeliveryState[]): boolean;
}

export interface CommunityShelf {
  get(id: string): Community;
  /** Channels that reach one person of the place alone. */
  personal(community: string): readonly PersonalChannel[];
  /** The channel that reaches the person alone with these settings, made where there is none. Call it in a recorded change. */
  personalChannel(community: string, channel: Pick<PersonalChannel, "kind" | "settings" | "person">): ChannelAddress;
  /** The community that a channel, also a removed one, belongs to. */
  ofChannel(channel: string): { community: Community; address: ChannelAddress };
}

/** The surroundings of a release that gate and pre-flight look at. */
export interface GroundShelf {
  /** Those of the items that are there. */
  cited(items: readonly string[]): readonly CitedItem[];
  /** How the note is linked, both ways. */
  ways(note: string): readonly LinkAs[];
  people(): readonly Person[];
  places(): readonly Community[];
  /** Bounded contexts that the note, what it was made of or what it links to would leave by going to the place. */
  contextsLeft(note: string, place: string): readonly string[];
  /** When rounds and publications of any share began to leave for the place. */
  roundsSent(place: string): readonly { release: string; sent: Instant }[];
  /** What was said in rounds of other places and may not be passed on. */
  feedbackApart(place: string): Iterable<{ ref: string; share: string; version: number; text: string }>;
  /** The person's own comments on items. */
  comments(): Iterable<{ ref: string; text: string }>;
  /** Notes other than this one, also those whose files are gone, that would leave a bounded context by going to the place. */
  boundedNotes(note: string, place: string): Iterable<{ ref: string; text: string }>;
  /** What the items say, whole, that would leave a bounded context, their own or a source's, by going to the place. */
  boundedItems(place: string): Iterable<{ ref: string; text: string }>;
  /** What other notes said in rounds with other places that are bounded. */
  boundedVersions(note: string, place: string): Iterable<{ ref: string; title: string; body: string }>;
}

export interface AnswerShelf {
  ofShare(share: string): readonly Answer[];
  add(share: string, answer: Omit<Answer, "at">): void;
}

/** Records what a command changes, so that it can be undone. */
export interface Recorder {
  record<Result>(summary: string, act: () => Result): Result;
  recordFile(file: { path: string; before: string | null; after: string | null }): void;
  keep(reason: string): void;
}

export interface Desk {
  clock: Clock;
  ids: { take(kind: IdKind): string };
  shares: ShareShelf;
  releases: ReleaseShelf;
  feedback: FeedbackShelf;
  outbox: Outbox;
  communities: CommunityShelf;
  people: { get(id: string): Person; addresses(id: string): { mail: string | null } };
  grounds: GroundShelf;
  answers: AnswerShelf;
  /** What the person set in config. */
  rules: { gate: GateRules; preflight: PreflightRules };
  changes: Recorder;
  transact<Result>(act: () => Result): Result;
  /** The note as its file says at this moment; null when there is no such file or it is another note's. */
  note(id: string): NoteNow | null;
  /** The id of the note with that id or path, written into its file when it has none yet. Call it in a recorded change. */
  claim(ref: string): string;
  /** The channel of that kind; throws PkmError("usage"). */
  channel(kind: string): Promise<Channel>;
  world: ChannelWorld;
}

/** The whole case at this moment: what the store knows, the note's file, the time. Throws PkmError("not-found"). */
export function openCase(desk: Pick<Desk, "shares" | "clock" | "note" | "rules">, share: string): ShareCase {
  const facts = desk.shares.facts(share);
  return { ...facts, note: desk.note(facts.share.note), rules: desk.rules.gate, now: desk.clock.now() };
}

/** The place's channels with what carries each. */
export function openLines(desk: Pick<Desk, "channel">, place: Pick<Community, "channels">): Promise<readonly Line[]> {
  return Promise.all(place.channels.map(async (address) => ({ address, channel: await desk.channel(address.kind) })));
}

/** As openLines, with the channels that reach one person alone: everything that a frozen release may go through. */
export async function openAllLines(
  desk: Pick<Desk, "channel" | "communities">,
  place: Community,
): Promise<readonly Line[]> {
  const personal = desk.communities.personal(place.id).map(async ({ person, name, mail, ...address }) => ({
    address,
    channel: await desk.channel(address.kind),
    only: { person, name, address: mail },
  }));
  return [...(await openLines(desk, place)), ...(await Promise.all(personal))];
}

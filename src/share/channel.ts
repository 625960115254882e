// The channel port: how a version leaves, as frozen bytes, and what can become of one attempt.
import type { Instant } from "../base/clock.ts";
import type { ChannelAddress, Exposure } from "../people/community.ts";

/** A person the release is addressed to. */
export interface Recipient {
  /** Person id, or null when only the address is known. */
  person: string | null;
  name: string;
  address: string | null;
}

/** The resolved people and exposure of one release, frozen when it is staged and compared again when it is sent. */
export interface Audience {
  exposure: Exposure;
  people: readonly Recipient[];
  /** What cannot be known, in words: "who reads the list rounds@example.org". */
  unknown: readonly string[];
}

/** How the words are to be put where posts have a form of their own; mail, pages and files do without. */
export interface PostForm {
  /** Shown in the place of the words until they are opened; null for none. */
  warning: string | null;
  /** BCP 47 tag; null where the channel's own setting, or nothing, says it. */
  language: string | null;
  /** Whether what is too long for one post may go as a thread. */
  isThread: boolean;
}

/** A letter as it is put when nothing else is said. */
export const plainForm: PostForm = { warning: null, language: null, isThread: false };

/** Whom an address reaches by itself. */
export interface Reached extends Pick<Audience, "people" | "unknown"> {
  /** True where it reaches the named people and nobody else, members or not; left out where it may be a list of them. */
  isAll?: true;
}

/** Everything a channel may say outward: an allow-list of public fields, nothing else is at hand. */
export interface Letter {
  shareId: string;
  /** Id of the release (round or publication), part of every wire id. */
  releaseId: string;
  version: number;
  title: string;
  /** The version's Markdown body, without frontmatter. */
  body: string;
  /** Public URL and title of each cited item. */
  citations: readonly { title: string; url: string; author: string | null }[];
  /** Only for a round: what the author asks and until when; null for a publication. */
  ask: { questions: readonly string[]; until: Instant | null } | null;
  /** What differs from the version that the place was asked about before, a line each; absent where it was not. */
  changes?: { since: number; lines: readonly string[] };
  /** Community or network name the letter goes to. */
  placeName: string;
  /** Frozen when the release is staged: every date in the bytes is this one. */
  createdAt: Instant;
  recipients: readonly Recipient[];
  form: PostForm;
}

/** One unit of delivery: the exact bytes, and our own id for it, known before anything is sent. */
export interface WirePart {
  /** 1-based. */
  part: number;
  /** Our own id at the far end: Message-ID, slug, TID, txnId. Same inputs, same id. */
  wireId: string;
  /** Whom it goes to, for people: an address, a folder. */
  to: string;
  mediaType: string;
  bytes: Uint8Array;
}

/** Where a thing that was delivered stands at the far end. */
export interface Posted {
  /** The far end's own id for it. */
  uri: string;
  url: string | null;
}

/** A part at its far end, where other homes may have theirs. */
interface PartOfShare extends WirePart {
  /**
   * Ids of all releases of its share: what one of these put there is this home's own. Left out where the far end keeps
   * what each of its writers wrote apart; then it is the part's own release alone.
   */
  kin?: readonly string[];
}

/** A part on its way out. */
export interface OutgoingPart extends PartOfShare {
  /**
   * What it goes on from, as the receipts of the parts before it say; left out for a first part. The one thing that is
   * sent and does not stand in the frozen bytes: it is known only when the parent has arrived.
   */
  thread?: { root: Posted; parent: Posted };
}

/** A part whose fate is asked for. */
export interface SoughtPart extends OutgoingPart {
  /** Nothing of it can have left before this. */
  since: Instant;
}

/** A part that was delivered, with what its receipt said; null where that is not known. */
export interface DeliveredPart extends PartOfShare {
  uri: string | null;
  url: string | null;
}

/** A named thing that is wrong with a wire, found before sending. `isFatal` stops the send. */
export interface WireProblem {
  code: string;
  message: string;
  isFatal: boolean;
  /** The flag that mends it when the same is asked for again; left out where none does. */
  flag?: string;
}

export interface Receipt {
  /** Address of the thing at the far end, for people and feedback; null when it has none. */
  url: string | null;
  /** The far end's own id for it; the wireId when it gives none. */
  uri: string;
  /** Exposure as read back, or null when it cannot be read. */
  exposure: Exposure | null;
  /** True when the far end was seen to have it, not only to accept it. */
  isConfirmed: boolean;
  /** What is not as it was asked for, in words: a visibility that reads back otherwise. Left out when all is. */
  remark?: string;
  at: Instant;
}

/** What one attempt came to (channels.md, "Outbox", 3). */
export type SendOutcome =
  | { kind: "sent"; receipt: Receipt }
  /** Credentials refused or missing: the text waits. */
  | { kind: "held"; message: string; hint: string }
  /** Not now: nothing was taken. `retryAt` null: at the next send. */
  | { kind: "later"; message: string; retryAt: Instant | null }
  /** Refused for good: the text is kept. */
  | { kind: "rejected"; message: string }
  /** It may or may not have arrived. */
  | { kind: "unknown"; message: string };

export interface Capabilities {
  /** What doing it again means: idempotent (safe), lookup (ask first), never (stay unknown). */
  retry: "idempotent" | "lookup" | "never";
  /** How long what was taken may be on its way before a lookup finds it, in milliseconds; absent for settleMs. */
  settleMs?: number;
  canEdit: boolean;
  canDelete: boolean;
  canReadReplies: boolean;
  /** Exposures an address of this kind may have. */
  exposures: readonly Exposure[];
}

/** A setting of a channel kind, as `community channel <community> <kind>` takes it. */
export interface SettingSpec {
  /** Flag without dashes: "smtp", "dir". */
  name: string;
  /** "text": one value; "list": may be given several times; "flag": no value. */
  kind: "text" | "list" | "flag";
  isRequired: boolean;
}

/** One HTTP request to an address that the person typed, or one below it. */
export interface HttpCall {
  method: "GET" | "POST" | "PUT" | "DELETE";
  url: string;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array | null;
  /** From asking for a connection to the last byte of the answer. */
  timeoutMs: number;
}

/** What became of a call. A redirect is an answer: it is never followed. */
export type HttpAnswer =
  /** Header names are lower case; the body is decoded. */
  | { kind: "answer"; status: number; headers: Readonly<Record<string, string>>; body: Uint8Array }
  /** No byte of the request left. */
  | { kind: "not-sent"; message: string }
  /** Some of it may have arrived: a reset, a time-out, an answer that can not be read. */
  | { kind: "lost"; message: string };

/** What a channel has to keep from one run to the next and may not stand in the store: a session that a far end renewed. */
export interface Memory {
  /** What was kept under the key last; null when nothing was. */
  recall(key: string): string | null;
  /** Keeps the text, on the disk when it returns; throws for an empty one, which would wipe out a good one. */
  keep(key: string, text: string): void;
}

/** What main hands a channel at run time; a channel has no other way out. */
export interface ChannelWorld {
  now(): Date;
  /** Resolves a secret reference ("env:NAME", "file:PATH"); throws PkmError("credentials"). */
  secret(reference: string): string;
  /** Never throws for what the far end or the network does. */
  http(call: HttpCall): Promise<HttpAnswer>;
  memory: Memory;
}

/** What the far end says of itself, asked without posting. */
export interface ProbeFacts {
  /** Who we are there; null when it does not say. */
  whoAmI: string | null;
  /** Who can read the place now; null where the posts say that and not the place. */
  exposure: Exposure | null;
  /** Settings that it told and that stand with the address from then on, unless the person gave their own. */
  settings: ChannelAddress["settings"];
  /** Facts for people, one a line: "500 characters a post". */
  facts: readonly string[];
  /** What is wrong, and would make a send fail or go astray. */
  problems: readonly string[];
}

/** A part that is out, or may be, as the far end knows it: what replies can answer. */
export interface SentPart {
  /** 1-based. */
  part: number;
  wireId: string;
  /** The far end's own id for it; the wireId where no receipt told one. */
  uri: string;
  url: string | null;
  /** When it was taken, or last tried. */
  at: Instant;
  /** remoteIds of the replies already taken in to it: what answers one of these answers the part. */
  heard: readonly string[];
}

/** Something that came back. The same thing has the same remoteId at every pull, also when it was edited meanwhile. */
export interface FoundReply {
  /** The far end's own id for it. */
  remoteId: string;
  /** wireId of the part it answers, directly or through other replies; null when only the thread is known. */
  answers: string | null;
  /** A bounce says that the part did not reach somebody. */
  kind: "reply" | "reaction" | "boost" | "quote" | "bounce";
  /** Who said it. The address is a mail address or a handle ("@ines@social.example"); the name may be empty. */
  from: { name: string; address: string };
  /** When it was said. */
  at: Instant;
  /** Plain text with what was quoted in it; of a reaction its sign, of a boost nothing. */
  text: string;
  /** Said by a program: out of office, a list's own notices, a bot. */
  isAutomatic: boolean;
  /** Said by the account that pkm sends from. */
  isOwn: boolean;
}

/** What one look for replies brought. */
export interface Pull {
  /** Oldest first. What was found before may be found again; the reader tells it by its remoteId. */
  replies: readonly FoundReply[];
  /** Where to go on the next time; null where there is nothing to go on from. */
  cursor: string | null;
  /** Lists that go on where reading ended, a line each; left out where all was read. */
  cut?: readonly string[];
}

/** What to look for, and from where on. */
export interface Listening {
  /** Every part on this address that somebody may still answer, oldest first; of several releases and shares. */
  sent: readonly SentPart[];
  /** The cursor of the last pull from this address; null at the first. */
  cursor: string | null;
}

export interface Channel {
  kind: string;
  settings: readonly SettingSpec[];
  capabilities: Capabilities;
  /** What this one address can, where its settings decide it; absent when all of the kind can the same. */
  capabilitiesAt?(address: ChannelAddress): Capabilities;
  /**
   * Checks settings as they come from the command line, and against the exposure where one is given; throws
   * PkmError("usage") naming the flag.
   */
  check(settings: ChannelAddress["settings"], exposure?: Exposure): void;
  /** Whom the address itself reaches, to be joined with the members: people and what is unknown. */
  audience(address: ChannelAddress): Reached;
  /**
   * Settings of an address like this one that reaches the person and nobody else; null where it can not be told how.
   * Absent where no address of the kind reaches one person.
   */
  personal?(address: ChannelAddress, to: Recipient): ChannelAddress["settings"] | null;
  /** Pure: same letter and address, same bytes. */
  prepare(letter: Letter, address: ChannelAddress): readonly WirePart[];
  validate(parts: readonly WirePart[], address: ChannelAddress): readonly WireProblem[];
  /** The part as its reader sees it, with the transfer encoding undone; absent when the bytes are readable UTF-8 as they stand. */
  preview?(part: WirePart): string;
  /** One attempt at one part. Never throws for what the far end does. */
  deliver(part: OutgoingPart, address: ChannelAddress, world: ChannelWorld): Promise<SendOutcome>;
  /** Asks the far end whether the part arrived; null when it did not, and throws when it can not tell. Only where retry is "lookup". */
  lookup?(part: SoughtPart, address: ChannelAddress, world: ChannelWorld): Promise<Receipt | null>;
  /** Takes the delivered thing away; already gone is success. Only where canDelete. */
  retract?(part: DeliveredPart, address: ChannelAddress, world: ChannelWorld): Promise<SendOutcome>;
  /**
   * Looks for what came back; only where canReadReplies. Throws PkmError("credentials") when it is not let in, and
   * ("try-later") when the far end can not be asked now.
   */
  fetchFeedback?(listening: Listening, address: ChannelAddress, world: ChannelWorld): Promise<Pull>;
  /** Puts other words in the place of the delivered ones, where they stand. Only where canEdit. */
  edit?(
    change: { was: DeliveredPart; now: WirePart },
    address: ChannelAddress,
    world: ChannelWorld,
  ): Promise<SendOutcome>;
  /** Asks the far end about itself without posting; throws PkmError ("credentials", "try-later", "failed"). */
  probe?(address: ChannelAddress, world: ChannelWorld): Promise<ProbeFacts>;
  /**
   * Who can read the place now, where the place decides that and not the post; compared before the first byte leaves.
   * Throws PkmError when it can not be told, and nothing is sent then.
   */
  exposureNow?(address: ChannelAddress, world: ChannelWorld): Promise<Exposure>;
}

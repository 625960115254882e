// Where a note can go: a community, a team or a network, and the channels that reach it.
import type { Instant } from "../base/clock.ts";
import type { Rhythm } from "./rhythm.ts";

/** A community is belonged to; a team is bounded and hierarchical; a network is the public place one posts to. */
export type CommunityKind = "community" | "team" | "network";

/** Who can read what a channel carries: known people, whoever joins, or anybody. */
export const exposures = ["closed", "members", "world"] as const;
export type Exposure = (typeof exposures)[number];

/** What may be said elsewhere of what was said there: who said it, only what, or neither. */
export const attributions = ["named", "no-names", "none"] as const;
export type Attribution = (typeof attributions)[number];

export const degrees = ["peripheral", "active", "core", "left"] as const;
export type Degree = (typeof degrees)[number];

export interface Member {
  /** Person id. */
  person: string;
  name: string;
  /** Mail address, or null when none is known. */
  mail: string | null;
  /** What they are called elsewhere: "@name@host", a URL. */
  handles: readonly string[];
  degree: Degree;
  joined: Instant;
}

/** The kind's own settings (addresses, folders, hosts), validated by the channel itself; secrets only as references. */
export type ChannelSettings = Readonly<Record<string, string | readonly string[] | boolean>>;

export interface ChannelAddress {
  id: string;
  /** Name of the channel kind: "mail", "site", "file". */
  kind: string;
  exposure: Exposure;
  settings: ChannelSettings;
}

/** A way to reach a place. */
export interface PlaceChannel extends ChannelAddress {
  /** When the person said that this place, which the world can read, may serve a community all the same; else null. */
  agreed: Instant | null;
}

/** A channel that reaches one person alone, made after one of the place. */
export interface PersonalChannel extends ChannelAddress {
  /** Person id, name, and mail address as it is now. */
  person: string;
  name: string;
  mail: string | null;
}

export interface Community {
  id: string;
  kind: CommunityKind;
  name: string;
  domain: string | null;
  goals: readonly string[];
  norms: readonly string[];
  attribution: Attribution;
  rhythm: Rhythm;
  /** Whether what was shared there goes nowhere else without a word on record; a team's does not from the start. */
  isBounded: boolean;
  created: Instant;
  /** When the person left it; null while they belong. Nothing is sent to a community that was left. */
  left: Instant | null;
  members: readonly Member[];
  channels: readonly PlaceChannel[];
}

/** What a community asks of those who send something there. */
export type Norms = Pick<Community, "norms" | "attribution" | "rhythm" | "isBounded">;

export type NewCommunity = Pick<Community, "kind" | "name" | "domain" | "goals" | "norms" | "attribution">;

export type NewChannel = Omit<ChannelAddress, "id"> & {
  /** True when the person said that this world-readable place may serve a community all the same. */
  isAgreed: boolean;
};

/** Whether `to` can be read by somebody whom `from` could not be read by. */
export function isWider(from: Exposure, to: Exposure): boolean {
  return exposures.indexOf(to) > exposures.indexOf(from);
}

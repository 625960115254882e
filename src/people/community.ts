// Where a note can go: a community, a team or a network, and the channels that reach it.
import type { Instant } from "../base/clock.ts";

/** A community is belonged to; a team is bounded and hierarchical; a network is the public place one posts to. */
export type CommunityKind = "community" | "team" | "network";

/** Who can read what a channel carries: known people, whoever joins, or anybody. */
export const exposures = ["closed", "members", "world"] as const;
export type Exposure = (typeof exposures)[number];

export type Attribution = "named" | "no-names" | "none";

export const degrees = ["peripheral", "active", "core", "left"] as const;
export type Degree = (typeof degrees)[number];

export interface Member {
  /** Person id. */
  person: string;
  name: string;
  /** Mail address, or null when none is known. */
  mail: string | null;
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

export interface Community {
  id: string;
  kind: CommunityKind;
  name: string;
  domain: string | null;
  goals: readonly string[];
  norms: readonly string[];
  attribution: Attribution;
  created: Instant;
  /** When the person left it; null while they belong. Nothing is sent to a community that was left. */
  left: Instant | null;
  members: readonly Member[];
  channels: readonly ChannelAddress[];
}

export type NewCommunity = Pick<Community, "kind" | "name" | "domain" | "goals" | "norms" | "attribution">;

export type NewChannel = Omit<ChannelAddress, "id"> & {
  /** True when the person said that this world-readable place may serve a community all the same. */
  isAgreed: boolean;
};

/** Whether `to` can be read by somebody whom `from` could not be read by. */
export function isWider(from: Exposure, to: Exposure): boolean {
  return exposures.indexOf(to) > exposures.indexOf(from);
}

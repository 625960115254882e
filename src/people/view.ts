// People and communities as the machine contract names them.
import type { Community, Exposure } from "./community.ts";
import type { Person } from "./person.ts";

export type PersonView = Person & { kind: "person" };

/** The person as `people --json` gives it. */
export function personView(person: Person): PersonView {
  return { ...person, kind: "person" };
}

export interface CommunityView {
  id: string;
  kind: Community["kind"];
  name: string;
  domain: string | null;
  goals: readonly string[];
  norms: readonly string[];
  /** What may be said of who said it: named, no-names, none. */
  attribution: Community["attribution"];
  /** At most so many rounds in seven days, and local hours in which nothing is sent; null where there is no such norm. */
  rhythm: Community["rhythm"];
  /** Whether what was shared there goes nowhere else without a word on record. */
  bounded: boolean;
  created: string;
  left: string | null;
  members: readonly { person: string; name: string; degree: string }[];
  /** `agreed` is when you said that what the world can read may serve a community all the same. */
  channels: readonly { id: string; kind: string; exposure: Exposure; address: string; agreed: string | null }[];
}

/** The community, team or network as `community --json` gives it; settings stay inside but for where a channel leads. */
export function communityView({
  id,
  kind,
  name,
  domain,
  goals,
  norms,
  attribution,
  rhythm,
  isBounded,
  created,
  left,
  members,
  channels,
}: Community): CommunityView {
  return {
    id,
    kind,
    name,
    domain,
    goals,
    norms,
    attribution,
    rhythm,
    bounded: isBounded,
    created,
    left,
    members: members.map(({ person, name: called, degree }) => ({ person, name: called, degree })),
    channels: channels.map((channel) => ({
      id: channel.id,
      kind: channel.kind,
      exposure: channel.exposure,
      address: addressText(channel.settings),
      agreed: channel.agreed,
    })),
  };
}

/** Settings that say where a channel leads, the telling one first. */
const telling = ["to", "room", "dir", "run", "instance", "handle", "service"];

/** Where a channel leads, in a few words. */
export function addressText(settings: Community["channels"][number]["settings"]): string {
  const value = telling.map((name) => settings[name]).find((found) => found !== undefined);
  return Array.isArray(value) ? value.join(", ") : String(value ?? "");
}

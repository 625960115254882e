// Who a release reaches: worked out when it is staged, frozen, and worked out again before anything leaves.
import { PkmError } from "../base/errors.ts";
import { isWider, type ChannelAddress, type Community, type Exposure, type Member } from "../people/community.ts";
import { handleKey } from "../people/handle.ts";
import type { Audience, Channel, Recipient } from "./channel.ts";

/** A channel of a place together with what can carry it. */
export interface Line {
  address: ChannelAddress;
  channel: Channel;
  /** The one person it reaches; absent for a channel of the place's own. */
  only?: Recipient;
}

/**
 * Whom one channel of the place reaches: the people its address names and, where only known people read it,
 * the members who have not left. Throws PkmError("not-yet") where the address still names one who left.
 */
export function lineAudience(place: Community, { address, channel, only }: Line): Audience {
  if (only !== undefined) return personalAudience(place, address, only);
  refuseUnagreed(place, address);
  const told = channel.audience(address);
  const left = place.members.filter(({ degree }) => degree === "left");
  for (const { address: mail } of told.people) {
    const gone = left.find((member) => isCalled(member, mail));
    if (gone === undefined) continue;
    throw new PkmError(
      "not-yet",
      `${gone.name} left ${place.name}, but its ${address.kind} channel ${address.id} still names ${mail}`,
      {
        hint: `pkm community channel ${place.id} ${address.id} --remove`,
      },
    );
  }
  const members = address.exposure === "closed" ? place.members.filter(({ degree }) => degree !== "left") : [];
  const reached = members.filter(
    (member) => told.isAll !== true || told.people.some(({ address: named }) => isCalled(member, named)),
  );
  const others = told.people.filter(({ address: named }) => !reached.some((member) => isCalled(member, named)));
  const unknown =
    address.exposure === "world" ? [...told.unknown, "anybody: it can be read by the world"] : told.unknown;
  return { exposure: address.exposure, people: [...reached.map(recipientOf), ...others], unknown };
}

/** A channel made for one person reaches them and nobody else, as long as they belong to the place. */
function personalAudience(place: Community, address: ChannelAddress, only: Recipient): Audience {
  const member = place.members.find(({ person }) => person === only.person);
  if (member?.degree === "left") {
    throw new PkmError("not-yet", `${only.name} left ${place.name}: nothing staged before reaches them any more`, {
      hint: `pkm community show ${place.id}`,
    });
  }
  return { exposure: address.exposure, people: [only], unknown: [] };
}

/** What the world can read is no community, unless the person said so once. */
function refuseUnagreed({ id, kind, name, channels }: Community, address: ChannelAddress): void {
  if (kind === "network" || address.exposure !== "world") return;
  const agreed = channels.find((channel) => channel.id === address.id)?.agreed ?? null;
  if (agreed !== null) return;
  const told = `the world can read the ${address.kind} channel ${address.id}: that is no ${kind}, and you have not said that it may serve ${name}`;
  throw new PkmError("not-yet", told, { hint: `pkm community channel ${id} ${address.id} --remove` });
}

/** The audiences of all channels of a release as one: the widest exposure, each person once, by name. */
export function joinAudiences(audiences: readonly Audience[]): Audience {
  const people = new Map<string, Recipient>();
  for (const person of audiences.flatMap((audience) => audience.people)) {
    const key = keyOf(person);
    if (!people.has(key)) people.set(key, person);
  }
  return {
    exposure: audiences.map(({ exposure }) => exposure).reduce<Exposure>((a, b) => (isWider(a, b) ? b : a), "closed"),
    people: [...people.values()].sort((a, b) => order(a.name, b.name) || order(keyOf(a), keyOf(b))),
    unknown: [...new Set(audiences.flatMap(({ unknown }) => unknown))],
  };
}

/** True when nobody at all would get it, which is never what was meant. */
export function isEmpty({ people, unknown }: Audience): boolean {
  return people.length === 0 && unknown.length === 0;
}

/** A difference between two audiences, and whether somebody may read it by that who could not before. */
export interface AudienceChange {
  words: string;
  widens: boolean;
}

/** What differs between the audience that was frozen and the one of now; empty when nothing does. */
export function audienceChanges(frozen: Audience, now: Audience): readonly AudienceChange[] {
  const changes: AudienceChange[] = [];
  const tell = (words: string, widens: boolean): void => void changes.push({ words, widens });
  if (frozen.exposure !== now.exposure)
    tell(`it is now read by ${now.exposure}, not ${frozen.exposure}`, isWider(frozen.exposure, now.exposure));
  const before = new Map(frozen.people.map((person) => [keyOf(person), person]));
  const after = new Map(now.people.map((person) => [keyOf(person), person]));
  for (const [key, { name }] of after) if (!before.has(key)) tell(`${name} would get it now`, true);
  for (const [key, { name }] of before) if (!after.has(key)) tell(`${name} would not get it any more`, false);
  for (const [key, person] of after) {
    const was = before.get(key);
    if (was !== undefined && was.address !== person.address) tell(`${person.name} has another address`, true);
  }
  for (const words of now.unknown) if (!frozen.unknown.includes(words)) tell(`new: ${words}`, true);
  for (const words of frozen.unknown) if (!now.unknown.includes(words)) tell(`no more: ${words}`, false);
  return changes;
}

function recipientOf({ person, name, mail }: Member): Recipient {
  return { person, name, address: mail };
}

function keyOf({ person, address, name }: Recipient): string {
  return person ?? address?.toLowerCase() ?? name;
}

/** Whether the address, a mail address or a handle, is the member's. */
function isCalled({ mail, handles }: Member, address: string | null): boolean {
  return [mail, ...handles].some((known) => sameAddress(known, address));
}

function sameAddress(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && handleKey(a) === handleKey(b);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

// Reports: tells each giver of feedback what became of each of their points; nobody reads another's but where they agreed.
import { PkmError } from "../base/errors.ts";
import { instantNow } from "../base/clock.ts";
import type { Community } from "../people/community.ts";
import { lineAudience, type Line } from "./audience.ts";
import { plainForm, type Recipient } from "./channel.ts";
import type { Desk } from "./desk.ts";
import { preparedParts } from "./freeze.ts";
import { mayBeOut, type Release } from "./release.ts";
import { letterText, reportText } from "./report-text.ts";
import { latestVersion, type ShareFacts } from "./share.ts";
import { isWaiting, refuseDoubted } from "./stage.ts";

type ReportDesk = Pick<
  Desk,
  "clock" | "ids" | "shares" | "releases" | "communities" | "changes" | "channel" | "people"
>;

export interface Reporting {
  share: string;
  /** The author's own words before the points; empty for none. */
  opening: string;
}

/** What was made of the givers: releases that wait to be sent, and those whom no channel reaches alone. */
export interface Reports {
  releases: readonly string[];
  /** Told by the author, with what to tell. */
  byHand: readonly { person: Recipient; why: string; body: string }[];
  /** Names of those who were told of this version before. */
  told: readonly string[];
}

/** Freezes a report on the newest version for every giver, in the place of those that wait. Nothing is sent. */
export async function stageReports(desk: ReportDesk, { share, opening }: Reporting): Promise<Reports> {
  const facts = desk.shares.facts(share);
  const givers = [...new Set(facts.feedback.map(({ person }) => person))];
  if (givers.length === 0) {
    throw new PkmError("not-yet", `nobody has said anything about ${share}`, { hint: `pkm share feedback ${share}` });
  }
  const ways = await Promise.all(givers.map((giver) => wayTo(desk, facts, giver)));
  return desk.changes.record(`staged reports on ${share}`, () => {
    const releases: string[] = [];
    const byHand: Reports["byHand"][number][] = [];
    const told: string[] = [];
    for (const way of ways) {
      const { person, place, like } = way;
      callOffReport(desk, facts, person);
      if (like === null || way.why !== null) {
        byHand.push({ person, why: way.why ?? "", body: reportText(facts, person.person ?? "", opening).body });
      } else if (wasTold(desk, facts, person)) told.push(person.name);
      else releases.push(freezeReport(desk, facts, { opening, person, place, like }));
    }
    return { releases, byHand, told };
  });
}

interface Way {
  person: Recipient;
  place: Community;
  /** The place's channel made to reach this person alone; null where none can. */
  like: Line | null;
  /** Why no channel reaches them; null where one does. */
  why: string | null;
}

/** How the giver is reached alone, by a channel of the place they were asked in. */
async function wayTo(desk: ReportDesk, { feedback, releases }: ShareFacts, giver: string): Promise<Way> {
  const point = feedback.findLast(({ person }) => person === giver);
  const asked = releases.find(({ id }) => id === point?.release);
  if (point === undefined || asked === undefined) throw new Error(`nobody asked ${giver}`);
  const place = desk.communities.get(asked.place);
  const { name } = desk.people.get(giver);
  const address = desk.people.addresses(giver).mail;
  const person: Recipient = { person: giver, name, address };
  const by = (why: string): Way => ({ person, place, like: null, why });
  if (place.left !== null) return by(`you left ${place.name}`);
  if (place.members.some((member) => member.person === giver && member.degree === "left"))
    return by(`left ${place.name}`);
  if (address === null) return by("no mail address is known");
  for (const channelAddress of place.channels) {
    const channel = await desk.channel(channelAddress.kind);
    const settings = channel.personal?.(channelAddress, person) ?? null;
    if (settings !== null)
      return { person, place, like: { address: { ...channelAddress, settings }, channel }, why: null };
  }
  return by(`no channel of ${place.name} reaches one person alone`);
}

/** Reports on the share for the person, also those for somebody who was found to be the same one. */
function reportsTo(desk: ReportDesk, share: string, { person }: Recipient): readonly Release[] {
  return desk.releases.ofShare(share).filter(({ kind, audience }) => {
    const to = audience.people[0]?.person ?? null;
    return kind === "report" && to !== null && desk.people.get(to).id === person;
  });
}

function callOffReport(desk: ReportDesk, { share, versions }: ShareFacts, person: Recipient): void {
  const { n } = latestVersion({ share, versions });
  for (const release of reportsTo(desk, share.id, person).filter(isWaiting)) {
    if (release.version === n) refuseDoubted(release);
    desk.releases.cancel(release.id);
  }
}

function wasTold(desk: ReportDesk, { share, versions }: ShareFacts, person: Recipient): boolean {
  const { n } = latestVersion({ share, versions });
  return reportsTo(desk, share.id, person)
    .filter(({ version }) => version === n)
    .some(({ deliveries }) => deliveries.some((each) => mayBeOut(each) && each.state !== "retracted"));
}

interface Wanted {
  opening: string;
  person: Recipient;
  place: Community;
  like: Line;
}

function freezeReport(desk: ReportDesk, facts: ShareFacts, { opening, person, place, like }: Wanted): string {
  const { kind, settings } = like.address;
  const address = desk.communities.personalChannel(place.id, { kind, settings, person: person.person ?? "" });
  const line: Line = { address, channel: like.channel, only: person };
  const release = {
    id: desk.ids.take("round"),
    share: facts.share.id,
    version: latestVersion(facts).n,
    kind: "report",
    place: place.id,
    audience: lineAudience(place, line),
    citations: [],
    questions: opening === "" ? [] : [opening],
    until: null,
    form: plainForm,
    planned: instantNow(desk.clock),
  } as const;
  const text = letterText(facts, release);
  const parts = preparedParts({ ...release, placeName: place.name }, text, { line, people: [person], changes: null });
  desk.releases.add({ ...release, parts });
  return release.id;
}

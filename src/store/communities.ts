// Communities, teams and networks with their members and channels.
import { PkmError } from "../base/errors.ts";
import { instantNow, type Clock, type Instant } from "../base/clock.ts";
import type {
  Attribution,
  ChannelAddress,
  Community,
  CommunityKind,
  Degree,
  Exposure,
  Member,
  NewChannel,
  NewCommunity,
  Norms,
  PersonalChannel,
  PlaceChannel,
} from "../people/community.ts";
import type { Db } from "./database.ts";
import { settingsOf } from "./json-columns.ts";
import { jsonTexts } from "./json-list.ts";
import type { Ids } from "./ids.ts";

export interface Communities {
  /** Throws PkmError("usage") when the name is taken. */
  add(community: NewCommunity): Community;
  /** Throws PkmError("not-found"). */
  get(id: string): Community;
  /** By name, those that were left too. */
  list(): readonly Community[];
  setGoals(community: string, goals: readonly string[]): void;
  setNorms(community: string, norms: Norms): void;
  /** Makes the person a member, or changes their degree. */
  setMember(community: string, person: string, degree: Degree): void;
  addChannel(community: string, channel: NewChannel): ChannelAddress;
  removeChannel(channel: string): void;
  /** The community that a channel, also a removed one, belongs to. Throws PkmError("not-found"). */
  ofChannel(channel: string): { community: Community; address: ChannelAddress };
  /** Channels that reach one person of the place alone. */
  personal(community: string): readonly PersonalChannel[];
  /** The channel that reaches the person alone with these settings, made where there is none. Call it in changes.record. */
  personalChannel(community: string, channel: Pick<PersonalChannel, "kind" | "settings" | "person">): ChannelAddress;
  leave(community: string): void;
  /** Belongs to it again. */
  join(community: string): void;
}

interface CommunityRow {
  id: string;
  kind: CommunityKind;
  name: string;
  domain: string | null;
  goals: string;
  norms: string;
  attribution: Attribution;
  perWeek: number | null;
  quiet: string | null;
  isBounded: 0 | 1;
  created: Instant;
  left: Instant | null;
}

interface ChannelRow {
  id: string;
  community: string;
  kind: string;
  exposure: Exposure;
  settings: string;
  agreed: Instant | null;
}

const select = `SELECT id, kind, name, domain, goals, norms, attribution, rhythm_per_week AS perWeek, quiet,
  is_bounded AS isBounded, created, left_at AS left FROM community`;
const selectChannel = "SELECT id, community, kind, exposure, settings, agreed FROM channel";

/** Opens the communities, teams and networks. */
export function openCommunities(db: Db, ids: Ids, clock: Clock): Communities {
  const reading = openReading(db);
  return { ...reading, ...openWriting(db, ids, { clock, get: reading.get }) };
}

type Reading = Pick<Communities, "get" | "list" | "ofChannel">;

function openReading(db: Db): Reading {
  const members = (community: string): readonly Member[] =>
    db
      .prepare<[string], Omit<Member, "handles"> & { handles: string }>(
        `SELECT m.person, p.name, p.mail, p.handles, m.degree, m.joined FROM member m JOIN person p ON p.id = m.person
         WHERE m.community = ? ORDER BY p.name COLLATE NOCASE, p.id`,
      )
      .all(community)
      .map((row) => ({ ...row, handles: jsonTexts(row.handles) }));
  const channels = (community: string): readonly PlaceChannel[] =>
    db
      .prepare<[string], ChannelRow>(
        `${selectChannel} WHERE community = ? AND person IS NULL AND removed IS NULL ORDER BY created, rowid`,
      )
      .all(community)
      .map((row) => ({ ...addressOf(row), agreed: row.agreed }));
  const whole = ({ perWeek, quiet, isBounded, ...row }: CommunityRow): Community => ({
    ...row,
    rhythm: { perWeek, quiet },
    isBounded: isBounded === 1,
    goals: jsonTexts(row.goals),
    norms: jsonTexts(row.norms),
    members: members(row.id),
    channels: channels(row.id),
  });
  const get = (id: string): Community => {
    const row = db.prepare<[string], CommunityRow>(`${select} WHERE id = ?`).get(id);
    if (row === undefined) throw new PkmError("not-found", `there is no community ${id}`, { hint: "pkm community" });
    return whole(row);
  };
  return {
    get,
    list: () => db.prepare<[], CommunityRow>(`${select} ORDER BY name COLLATE NOCASE, id`).all().map(whole),
    ofChannel(channel) {
      const row = db.prepare<[string], ChannelRow>(`${selectChannel} WHERE id = ?`).get(channel);
      if (row === undefined)
        throw new PkmError("not-found", `there is no channel ${channel}`, { hint: "pkm community" });
      return { community: get(row.community), address: addressOf(row) };
    },
  };
}

function openWriting(
  db: Db,
  ids: Ids,
  { clock, get }: { clock: Clock; get: Communities["get"] },
): Omit<Communities, keyof Reading> {
  return {
    add({ kind, name, domain, goals, norms, attribution }) {
      const taken = db
        .prepare<[string], { id: string }>("SELECT id FROM community WHERE name = ? COLLATE NOCASE")
        .get(name);
      if (taken !== undefined) {
        throw new PkmError("usage", `${taken.id} is called ${name} already`, {
          hint: `pkm community show ${taken.id}`,
        });
      }
      const id = ids.take("community");
      db.prepare(
        `INSERT INTO community (id, kind, name, domain, goals, norms, attribution, is_bounded, created)
         VALUES (@id, @kind, @name, @domain, @goals, @norms, @attribution, @kind = 'team', @created)`,
      ).run({
        id,
        kind,
        name,
        domain,
        attribution,
        goals: JSON.stringify(goals),
        norms: JSON.stringify(norms),
        created: instantNow(clock),
      });
      return get(id);
    },
    ...openNorms(db),
    ...openPersonal(db, ids, clock),
    setMember(community, person, degree) {
      db.prepare(
        `INSERT INTO member (community, person, degree, joined) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET degree = excluded.degree`,
      ).run(community, person, degree, instantNow(clock));
    },
    addChannel(community, { kind, exposure, settings, isAgreed }) {
      const id = ids.take("channel");
      const now = instantNow(clock);
      db.prepare(
        "INSERT INTO channel (id, community, kind, exposure, settings, created, agreed) VALUES (?, ?, ?, ?, ?, ?, ?)",
      ).run(id, community, kind, exposure, JSON.stringify(settings), now, isAgreed ? now : null);
      return { id, kind, exposure, settings };
    },
    removeChannel(channel) {
      db.prepare("UPDATE channel SET removed = ? WHERE id = ?").run(instantNow(clock), channel);
    },
    leave(community) {
      db.prepare("UPDATE community SET left_at = ? WHERE id = ? AND left_at IS NULL").run(instantNow(clock), community);
    },
    join(community) {
      db.prepare("UPDATE community SET left_at = NULL WHERE id = ?").run(community);
    },
  };
}

function openPersonal(db: Db, ids: Ids, clock: Clock): Pick<Communities, "personal" | "personalChannel"> {
  const personal = (community: string): readonly PersonalChannel[] =>
    db
      .prepare<[string], ChannelRow & Pick<PersonalChannel, "person" | "name" | "mail">>(
        `SELECT h.id, h.community, h.kind, h.exposure, h.settings, h.agreed, h.person, p.name, p.mail
         FROM channel h JOIN person p ON p.id = h.person WHERE h.community = ? AND h.removed IS NULL
         ORDER BY h.created, h.rowid`,
      )
      .all(community)
      .map(({ person, name, mail, ...row }) => ({ ...addressOf(row), person, name, mail }));
  return {
    personal,
    personalChannel(community, { kind, settings, person }) {
      const text = JSON.stringify(settings);
      const isSame = (each: PersonalChannel): boolean =>
        each.person === person && each.kind === kind && JSON.stringify(each.settings) === text;
      const found = personal(community).find(isSame);
      if (found !== undefined) return { id: found.id, kind, exposure: found.exposure, settings };
      const id = ids.take("channel");
      db.prepare(
        "INSERT INTO channel (id, community, kind, exposure, settings, created, person) VALUES (?, ?, ?, 'closed', ?, ?, ?)",
      ).run(id, community, kind, text, instantNow(clock), person);
      return { id, kind, exposure: "closed", settings };
    },
  };
}

function openNorms(db: Db): Pick<Communities, "setGoals" | "setNorms"> {
  return {
    setGoals(community, goals) {
      db.prepare("UPDATE community SET goals = ? WHERE id = ?").run(JSON.stringify(goals), community);
    },
    setNorms(community, { norms, attribution, rhythm, isBounded }) {
      db.prepare(
        "UPDATE community SET norms = ?, attribution = ?, rhythm_per_week = ?, quiet = ?, is_bounded = ? WHERE id = ?",
      ).run(JSON.stringify(norms), attribution, rhythm.perWeek, rhythm.quiet, Number(isBounded), community);
    },
  };
}

function addressOf({ id, kind, exposure, settings }: ChannelRow): ChannelAddress {
  return { id, kind, exposure, settings: settingsOf(settings) };
}

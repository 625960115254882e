// Rows of sources, and the nouns made of them.
import type { Instant } from "../base/clock.ts";
import {
  errorOf,
  shownUrl,
  stateOf,
  type FeedFacts,
  type FilterKind,
  type Poll,
  type Source,
  type SourceSettings,
} from "../seek/source.ts";
import { jsonTexts } from "./json-list.ts";

/** The columns of source_feed in the order of a FeedFacts, for inserts and updates by its field names. */
const factColumns: Readonly<Record<keyof FeedFacts, string>> = {
  title: "title",
  site: "site",
  etag: "etag",
  lastModified: "last_modified",
  bodyHash: "body_hash",
  ttlMinutes: "ttl_minutes",
  gapMinutes: "gap_minutes",
  skipHours: "skip_hours",
  skipDays: "skip_days",
  asked: "asked",
  fetched: "fetched",
  lastNew: "last_new",
  nextDue: "next_due",
  notBefore: "not_before",
  movedTo: "moved_to",
  gone: "gone",
  failingSince: "failing_since",
  failures: "failures",
  errorCode: "error_code",
  errorMessage: "error_message",
};
const pairs = Object.entries(factColumns);

/** Column names, and the parameters that stand for their values. */
export const feedColumns: { names: string; values: string } = {
  names: pairs.map(([, column]) => column).join(", "),
  values: pairs.map(([field]) => `@${field}`).join(", "),
};
const selectFacts = pairs.map(([field, column]) => `f.${column} AS ${field}`).join(", ");

/** What the person set, by names that meet none of a FeedFacts. */
type SettingsRow = { [Field in keyof SourceSettings as `own${Capitalize<Field>}`]: SourceSettings[Field] };
const selectSettings =
  "s.title AS ownTitle, s.secret AS ownSecret, s.user_name AS ownUser, s.timeout_ms AS ownTimeoutMs";

export type PollRow = FeedFacts & SettingsRow & { id: string; url: string; foundAt: string | null };

export const selectPoll: string = `
  SELECT s.id, s.url, s.found_at AS foundAt, ${selectSettings}, ${selectFacts}
  FROM source_feed f JOIN source s ON s.id = f.source`;

/** The source of a row as refresh asks it. */
export function pollOf({ id, url, foundAt, ownTitle, ownSecret, ownUser, ownTimeoutMs, ...facts }: PollRow): Poll {
  const settings = { title: ownTitle, secret: ownSecret, user: ownUser, timeoutMs: ownTimeoutMs };
  return { id, url, foundAt, settings, facts };
}

export type SourceRow = PollRow & {
  filter: FilterKind;
  person: string | null;
  added: Instant;
  paused: Instant | null;
  dropped: Instant | null;
  items: number;
  unread: number;
  dealt: number;
  kept: number;
  /** Items of the last four weeks. */
  lately: number;
  /** JSON array. */
  tags: string;
};

/** Takes @monthAgo. Items of a source are counted by index range, all else is kept. */
export const selectSource: string = `
  SELECT s.id, s.url, s.found_at AS foundAt, s.filter, s.person, s.added, s.paused, s.dropped,
    c.items, c.unread, c.dealt, c.kept, ${selectSettings}, ${selectFacts},
    (SELECT count(*) FROM item WHERE source = s.id AND is_new IN (0, 1) AND sorted >= @monthAgo) AS lately,
    (SELECT json_group_array(tag ORDER BY tag) FROM tag WHERE thing = s.id) AS tags
  FROM source s JOIN source_feed f ON f.source = s.id JOIN source_count c ON c.source = s.id`;

/** The source of a row as it stands at `now`. */
export function sourceOf(row: SourceRow, now: Date): Source {
  const { id, added, paused, dropped, dealt } = row;
  const { facts, url } = pollOf(row);
  return {
    id,
    kind: "source",
    title: row.ownTitle ?? row.title,
    url: shownUrl(url),
    site: row.site,
    state: stateOf({ added, paused, dropped, facts }, now),
    filter: row.filter,
    person: row.person,
    tags: jsonTexts(row.tags),
    items: row.items,
    unread: row.unread,
    perWeek: Math.round((row.lately / 4) * 10) / 10,
    keptRatio: dealt === 0 ? null : Math.round((row.kept / dealt) * 1000) / 1000,
    lastFetched: row.fetched,
    lastNew: row.lastNew,
    nextDue: dropped === null && paused === null ? row.nextDue : null,
    failingSince: row.failingSince,
    error: errorOf({ id, url, facts }),
  };
}

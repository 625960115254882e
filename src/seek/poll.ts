// What an answer does to a source's facts: pure steps from one state to the next, one for each kind of answer.
import type { Instant } from "../base/clock.ts";
import type { Feed, FeedEntry } from "./feed.ts";
import type { FailedAnswer, UnchangedAnswer } from "./fetch.ts";
import type { Heard, ReadDocument } from "./reading.ts";
import { bitsOf, boundedRetry, dueAfterAnswer, dueAfterFailure, gapMinutesOf } from "./schedule.ts";
import type { FeedFacts, Poll } from "./source.ts";

/** Facts of a source that was never asked and is due at `now`. */
export function newFacts(now: Instant): FeedFacts {
  return {
    title: null,
    site: null,
    etag: null,
    lastModified: null,
    bodyHash: null,
    ttlMinutes: null,
    gapMinutes: null,
    skipHours: 0,
    skipDays: 0,
    asked: null,
    fetched: null,
    lastNew: null,
    nextDue: now,
    notBefore: null,
    movedTo: null,
    gone: null,
    failingSince: null,
    failures: 0,
    errorCode: null,
    errorMessage: null,
  };
}

/** After a feed was read. A document that was cut short is asked for whole the next time. */
export function afterFeed(
  { id, facts }: Pick<Poll, "id" | "facts">,
  read: Omit<ReadDocument, "entries"> & { hasNew: boolean },
  now: Date,
): FeedFacts {
  const { answer, feed, published, bodyHash, hasNew } = read;
  const isWhole = !isCutShort(feed);
  const told = {
    ttlMinutes: feed.ttlMinutes,
    gapMinutes: gapMinutesOf(published, now) ?? facts.gapMinutes,
    skipHours: bitsOf(feed.skipHours ?? []),
    skipDays: bitsOf(feed.skipDays ?? []),
    lastNew: hasNew ? now.toISOString() : facts.lastNew,
  };
  return {
    ...well(facts, answer, now),
    title: feed.title ?? facts.title,
    site: feed.link ?? facts.site,
    etag: isWhole ? answer.etag : null,
    lastModified: isWhole ? answer.lastModified : null,
    bodyHash: isWhole ? bodyHash : null,
    ...told,
    nextDue: dueAfter(id, { facts: told, answer }, now),
  };
}

/** Whether the document ends before its end. */
export function isCutShort(feed: Pick<Feed, "problems">): boolean {
  return feed.problems.some(({ code }) => code === "truncated");
}

/**
 * The entries that can be relied on. Where the document was cut inside its last entry, that one would come as an item
 * without name or as a version without end; it comes whole the next time.
 */
export function wholeEntries(feed: Feed): readonly FeedEntry[] {
  const cut = feed.problems.find(({ code }) => code === "truncated");
  // Many a feed lacks its closing tags for good and says everything all the same.
  if (cut === undefined || /<(?:\w+:)?(?:rss|rdf|channel|feed)>$/i.test(cut.message)) return feed.entries;
  return feed.entries.slice(0, -1);
}

/** After a 304, or a body that is the one read last time. */
export function afterUnchanged(
  { id, facts }: Pick<Poll, "id" | "facts">,
  answer: Heard | UnchangedAnswer,
  now: Date,
): FeedFacts {
  return {
    ...well(facts, answer, now),
    etag: answer.etag ?? facts.etag,
    lastModified: answer.lastModified ?? facts.lastModified,
    nextDue: dueAfter(id, { facts, answer }, now),
  };
}

interface Told {
  facts: Pick<FeedFacts, "ttlMinutes" | "gapMinutes" | "skipHours" | "skipDays" | "lastNew">;
  answer: { maxAgeSeconds: number | null };
}

function dueAfter(source: string, { facts, answer }: Told, now: Date): Instant {
  const { ttlMinutes, gapMinutes, skipHours, skipDays, lastNew } = facts;
  const { maxAgeSeconds } = answer;
  return dueAfterAnswer({ source, ttlMinutes, gapMinutes, skipHours, skipDays, maxAgeSeconds, lastSign: lastNew }, now);
}

/** After a failure. A machine that is offline says nothing about the source, which stays due. */
export function afterFailure(facts: FeedFacts, failure: Failure, now: Date): FeedFacts {
  if (failure.code === "offline") return facts;
  const failures = facts.failures + 1;
  return {
    ...facts,
    asked: now.toISOString(),
    nextDue: dueAfterFailure({ failures, retryAt: failure.retryAt }, now),
    notBefore: boundedRetry(failure.retryAt, now),
    failingSince: facts.failingSince ?? now.toISOString(),
    failures,
    errorCode: failure.code,
    errorMessage: failure.message,
  };
}

/** After a 410: it is not asked again by itself. Its items stay. */
export function afterGone(facts: FeedFacts, now: Date): FeedFacts {
  const at = now.toISOString();
  return {
    ...facts,
    asked: at,
    nextDue: null,
    gone: facts.gone ?? at,
    failingSince: facts.failingSince ?? at,
    failures: facts.failures + 1,
    errorCode: "gone",
    errorMessage: "the feed is gone for good (410)",
  };
}

/** Why nothing could be read: what the net says, or that the document is no feed. */
export type Failure = Pick<FailedAnswer, "message" | "retryAt"> & {
  code: FailedAnswer["code"] | "no-feed" | "unreadable";
};

/** The address to store from now on: where every hop of two answers running said the feed has moved for good; else null. */
export function movedForGood(facts: FeedFacts, answer: { movedTo: string | null }): string | null {
  return answer.movedTo !== null && answer.movedTo === facts.movedTo ? answer.movedTo : null;
}

function well(facts: FeedFacts, answer: { movedTo: string | null }, now: Date): FeedFacts {
  const at = now.toISOString();
  return {
    ...facts,
    asked: at,
    fetched: at,
    notBefore: null,
    movedTo: answer.movedTo,
    gone: null,
    failingSince: null,
    failures: 0,
    errorCode: null,
    errorMessage: null,
  };
}

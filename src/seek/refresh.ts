// Asks the sources that are due and takes in what they bring; one bad feed never stops the rest.
import type { Clock, Instant } from "../base/clock.ts";
import type { ErrorKind } from "../base/errors.ts";
import { ask, type AskPorts } from "./ask.ts";
import type { FetchOutcome, FreshAnswer } from "./fetch.ts";
import { batched, pooled, roomFor } from "../base/pool.ts";
import { readAnswer, type Came, type ReadFeed, type Reading } from "./reading.ts";
import { errorOf, shownUrl, wantsCredentials, type Poll } from "./source.ts";
import { takeIn, type Taken, type TakeInStore } from "./take-in.ts";

export interface RefreshPorts extends AskPorts {
  /** Loads the reader of feeds; called when the first document comes that may have changed. */
  reader: () => Promise<ReadFeed>;
  /** Opens a thread that reads beside this one; null where there is but one processor. Left out: all is read here. */
  apart?: () => Promise<ReadApart | null>;
  /** Called before the first large document is read: memory counts for more than time, until the result is called. */
  keepHeapSmall?: () => Promise<() => void>;
  store: TakeInStore & { sources: { nextDue(): Instant | null }; items: { relax(): () => void } };
  clock: Clock;
}

/** Reads documents while others are asked for and written. */
export interface ReadApart {
  /** Never rejects, and never resolves after `close`. */
  read(reading: Reading, answer: FreshAnswer): Promise<Came>;
  close(): void;
}

export interface RefreshOptions {
  /** Sources asked at the same time, at most; the net keeps its own limit for each host. Default 20. */
  concurrency?: number;
  /** When aborted, no further source is asked and nothing more is written; what is finished stays. */
  signal?: AbortSignal;
  /** Told after each source, with the address of the one that has been under way longest; null when none is. */
  onProgress?: (progress: { done: number; due: number; waitsFor: string | null }) => void;
}

/** What came of a refresh, in the shape of `seek --json`. */
export interface Refreshed {
  /** Sources asked. */
  due: number;
  /** Those of them that answered with a changed document ... */
  fetched: number;
  /** ... and with one that has not changed. */
  unchanged: number;
  /** Items. */
  new: number;
  updated: number;
  merged: number;
  broken: readonly BrokenSource[];
  /** Sources whose address was replaced by the one their server names. */
  moved: readonly { source: string; from: string; to: string }[];
  /** Sources that brought something, those with the most new items first. */
  brought: readonly {
    source: string;
    title: string | null;
    url: string;
    new: number;
    updated: number;
    merged: number;
  }[];
  /** When the next source is due; null when none ever is. */
  retryAt: Instant | null;
  tookMs: number;
}

export interface BrokenSource {
  source: string;
  title: string | null;
  url: string;
  /** Since when it fails without a break. */
  since: Instant;
  /** Whether it began to fail in this run; what failed before is named by the digest, not by each run. */
  isNew: boolean;
  error: string;
  code: string;
  hint: string;
}

interface Answered {
  poll: Poll;
  /** What came, or how to read it. */
  read: () => Came;
  /** Bytes that are yet to be read. */
  weight: number;
}

interface Settled {
  poll: Poll;
  taken: Taken;
}

const usualConcurrency = 20;
/** A machine that is offline is asked to try again after this long. */
const offlineRetryMs = 5 * 60_000;

/**
 * Answers written in one transaction, at most. Measured on 200 feeds of 30 items: one by one a new item costs SQLite
 * 157 µs, ten by ten 88 µs, for most pages of an index are touched by every feed.
 */
const batchMax = 10;
/** Bytes of documents that are read at once, or wait for it: read, a document takes up to ten times as much. Ten feeds as they are come to 2 MB. */
const unreadBytesMax = 4 * 1024 * 1024;

/**
 * Documents from which on they are read in a thread of their own. It takes some 40 ms to begin, beside what is done
 * here, and as much memory as it needs for one document.
 */
const apartMin = 40;

/** Asks every one of `polls` and takes in the answers as they come, a few in each transaction. */
export async function refresh(
  polls: readonly Poll[],
  ports: RefreshPorts,
  options: RefreshOptions = {},
): Promise<Refreshed> {
  const { clock } = ports;
  const { concurrency = usualConcurrency, signal = null, onProgress } = options;
  const began = clock.now();
  const settled: Settled[] = [];
  let done = 0;
  const underWay = new Set<Poll>();
  const bounds = { size: batchMax, weightMax: unreadBytesMax, weigh: ({ weight }: Answered) => weight };
  const take = batched<Answered>(bounds, (answered) => {
    if (signal?.aborted === true) return;
    // Read before the transaction begins: nobody else waits for the store while a document is parsed.
    const came = answered.map(({ poll, read }) => ({ poll, came: read() }));
    ports.store.items.relaxed(() => {
      for (const each of came)
        settled.push({ poll: each.poll, taken: takeIn(each.poll, each.came, { ...ports, now: clock.now() }) });
    });
  });
  const reader = openReader(ports, polls.filter(bringsDocument).length);
  const tighten = ports.store.items.relax();
  try {
    await pooled(polls, {
      size: concurrency,
      signal,
      async act(poll) {
        underWay.add(poll);
        const outcome = await ask({ ...poll, etag: poll.facts.etag, lastModified: poll.facts.lastModified }, ports);
        const answered = await reader.answered(poll, outcome);
        if (signal?.aborted === true) return;
        await take(answered);
        done += 1;
        underWay.delete(poll);
        const [slowest] = underWay;
        onProgress?.({ done, due: polls.length, waitsFor: slowest === undefined ? null : shownUrl(slowest.url) });
      },
    });
  } finally {
    tighten();
    await reader.close();
  }
  return summaryOf(settled, { began, ended: clock.now(), nextDue: ports.store.sources.nextDue() });
}

interface Reader {
  answered(poll: Poll, outcome: FetchOutcome): Promise<Answered>;
  close(): Promise<void>;
}

/** Whether a server has no other way to answer than with a document. */
function bringsDocument({ facts }: Poll): boolean {
  return facts.etag === null && facts.lastModified === null;
}

/**
 * Documents are read apart where there are many and it can be, but for large ones: those wait for nothing else, so that
 * no others gather beside them. What is not read apart is read when it is taken. `expected` documents come for sure.
 */
function openReader(ports: Pick<RefreshPorts, "apart" | "keepHeapSmall" | "reader">, expected: number): Reader {
  const { apart, keepHeapSmall, reader } = ports;
  let readFeed: Promise<ReadFeed> | null = null;
  let small: Promise<() => void> | null = null;
  let thread: Promise<ReadApart | null> | null = null;
  const enter = roomFor(unreadBytesMax);
  const openThread = async (): Promise<ReadApart | null> => apart?.() ?? null;
  let beyond = 0;
  const isMany = (poll: Poll): boolean => {
    if (!bringsDocument(poll)) beyond += 1;
    return expected + beyond >= apartMin;
  };
  return {
    async answered(poll, outcome) {
      const reading = { source: poll, bodyHash: poll.facts.bodyHash };
      if (outcome.kind !== "fresh") return { poll, read: () => readAnswer(reading, outcome, unready), weight: 0 };
      const weight = outcome.body.byteLength;
      const isLarge = weight >= largeBytes;
      if (isLarge) await (small ??= keepHeapSmall?.() ?? null);
      const there = !isMany(poll) || isLarge ? null : await (thread ??= openThread());
      if (there === null) {
        const here = await (readFeed ??= reader());
        return { poll, read: () => readAnswer(reading, outcome, here), weight };
      }
      const leave = await enter(weight);
      try {
        const came = await there.read(reading, outcome);
        return { poll, read: () => came, weight: 0 };
      } finally {
        leave();
      }
    },
    async close() {
      (await thread)?.close();
      (await small)?.();
    },
  };
}

/** Bytes from which on a document is large. */
const largeBytes = 1024 * 1024;

function unready(): never {
  throw new Error("a document came to where none is read");
}

function summaryOf(
  settled: readonly Settled[],
  when: { began: Date; ended: Date; nextDue: Instant | null },
): Refreshed {
  const { began, ended, nextDue } = when;
  const broken = settled.flatMap(({ poll, taken }) => (taken.kind === "broken" ? [brokenOf(poll, taken, ended)] : []));
  const moved = settled.flatMap(({ poll, taken }) =>
    taken.kind === "broken" || taken.movedTo === null
      ? []
      : [{ source: poll.id, from: shownUrl(poll.url), to: shownUrl(taken.movedTo) }],
  );
  const brought = settled.flatMap(({ poll, taken }) =>
    taken.kind === "fetched" && taken.tally.new + taken.tally.updated + taken.tally.merged > 0
      ? [{ source: poll.id, title: poll.settings.title ?? taken.facts.title, url: shownUrl(poll.url), ...taken.tally }]
      : [],
  );
  const sum = (of: "new" | "updated" | "merged"): number => brought.reduce((total, each) => total + each[of], 0);
  const count = (kind: Taken["kind"]): number => settled.filter(({ taken }) => taken.kind === kind).length;
  const isOffline = broken.some(({ code }) => code === "offline");
  const soonest = new Date(ended.getTime() + (isOffline ? offlineRetryMs : 0)).toISOString();
  return {
    due: settled.length,
    fetched: count("fetched"),
    unchanged: count("unchanged"),
    new: sum("new"),
    updated: sum("updated"),
    merged: sum("merged"),
    broken: broken.toSorted((a, b) => (a.since < b.since ? 1 : a.since > b.since ? -1 : a.source < b.source ? -1 : 1)),
    moved,
    brought: brought.toSorted((a, b) => b.new - a.new || b.updated - a.updated || (a.source < b.source ? -1 : 1)),
    retryAt: nextDue !== null && nextDue < soonest ? soonest : nextDue,
    tookMs: ended.getTime() - began.getTime(),
  };
}

function brokenOf(poll: Poll, { failure, facts }: Extract<Taken, { kind: "broken" }>, now: Date): BrokenSource {
  // Being offline leaves no trace in the facts: the failure itself tells it.
  const told = failure === "gone" ? facts : { ...facts, errorCode: failure.code, errorMessage: failure.message };
  const error = errorOf({ id: poll.id, url: poll.url, facts: told });
  return {
    source: poll.id,
    title: poll.settings.title ?? facts.title,
    url: shownUrl(poll.url),
    since: facts.failingSince ?? now.toISOString(),
    isNew: poll.facts.failingSince === null,
    error: error?.message ?? "",
    code: error?.code ?? "",
    hint: error?.hint ?? "",
  };
}

/** What the exit status says: credentials when nothing but those is wrong, done in part, try later when the network was not there for any, failed when all failed otherwise; null is done. */
export function outcomeOf({ due, broken }: Pick<Refreshed, "due" | "broken">): ErrorKind | null {
  if (broken.length === 0) return null;
  if (broken.every(({ code }) => wantsCredentials(code))) return "credentials";
  if (broken.length < due) return "partial";
  return broken.every(({ code }) => code === "offline" || code === "name-not-found") ? "try-later" : "failed";
}

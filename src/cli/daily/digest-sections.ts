// What a digest has beside the items received: what is to be made sense of, shared, and taken care of.
import { dayMs, localDay, type Instant } from "../../base/clock.ts";
import { oldNoteOf } from "../../sense/old-note.ts";
import { dayFields } from "../../sense/template.ts";
import { nameOfItem } from "../../seek/item.ts";
import type { DigestEntry, DigestSection, SectionName } from "../../seek/digest.ts";
import { shownUrl, type Source } from "../../seek/source.ts";
import { waitingOf } from "../../share/waiting.ts";
import type { OpenStore } from "../sense/notes-now.ts";

/** Lines of each of these sections, at most; the rest is counted. */
const linesMax = 5;

/** The sections in a digest's order, empty ones too. `lastDelivered` null: no digest was delivered before. */
export function otherSections(
  store: OpenStore,
  { now, lastDelivered }: { now: Date; lastDelivered: Instant | null },
): readonly DigestSection[] {
  return [
    sectionOf("make sense", [...keptEntries(store), ...oldNoteEntries(store, now)], keptInAll(store)),
    sectionOf("share", shareEntries(store, now)),
    sectionOf("care", [...unsureEntries(store), ...failingEntries(store), ...silentEntries(store, lastDelivered)]),
  ];
}

function sectionOf(name: SectionName, entries: readonly DigestEntry[], inAll = entries.length): DigestSection {
  const items = entries.slice(0, linesMax);
  return { name, items, more: Math.max(0, inAll - items.length) };
}

const blank = { url: null, from: null, minutes: null, excerpt: null } as const;

/** One place is left for an old note. */
function keptEntries({ items }: OpenStore): readonly DigestEntry[] {
  return items.keptWithoutNote(linesMax - 1).map((item) => ({
    ...blank,
    id: item.id,
    kind: "item",
    title: nameOfItem(item),
    url: item.url,
    from: item.source.title,
    minutes: item.minutes,
    why: ["kept without a note"],
    next: `pkm sense note ${item.id}`,
  }));
}

function keptInAll({ standings }: OpenStore): number {
  return standings.read().standing.sense.kept;
}

function oldNoteEntries({ notes }: OpenStore, now: Date): readonly DigestEntry[] {
  const note = oldNoteOf(notes.ages(), dayFields(now).date);
  if (note === null) return [];
  const { ref, title, made } = note;
  const why = [`an old note of yours, of ${localDay(made)}: does it still hold?`];
  return [{ ...blank, id: ref, kind: "note", title, why, next: `pkm show ${ref}` }];
}

function shareEntries({ shares }: OpenStore, now: Date): readonly DigestEntry[] {
  return shares.list().flatMap(({ id }) => {
    const facts = shares.facts(id);
    const why = waitingOf(facts, now);
    if (why.length === 0) return [];
    return [{ ...blank, id, kind: "share", title: facts.versions.at(-1)?.title ?? id, why, next: `pkm share ${id}` }];
  });
}

/** A digest that nobody could find out about; said until another one came through for certain. */
function unsureEntries({ digests }: OpenStore): readonly DigestEntry[] {
  const last = digests.last();
  if (last === null || last.unsure === null) return [];
  const title = `the digest of ${localDay(last.made)}`;
  const why = [`it may not have reached ${last.target ?? "you"}, and was not sent again`];
  return [{ ...blank, id: last.id, kind: "digest", title, why, next: `pkm show ${last.id}` }];
}

/** Those that began to fail last come first: the others were named before. */
function failingEntries({ sources }: OpenStore): readonly DigestEntry[] {
  const since = ({ failingSince }: Source): string => failingSince ?? "";
  const latestFirst = sources.list().toSorted((a, b) => (since(a) > since(b) ? -1 : since(a) < since(b) ? 1 : 0));
  return latestFirst.flatMap((source) => {
    const { error, failingSince, state } = source;
    if (error === null || state === "paused") return [];
    const since = failingSince === null ? [] : [`since ${localDay(failingSince)}`];
    return [{ ...sourceEntry(source), why: [error.message, ...since], next: error.hint }];
  });
}

/** Said when it falls silent, and not every morning: many a good source rests for a season. */
function silentEntries({ sources }: OpenStore, lastDelivered: Instant | null): readonly DigestEntry[] {
  return sources.list().flatMap((source) => {
    const { state, lastNew, id } = source;
    if (state !== "quiet" || lastNew === null) return [];
    const silentFrom = new Date(Date.parse(lastNew) + quietDays * dayMs).toISOString();
    if (lastDelivered !== null && silentFrom <= lastDelivered) return [];
    return [{ ...sourceEntry(source), why: [`silent since ${localDay(lastNew)}`], next: `pkm seek pause ${id}` }];
  });
}

const quietDays = 90;

function sourceEntry({ id, title, url }: Source): Omit<DigestEntry, "why" | "next"> {
  return { ...blank, id, kind: "source", title: title ?? shownUrl(url), url: null };
}

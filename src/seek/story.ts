// Echo or corroboration: the tellings of a story, told apart into repeats of one report and reports of their own.
import { dayMs, type Instant } from "../base/clock.ts";
import { saidWords } from "./said.ts";

/** An item as a story is made of it. */
export interface StoryItem {
  id: string;
  /** Order in which they came here. */
  no: number;
  sorted: Instant;
  title: string | null;
  /** Canonical URL of its page, or what stands for it. */
  key: string;
  /** The page it passes on; null when it says something of its own. */
  page: string | null;
  /** Id of the item whose text it tells again, itself for an origin; null for neither. */
  origin: string | null;
  /** Similarity of its text and the origin's, 0 to 1; null for neither. */
  similarity: number | null;
  /** Sources that brought it, its own first. */
  sources: readonly string[];
}

/** How an item repeats another: with nearly the same text, by passing on its page, or it is the same page from another source. */
export type RepeatKind = "text" | "link" | "same";

export interface Repeat {
  item: string;
  source: string;
  how: RepeatKind;
  similarity: number;
}

/** One report of a story, and who repeats it. */
export interface StoryReport {
  /** Id of the item that it is, or of the first that passes it on where its page is not here. */
  origin: string;
  source: string;
  repeats: readonly Repeat[];
}

export interface Story {
  /** The earliest first; all after it are independent of it. */
  reports: readonly StoryReport[];
  /** Of the newest telling. */
  newest: number;
}

/** Reports of one story come within so many days of the first. */
const storyDays = 7;
/** Titles tell of one thing from so many words on that begin alike, and this part of the shorter one's. */
const sharedMin = 3;
const sharedPartMin = 0.6;
/** Words that begin alike: "erupts" and "eruption". */
const stemLength = 5;
const wordLengthMin = 4;
/** A word in more titles than this part tells nothing. */
const commonPart = 0.02;
const commonMin = 5;

/** Stories that more than one source tells, the one with the newest telling first. */
export function storiesOf(items: readonly StoryItem[]): readonly Story[] {
  const reports = reportsOf(items);
  const stems = openStems(items);
  const stories: { first: Report; reports: Report[] }[] = [];
  const byStem = new Map<string, (typeof stories)[number][]>();
  for (const report of reports) {
    const own = stems(report.head);
    const near = new Set([...own].flatMap((stem) => byStem.get(stem) ?? []));
    const story = [...near].find(({ first }) => isOneStory(first, report, stems));
    if (story !== undefined) {
      story.reports.push(report);
      continue;
    }
    const begun = { first: report, reports: [report] };
    stories.push(begun);
    for (const stem of own) byStem.set(stem, [...(byStem.get(stem) ?? []), begun]);
  }
  return stories
    .map(({ reports: own }) => ({
      reports: own.map(asStoryReport),
      newest: Math.max(...own.map(({ newest }) => newest)),
    }))
    .filter(
      (story) =>
        new Set(story.reports.flatMap(({ source, repeats }) => [source, ...repeats.map((each) => each.source)])).size >
        1,
    )
    .toSorted((a, b) => b.newest - a.newest);
}

interface Report {
  head: StoryItem;
  others: readonly StoryItem[];
  newest: number;
}

/** Items that repeat one another, joined; each group headed by its origin, the earliest group first. */
function reportsOf(items: readonly StoryItem[]): readonly Report[] {
  const groups = new Map<string, StoryItem[]>();
  const byKey = new Map(items.map((item) => [item.key, item]));
  const byId = new Map(items.map((item) => [item.id, item]));
  const rootOf = (item: StoryItem): string => {
    const told = item.origin === null ? item : (byId.get(item.origin) ?? item);
    const page = told.page ?? item.page;
    if (page === null) return told.id;
    return byKey.get(page)?.id ?? page;
  };
  for (const item of items) {
    const root = rootOf(item);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [item]);
    else group.push(item);
  }
  return [...groups]
    .map(([root, group]): Report | null => {
      const sorted = group.toSorted((a, b) => (a.sorted < b.sorted ? -1 : a.sorted > b.sorted ? 1 : a.no - b.no));
      const head = sorted.find(({ id }) => id === root) ?? sorted[0];
      if (head === undefined) return null;
      return { head, others: sorted.filter((item) => item !== head), newest: Math.max(...group.map(({ no }) => no)) };
    })
    .filter((report) => report !== null)
    .toSorted((a, b) =>
      a.head.sorted < b.head.sorted ? -1 : a.head.sorted > b.head.sorted ? 1 : a.head.no - b.head.no,
    );
}

function asStoryReport({ head, others }: Report): StoryReport {
  const [source = "", ...again] = head.sources;
  const same = again.map((other): Repeat => ({ item: head.id, source: other, how: "same", similarity: 1 }));
  const repeats = others.map((item): Repeat => {
    const isText = item.origin !== null && item.similarity !== null;
    return {
      item: item.id,
      source: item.sources[0] ?? "",
      how: isText ? "text" : "link",
      similarity: item.similarity ?? 0,
    };
  });
  return { origin: head.id, source, repeats: [...same, ...repeats] };
}

/** Whether two reports, by their titles and times alone, are of one thing: never two of one source, which tells many a thing in one form. */
function isOneStory(a: Report, b: Report, stems: (item: StoryItem) => ReadonlySet<string>): boolean {
  if (a.head.sources[0] === b.head.sources[0]) return false;
  if (Math.abs(Date.parse(a.head.sorted) - Date.parse(b.head.sorted)) > storyDays * dayMs) return false;
  const [one, other] = [stems(a.head), stems(b.head)];
  const shared = [...one].filter((stem) => other.has(stem)).length;
  return shared >= sharedMin && shared / Math.min(one.size, other.size) >= sharedPartMin;
}

/** The beginnings of the telling words of each title: words in many titles are left out. */
function openStems(items: readonly StoryItem[]): (item: StoryItem) => ReadonlySet<string> {
  const all = new Map(items.map((item) => [item.id, stemsOf(item.title ?? "")]));
  const counts = new Map<string, number>();
  for (const stems of all.values()) for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const commonFrom = Math.max(commonMin, items.length * commonPart);
  const telling = new Map(
    [...all].map(([id, stems]) => [id, new Set([...stems].filter((stem) => (counts.get(stem) ?? 0) <= commonFrom))]),
  );
  return ({ id }) => telling.get(id) ?? new Set();
}

function stemsOf(title: string): ReadonlySet<string> {
  const words = saidWords(title).split(" ");
  return new Set(words.filter((word) => word.length >= wordLengthMin).map((word) => word.slice(0, stemLength)));
}

// What must hold of every document, however damaged: it is read without an error, in bounded time, into sound values.
import { checkOf } from "../../src/formats/feed/check.ts";
import { htmlToText } from "../../src/formats/html-text.ts";
import { readFeed } from "../../src/formats/read-feed.ts";
import { countComplaints, dateComplaints, formComplaints, lineComplaints, linkComplaints } from "./sound.ts";
import type { DocumentOrigin, Feed, FeedEntry, NoFeed } from "../../src/seek/feed.ts";

/** One document and where it is said to come from. */
export interface Input {
  bytes: Uint8Array;
  origin: DocumentOrigin;
}

export interface Examined {
  /** What does not hold; nothing when all is well. */
  complaints: readonly string[];
  format: string | null;
  entries: number;
  /** Time on the processor; the least of several tries when the first was over the budget. */
  cpuMs: number;
}

const triesMax = 3;
const entriesMax = 50_000;

/** The time a document of `bytes` may take: ten times what a slow machine needs, and far less than what is not linear takes. */
export function budgetMs(bytes: number): number {
  return 120 + bytes / 500;
}

/** Reads the document in every way that pkm reads one. */
export function examine(input: Input): Examined {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < triesMax && least > budgetMs(input.bytes.length); tries += 1) {
    const before = process.threadCpuUsage();
    const read = readWholly(input);
    const { user, system } = process.threadCpuUsage(before);
    if ("error" in read) return { complaints: [read.error], format: null, entries: 0, cpuMs: 0 };
    least = Math.min(least, (user + system) / 1000);
    if (least <= budgetMs(input.bytes.length) || tries === triesMax - 1) return judged(input, read, least);
  }
  throw new Error("a document was not examined");
}

interface Read {
  result: Feed | NoFeed;
  texts: readonly string[];
  json: string;
}

function readWholly({ bytes, origin }: Input): Read | { error: string } {
  try {
    const result = readFeed(bytes, origin);
    const entries = result.format === null ? [] : result.entries;
    const texts = entries.flatMap(({ html, summary }) => [html, summary]).map((html) => htmlToText(html ?? ""));
    return { result, texts, json: JSON.stringify(checkOf("input", result)) };
  } catch (error) {
    return { error: `throws ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` };
  }
}

function judged(input: Input, { result, texts, json }: Read, cpuMs: number): Examined {
  const complaints = new Set<string>();
  const length = input.bytes.length;
  if (cpuMs > budgetMs(length)) complaints.add(`takes ${Math.round(cpuMs)} ms for ${length} bytes`);
  const outputMax = 24 * length + 256 * 1024;
  if (json.length > outputMax) complaints.add(`makes ${json.length} characters of ${length} bytes`);
  for (const text of texts) if (text.length > outputMax) complaints.add(`makes a text of ${text.length} characters`);
  for (const complaint of resultComplaints(result, input.origin.baseUrl)) complaints.add(complaint);
  const entries = result.format === null ? 0 : result.entries.length;
  return { complaints: [...complaints], format: result.format, entries, cpuMs };
}

/** What does not hold of what was read. */
export function* resultComplaints(result: Feed | NoFeed, baseUrl: string | null): Generator<string> {
  if (result.encoding === "") yield "names no encoding";
  yield* lineComplaints("title", result.title);
  for (const { line } of result.problems) if (line !== null && line < 1) yield `tells of line ${line}`;
  if (result.format === null) {
    for (const { url, title } of result.feeds) {
      yield* linkComplaints("named feed", url, baseUrl);
      yield* lineComplaints("title of a named feed", title);
    }
    for (const url of [...result.hints, ...result.selves]) yield* linkComplaints("link of the page", url, baseUrl);
    if (result.inPage !== null) yield* resultComplaints(result.inPage, baseUrl);
    return;
  }
  yield* lineComplaints("description", result.description);
  for (const link of [result.link, result.self, result.hub]) yield* linkComplaints("link of the feed", link, baseUrl);
  yield* countComplaints("ttl", result.ttlMinutes);
  if (result.entries.length > entriesMax) yield `has ${result.entries.length} entries`;
  for (const entry of result.entries) yield* entryComplaints(entry, baseUrl);
}

function* entryComplaints(entry: FeedEntry, baseUrl: string | null): Generator<string> {
  yield* lineComplaints("title", entry.title);
  yield* formComplaints("guid", entry.guid);
  yield* formComplaints("html", entry.html);
  yield* formComplaints("text", entry.text);
  for (const link of [entry.link, entry.externalLink, entry.comments]) yield* linkComplaints("link", link, baseUrl);
  for (const date of [entry.published, entry.updated]) yield* dateComplaints(date);
  for (const { name, email, url } of entry.authors) {
    yield* lineComplaints("author", name);
    yield* lineComplaints("mail address", email);
    yield* linkComplaints("author's page", url, baseUrl);
  }
  for (const { url, bytes, type } of entry.enclosures) {
    yield* linkComplaints("enclosure", url, baseUrl);
    yield* lineComplaints("enclosure's type", type);
    yield* countComplaints("enclosure's length", bytes);
  }
  for (const tag of entry.tags) yield* lineComplaints("tag", tag);
  yield* countComplaints("duration", entry.durationSeconds);
}

// JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), read by hand: each member is looked at once and may be anything.
import type { Enclosure, Feed, FeedAuthor, FeedEntry } from "../../seek/feed.ts";
import { authorsMax, nameLengthMax } from "./authors.ts";
import { plainContent } from "./content.ts";
import type { Content } from "./content.ts";
import { readDate } from "./dates.ts";
import { entryOf } from "./entry.ts";
import { oneLine } from "./line.ts";
import { absoluteUrl, httpUrl } from "./links.ts";
import { enclosuresMax, tagsMax } from "./media.ts";
import type { Problems } from "./problems.ts";
import { Room } from "./room.ts";

const entriesMax = 50_000;

interface JsonReading {
  value: unknown;
  /** Characters of the document. */
  length: number;
  baseUrl: string | null;
  problems: Problems;
}

/** The feed in a JSON value, or null when it is no JSON Feed: no version of one and no list of items. */
export function readJsonFeed({
  value,
  length,
  baseUrl,
  problems,
}: JsonReading): Omit<Feed, "encoding" | "problems"> | null {
  if (!isRecord(value) || (!Array.isArray(value["items"]) && !isVersion(value["version"]))) return null;
  const items = listOf(value["items"]);
  if (!isVersion(value["version"])) {
    if (!items.some((item) => isRecord(item) && ("id" in item || "url" in item))) return null;
    problems.add("missing-version", "the document does not say which JSON Feed it is");
  }
  if (items.length > entriesMax)
    problems.add("too-many-entries", `entries after the first ${entriesMax} were passed over`);
  const link = httpUrl(textOf(value, "home_page_url"), baseUrl);
  const authors = authorsOf(value, baseUrl);
  const records = items.slice(0, entriesMax).filter(isRecord);
  if (records.length < Math.min(items.length, entriesMax))
    problems.add("bad-item", "items that are no objects were passed over");
  const room = new Room(length, problems);
  const entries: FeedEntry[] = [];
  for (const item of records) {
    const entry = jsonEntry(item, { baseUrl, authors, problems });
    if (room.takesEntry(entry)) entries.push(entry);
  }
  return {
    format: "json",
    version: textOf(value, "version")?.match(/version\/([\d.]+)/)?.[1] ?? null,
    title: lineOf(value, "title"),
    link,
    self: httpUrl(textOf(value, "feed_url"), baseUrl),
    description: lineOf(value, "description"),
    language: textOf(value, "language"),
    ttlMinutes: null,
    hub: hubOf(value, baseUrl),
    entries,
  };
}

interface ItemContext {
  baseUrl: string | null;
  /** The feed's, for items that name none. */
  authors: readonly FeedAuthor[];
  problems: Problems;
}

function jsonEntry(item: Json, { baseUrl, authors, problems }: ItemContext): FeedEntry {
  const external = httpUrl(textOf(item, "external_url"), baseUrl);
  const link = httpUrl(textOf(item, "url"), baseUrl) ?? external ?? absoluteUrl(textOf(item, "id"), null);
  const own = authorsOf(item, baseUrl);
  const attachments = listOf(item["attachments"]).slice(0, enclosuresMax).filter(isRecord);
  const html = textOf(item, "content_html");
  const plain = plainContent(textOf(item, "content_text") ?? "");
  const summary = plainContent(textOf(item, "summary") ?? "");
  const body: Content | null = html === null ? plain : { html, plain: plain?.plain ?? null, base: null };
  const seconds = attachments.map((one) => countOf(one["duration_in_seconds"])).find((one) => one !== null) ?? null;
  return entryOf({
    guid: textOf(item, "id"),
    title: lineOf(item, "title"),
    link,
    externalLink: external === link ? null : external,
    published: dateOf(item, "date_published", problems),
    updated: dateOf(item, "date_modified", problems),
    authors: own.length > 0 ? own : authors,
    enclosures: attachments.map((one) => enclosureOf(one, baseUrl)).filter((one) => one !== null),
    tags: tagsOf(item),
    comments: null,
    durationSeconds: seconds,
    body: body ?? summary,
    brief: body === null ? null : summary,
    base: link ?? baseUrl,
  });
}

function enclosureOf(attachment: Json, baseUrl: string | null): Enclosure | null {
  const url = httpUrl(textOf(attachment, "url"), baseUrl);
  return url === null
    ? null
    : { url, type: lineOf(attachment, "mime_type"), bytes: countOf(attachment["size_in_bytes"]) };
}

function authorsOf(record: Json, baseUrl: string | null): readonly FeedAuthor[] {
  const several = listOf(record["authors"]).slice(0, authorsMax).filter(isRecord);
  const all = several.length > 0 ? several : [record["author"]].filter(isRecord);
  return all
    .map((one) => ({
      name: lineOf(one, "name")?.slice(0, nameLengthMax).toWellFormed() ?? null,
      email: null,
      url: httpUrl(textOf(one, "url"), baseUrl),
    }))
    .filter((author) => author.name !== null || author.url !== null);
}

function hubOf(feed: Json, baseUrl: string | null): string | null {
  const hub = listOf(feed["hubs"])
    .filter(isRecord)
    .find((one) => textOf(one, "type")?.toLowerCase() === "websub");
  return hub === undefined ? null : httpUrl(textOf(hub, "url"), baseUrl);
}

function dateOf(item: Json, name: string, problems: Problems): string | null {
  const text = textOf(item, name);
  if (text === null) return null;
  const date = readDate(text);
  if (date === null) problems.add("bad-date", `${JSON.stringify(text.slice(0, 60))} is no date`);
  return date;
}

type Json = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isVersion(value: unknown): boolean {
  return isText(value) && value.includes("jsonfeed.org/version");
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The trimmed text of a member, or its number as text, as ids of careless writers are; null when neither or empty. */
function textOf(record: Json, name: string): string | null {
  const value = Object.hasOwn(record, name) ? record[name] : null;
  const text = typeof value === "number" ? String(value) : isText(value) ? value.toWellFormed().trim() : "";
  return text === "" ? null : text;
}

/** A member on one line. Titles are plain text by the specification: a tag in one is to be read as it stands. */
function lineOf(record: Json, name: string): string | null {
  const line = oneLine(textOf(record, name) ?? "");
  return line === "" ? null : line;
}

function tagsOf(item: Json): readonly string[] {
  const tags = listOf(item["tags"])
    .slice(0, tagsMax)
    .filter(isText)
    .map((tag) => oneLine(tag.toWellFormed()));
  return [...new Set(tags.filter((tag) => tag !== ""))];
}

/** A whole number above 0 that can be told from its neighbours; null for all else. */
function countOf(value: unknown): number | null {
  const whole = typeof value === "number" ? Math.round(value) : 0;
  return Number.isSafeInteger(whole) && whole > 0 ? whole : null;
}

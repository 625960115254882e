// What an entry says, in the form that is stored: body, details, reading time; and a hash that moves only when the words do.
import { shortHash } from "../base/hash.ts";
import type { Instant } from "../base/clock.ts";
import type { FeedAuthor, FeedEntry } from "./feed.ts";
import { digestOf, pageOf } from "./identity.ts";
import type { ItemDetails } from "./item.ts";
import type { PackedWords } from "./packed.ts";
import { saidMarkup, saidWords, steadyAddress } from "./said.ts";

export interface Content {
  title: string | null;
  /** The opening words, where there is no title. */
  lead: string | null;
  url: string | null;
  guid: string | null;
  author: string | null;
  published: Instant | null;
  updated: Instant | null;
  /** The entry's words, which may be packed: then they are read out of there when they are asked for. */
  said: Pick<FeedEntry, "html" | "text" | "summary">;
  /** Whether the text is what the HTML says: then it is neither worked out nor kept. */
  isTextOfHtml: boolean;
  /** Where the words are packed already; null where they are not. */
  packed: PackedWords | null;
  details: Omit<ItemDetails, "summary">;
  /** Whole minutes a reader takes, at least 1. */
  minutes: number;
}

/** Of a longer text only so much is looked at closely; the rest counts as it stands. No article comes near it. */
const closeLookMax = 200_000;
const leadLengthMax = 120;
const wordsPerMinute = 230;
const charactersPerMinute = 500;
/** Scripts written without spaces: Han, kana, Hangul, Thai, Lao, Khmer, Burmese. */
const spaceless =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/gu;

/** Whether a text may hold one of them, told quickly: the first is Thai, at U+0E01. */
const maySpaceless = /[\u0e00-\uffff]/;

/** The entry as it is stored. */
export function contentOf(entry: FeedEntry): Content {
  const { title, enclosures, tags, externalLink, comments, durationSeconds, beside = null, packed = null } = entry;
  // Of an entry whose text has to be read out of its HTML it is asked for only where it is needed.
  const words = title === null ? oneLine((entry.text ?? "").slice(0, closeLookMax)) : "";
  return {
    title,
    lead: title === null && words !== "" ? leadOf(words) : null,
    url: pageOf(entry),
    guid: entry.guid,
    author: authorsText(entry.authors),
    published: entry.published,
    updated: entry.updated,
    said: entry,
    isTextOfHtml: textIsOfHtml(entry),
    packed,
    details: {
      enclosures,
      tags,
      externalLink,
      comments,
      durationSeconds,
      ...(beside === null ? {} : { beside }),
    },
    minutes: entry.minutes ?? minutesOf(entry),
  };
}

/** Whether the entry's text is what its HTML says, and is not kept beside it. */
export function textIsOfHtml(entry: Pick<FeedEntry, "packed" | "plain" | "html">): boolean {
  const { packed } = entry;
  // Packed words are not read for it: unpacking them takes longer than all else here.
  return packed === undefined ? entry.plain === null && entry.html !== null : packed.place.textBytes === -1;
}

/** Whole minutes a reader takes, at least 1. */
export function minutesOf(entry: FeedEntry): number {
  const { html } = entry;
  const isOfHtml = textIsOfHtml(entry) && html !== null && !maySpaceless.test(html);
  return isOfHtml ? htmlMinutes(html) : textMinutes(entry.text);
}

/** What is said of an item, as it came or as it is stored. */
export type Said = Pick<FeedEntry, "title" | "html" | "text" | "enclosures">;

/**
 * Hash of the words of title and text that count, and the enclosures: counters, relative times, share buttons, new mark-up
 * and rotating addresses make no new version. Any other word does: a correction may be one "not". It takes as long as
 * reading the entry, so that it is worked out only of what changed, and of what that is compared with.
 */
export function saidHash({ title, html, text, enclosures }: Said): string {
  return digestOf([saidWords(title ?? ""), bodyHash({ html, text }), enclosures.map(({ url }) => steadyAddress(url))]);
}

function bodyHash({ html, text }: Pick<FeedEntry, "html" | "text">): string {
  const words = saidWords((text ?? "").slice(0, closeLookMax));
  const said = words === "" ? saidMarkup((html ?? "").slice(0, closeLookMax)) : words;
  const rest = (words === "" ? html : text)?.slice(closeLookMax) ?? "";
  return shortHash(rest === "" ? said : `${said}\n${shortHash(rest)}`);
}

function textMinutes(text: string | null): number {
  return readingMinutes((text ?? "").slice(0, 5 * closeLookMax));
}

/** Minutes to read what `html` says, counted between its tags: the text itself costs ten times as much. */
function htmlMinutes(html: string): number {
  return Math.max(1, Math.ceil(htmlWordCount(html.slice(0, 10 * closeLookMax)) / wordsPerMinute));
}

/** Elements whose content nobody reads. */
const unread = /^(?:script|style|template|noscript)\b/i;

function htmlWordCount(html: string): number {
  let count = 0;
  for (let at = 0; at < html.length;) {
    const open = html.indexOf("<", at);
    const end = open === -1 ? html.length : open;
    count += wordCount(html, at, end);
    const close = html.indexOf(">", end);
    if (close === -1) break;
    const [name] = unread.exec(html.slice(end + 1, end + 10)) ?? [];
    at = name === undefined ? close + 1 : after(html, `</${name}`, close);
  }
  return count;
}

function after(html: string, sought: string, from: number): number {
  const at = html.indexOf(sought, from);
  return at === -1 ? html.length : at + sought.length;
}

/** Minutes to read `text`: 230 words or 500 characters of a script without spaces in each, rounded up, at least 1. */
export function readingMinutes(text: string): number {
  const characters = maySpaceless.test(text) ? (text.match(spaceless)?.length ?? 0) : 0;
  const words = wordCount(characters === 0 ? text : text.replace(spaceless, " "));
  return Math.max(1, Math.ceil(words / wordsPerMinute + characters / charactersPerMinute));
}

/** Pieces between white space, counted in place: a copy of each text took longer than all else here. */
function wordCount(text: string, start = 0, end: number = text.length): number {
  let count = 0;
  let isInWord = false;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code <= 0x20 || (code >= 0xa0 && isWideSpace(code))) {
      isInWord = false;
    } else if (!isInWord) {
      isInWord = true;
      count += 1;
    }
  }
  return count;
}

/** White space beyond ASCII; of what is in it, control characters part words too. */
function isWideSpace(code: number): boolean {
  return code === 0xa0 || (code >= 0x1680 && /\s/.test(String.fromCharCode(code)));
}

/** White space in one space each. The pattern passes by the single spaces, which nearly all are. */
function oneLine(text: string): string {
  return text.replace(/[^\S ]\s*| \s+/g, " ").trim();
}

function leadOf(words: string): string {
  if (words.length <= leadLengthMax) return words;
  const cut = words.slice(0, leadLengthMax);
  const space = cut.lastIndexOf(" ");
  // A surrogate cut in two is no character.
  return `${(space > leadLengthMax / 2 ? cut.slice(0, space) : cut).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

function authorsText(authors: readonly FeedAuthor[]): string | null {
  const names = authors.flatMap(({ name, email, url }) => name ?? email ?? url ?? []);
  return names.length === 0 ? null : [...new Set(names)].join(", ");
}

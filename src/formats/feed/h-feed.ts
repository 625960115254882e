// The entries that a page of HTML carries itself, marked up as h-feed and h-entry (microformats2).
import type { Feed, FeedAuthor, FeedEntry } from "../../seek/feed.ts";
import { htmlToText } from "../html-text.ts";
import { authorsMax, nameLengthMax } from "./authors.ts";
import type { Content } from "./content.ts";
import { readDate } from "./dates.ts";
import { entryOf } from "./entry.ts";
import { oneLine } from "./line.ts";
import { enclosuresMax, tagsMax } from "./media.ts";
import { addressIn, dateWordsIn, lineIn, readMarked, saying, thingsIn, type Marked } from "./microformats.ts";
import type { Problems } from "./problems.ts";
import { Room } from "./room.ts";

interface Page {
  /** What relative addresses resolve against, or null. */
  base: string | null;
  /** The page's own address, or null. */
  pageUrl: string | null;
  pageTitle: string | null;
  problems: Problems;
}

/** Entries without a feed around them make one from this many on: one alone is an article. */
const looseEntriesMin = 2;

/** The feed in the page `html`; null when there is none. */
export function readHFeed(html: string, page: Page): Omit<Feed, "encoding" | "problems"> | null {
  if (!html.includes("h-entry")) return null;
  const roots = readMarked(html);
  const feeds = thingsIn(roots, "h-feed").map((feed) => ({ feed, entries: thingsIn(feed.children, "h-entry") }));
  const [fullest] = feeds.toSorted((a, b) => b.entries.length - a.entries.length);
  const loose = thingsIn(roots, "h-entry");
  const found =
    fullest !== undefined && fullest.entries.length > 0
      ? fullest
      : loose.length >= looseEntriesMin
        ? { feed: null, entries: loose }
        : null;
  if (found === null) return null;
  const said = found.feed === null ? [] : saying(found.feed);
  const context = { html, ...page, authors: authorsIn(said, { html, ...page }) };
  const room = new Room(html.length, page.problems);
  return {
    format: "html",
    version: null,
    title: first(said, "p-name", (one) => lineIn(html, one)) ?? page.pageTitle,
    link: first(said, "u-url", (one) => addressIn(html, one, page.base)) ?? page.pageUrl,
    self: null,
    description: first(said, "p-summary", (one) => lineIn(html, one)),
    language: null,
    ttlMinutes: null,
    hub: null,
    entries: found.entries.flatMap((entry) => {
      const read = entryFrom(entry, context);
      return read !== null && room.takesEntry(read) ? [read] : [];
    }),
  };
}

type PageText = Page & { html: string };

function entryFrom(thing: Marked, page: PageText & { authors: readonly FeedAuthor[] }): FeedEntry | null {
  const { html, base } = page;
  const said = saying(thing);
  const address = (name: string): string | null => first(said, name, (one) => addressIn(html, one, base));
  const link = address("u-url") ?? address("u-uid");
  const summary = contentIn(said, "p-summary", html);
  const body = contentIn(said, "e-content", html) ?? contentIn(said, "p-content", html);
  const name = first(said, "p-name", (one) => lineIn(html, one));
  const implied = body === null && summary === null && name === null ? lineIn(html, thing) : null;
  if (link === null && body === null && name === null && implied === null) return null;
  const authors = authorsIn(said, page);
  return entryOf({
    guid: address("u-uid") ?? link,
    title: name !== null && isOnlyBeginning(name, body) ? null : (name ?? implied),
    link,
    externalLink: address("u-bookmark-of") ?? address("u-repost-of") ?? address("u-in-reply-to"),
    published: dateIn(said, "dt-published", page),
    updated: dateIn(said, "dt-updated", page),
    authors: authors.length > 0 ? authors : page.authors,
    enclosures: ["u-audio", "u-video", "u-photo"]
      .flatMap((kind) => all(said, kind, (one) => addressIn(html, one, base)))
      .slice(0, enclosuresMax)
      .map((url) => ({ url, type: null, bytes: null })),
    tags: all(said, "p-category", (one) => lineIn(html, one)).slice(0, tagsMax),
    comments: null,
    durationSeconds: null,
    body: body ?? summary,
    brief: body === null ? null : summary,
    base,
  });
}

/** A note without a title has its own words for a name. */
function isOnlyBeginning(name: string, body: Content | null): boolean {
  if (body === null) return false;
  const words = oneLine(htmlToText(body.html.slice(0, 8000)));
  return words.startsWith(name.replace(/(?:\u2026|\.\.\.)$/, "").trim());
}

function contentIn(said: readonly Marked[], name: string, html: string): Content | null {
  return first(said, name, ({ from, to }) => {
    const content = html.slice(from, to).trim();
    return content === "" ? null : { html: content, plain: null, base: null };
  });
}

function dateIn(said: readonly Marked[], name: string, { html, problems }: PageText): string | null {
  return first(said, name, (one) => {
    const words = dateWordsIn(html, one);
    const date = words === null ? null : readDate(words);
    if (words !== null && date === null)
      problems.add("bad-date", `${JSON.stringify(words.slice(0, 60))} is no date`, one.from);
    return date;
  });
}

function authorsIn(said: readonly Marked[], { html, base }: Pick<PageText, "html" | "base">): readonly FeedAuthor[] {
  const cards = said.filter(({ classes }) => classes.some((name) => name === "p-author" || name === "u-author"));
  return cards.slice(0, authorsMax).flatMap((card) => {
    const inside = card.isThing ? saying(card) : [];
    const name = first(inside, "p-name", (one) => lineIn(html, one)) ?? lineIn(html, card);
    const own = card.attributes.has("href") ? addressIn(html, card, base) : null;
    const url = first(inside, "u-url", (one) => addressIn(html, one, base)) ?? own;
    const short = name?.slice(0, nameLengthMax).toWellFormed() ?? null;
    return short === null && url === null ? [] : [{ name: short, email: null, url }];
  });
}

function first<Value>(said: readonly Marked[], name: string, read: (one: Marked) => Value | null): Value | null {
  for (const one of said) {
    const value = one.classes.includes(name) ? read(one) : null;
    if (value !== null) return value;
  }
  return null;
}

function all<Value>(said: readonly Marked[], name: string, read: (one: Marked) => Value | null): readonly Value[] {
  const values = said.filter(({ classes }) => classes.includes(name)).map(read);
  return [...new Set(values.filter((value) => value !== null))];
}

// What stands in a site's folder: its pages read back, and index and feeds rebuilt from them.
import Parser from "rss-parser";
import * as v from "valibot";
import { PkmError, reasonOf } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import {
  atomFeed,
  type FeedSite,
  jsonFeed,
  type ListedPage,
  pageUrl,
  publishIndex,
} from "../../formats/publish-feed.ts";
import { isOurs, readPage } from "../../formats/publish-page.ts";
import { filesIn, readIn, writeIn } from "../folder.ts";

/** The pages that pkm wrote into the folder; other files are passed over. */
export async function pagesIn(dir: string): Promise<ListedPage[]> {
  const first = await firstDates(dir);
  const pages: ListedPage[] = [];
  for (const file of await filesIn(dir)) {
    if (!isPageName(file)) continue;
    const facts = readPage((await readIn(dir, file))?.toString("utf8") ?? "");
    if (facts !== null) pages.push({ ...facts, file, publishedAt: first.get(file) ?? facts.createdAt });
  }
  return pages;
}

/** Index and feeds of `pages`, by file name. Throws PkmError("failed") when rss-parser cannot read the feed. */
export async function indexFiles(pages: readonly ListedPage[], site: FeedSite): Promise<Map<string, string>> {
  const feed = atomFeed(pages, site);
  await checkFeed(feed, pages, site);
  return new Map([
    ["index.html", publishIndex(pages, site)],
    ["feed.xml", feed],
    ["feed.json", jsonFeed(pages, site)],
  ]);
}

/** Throws PkmError("failed") when the folder holds an index or feed of somebody else's making. */
export async function refuseForeign(dir: string): Promise<void> {
  for (const [name, isWrittenByPkm] of Object.entries(marks)) {
    const text = (await readIn(dir, name))?.toString("utf8");
    if (text !== undefined && !isWrittenByPkm(text)) {
      throw new PkmError("failed", `${name} in ${dir} was not written by pkm and is left as it is`);
    }
  }
}

/**
 * Writes index and feeds anew until they tell of every page that stands in the folder: another
 * process may have published meanwhile.
 */
export async function rebuild(dir: string, site: FeedSite): Promise<void> {
  let told = "";
  for (let round = 0; round < roundsMax; round += 1) {
    const pages = await pagesIn(dir);
    const state = JSON.stringify(pages);
    if (state === told) return;
    for (const [name, text] of await indexFiles(pages, site)) await writeIn(dir, name, Buffer.from(text, "utf8"));
    told = state;
  }
}

/** Two processes that publish in turn settle within a few rounds; more would mean a folder that never rests. */
const roundsMax = 8;

const marks: Readonly<Record<string, (text: string) => boolean>> = {
  "index.html": isOurs,
  "feed.xml": (text) => text.includes("<generator>pkm</generator>"),
  "feed.json": (text) => text.includes('"about": "written by pkm"'),
};

function isPageName(file: string): boolean {
  return /^[a-z0-9][a-z0-9-]*\.html$/.test(file) && file !== "index.html";
}

/**
 * What we publish must be readable by what others run: throws PkmError("failed") unless rss-parser
 * sees every page of the feed with its title and link.
 */
export async function checkFeed(feed: string, pages: readonly ListedPage[], site: FeedSite): Promise<void> {
  const read = await new Parser().parseString(feed).catch((error: unknown) => {
    throw new PkmError("failed", `the feed could not be read by others: ${plainLine(reasonOf(error))}`, {
      cause: error,
    });
  });
  const seen = new Map(read.items.map(({ link, title }) => [link ?? "", title ?? ""]));
  const lost = pages.filter(({ file, title }) => seen.get(pageUrl(file, site)) !== title);
  if (lost.length > 0 || read.items.length !== pages.length || read.title !== site.title) {
    const what = lost.map(({ title }) => title).join(", ") || site.title;
    throw new PkmError("failed", `the feed would not be read right by others: ${what}`);
  }
}

/** First publication dates, kept by feed.json: the page of a first version is replaced by its second. */
async function firstDates(dir: string): Promise<Map<string, string>> {
  const dates = new Map<string, string>();
  const text = (await readIn(dir, "feed.json"))?.toString("utf8") ?? "{}";
  for (const { url, date_published: date } of itemsOf(text)) {
    const file = url.replace(/^.*\//, "");
    if (isPageName(file) && !Number.isNaN(Date.parse(date))) dates.set(file, new Date(date).toISOString());
  }
  return dates;
}

const datedFeed = v.object({ items: v.array(v.object({ url: v.string(), date_published: v.string() })) });

/** A broken feed.json costs the first dates, never the publication: it is about to be replaced. */
function itemsOf(json: string): v.InferOutput<typeof datedFeed>["items"] {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), datedFeed), json);
  return read.success ? read.output.items : [];
}

// The whole text of one item, asked for on demand and kept.
import { hasPages, isBeginning, type PageStore, readFullText } from "../../seek/full-text.ts";
import type { Context } from "../context.ts";

/** What came of asking: it was read now or before, it came whole, or there is no page to be asked. */
export type WholeText = "read" | "came-whole" | "no-page";

/**
 * Reads the item's page where its feed seems to have brought only the beginning. Throws PkmError when that fails. Nothing is
 * written down of it once `isWanted` says no.
 */
export async function wholeText(
  context: Context,
  id: string,
  isWanted: () => boolean = () => true,
): Promise<WholeText> {
  const { pages, items } = await context.store();
  const ask = pages.ask(id);
  if (pages.get(id) !== null) return "read";
  if (ask === null || !hasPages(ask.source)) return "no-page";
  if (!isBeginning(items.body(id).text)) return "came-whole";
  const [web, { readFeed, readPage }] = [await context.web(), await context.readers()];
  try {
    context.person.progress(`page of ${URL.parse(ask.url)?.host ?? ""}`);
    await readFullText(ask, { web, readFeed, readPage, pages: whileWanted(pages, isWanted) });
    return "read";
  } finally {
    context.person.progress("");
  }
}

function whileWanted(pages: PageStore, isWanted: () => boolean): PageStore {
  return {
    wanted: (limit) => pages.wanted(limit),
    keep: (item, page) => {
      if (isWanted()) pages.keep(item, page);
    },
    fail: (item, why) => {
      if (isWanted()) pages.fail(item, why);
    },
  };
}

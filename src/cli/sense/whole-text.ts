// The whole text of one item, asked for on demand and kept.
import { isBeginning, readFullText } from "../../seek/full-text.ts";
import { originOf } from "../../seek/source.ts";
import type { Context } from "../context.ts";

/** Reads the item's page where its feed seems to have brought only the beginning. Throws PkmError when that fails. */
export async function wholeText(context: Context, id: string): Promise<void> {
  const { pages, items } = await context.store();
  const ask = pages.ask(id);
  if (ask === null || originOf(ask.source) !== "web" || pages.get(id) !== null) return;
  if (!isBeginning(items.body(id).text)) return;
  const [web, { readFeed, readPage }] = [await context.web(), await context.readers()];
  try {
    context.person.progress(`page of ${URL.parse(ask.url)?.host ?? ""}`);
    await readFullText(ask, { web, readFeed, readPage, pages });
  } finally {
    context.person.progress("");
  }
}

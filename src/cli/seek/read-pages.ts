// Reads the pages of items whose sources want it, as a command runs it.
import { readWanted } from "../../seek/full-text.ts";
import type { Context } from "../context.ts";

/** How many pages were read; the net is loaded only where there is one to read. */
export async function readPages(context: Context): Promise<number> {
  const { pages } = await context.store();
  if (pages.wanted(1).length === 0) return 0;
  const [web, { readFeed, readPage }] = [await context.web(), await context.readers()];
  const { person } = context;
  try {
    return await readWanted({ web, readFeed, readPage, pages }, (url) =>
      person.progress(`page of ${URL.parse(url)?.host ?? ""}`),
    );
  } finally {
    person.progress("");
  }
}

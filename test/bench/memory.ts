// The most memory a refresh holds, and what the store takes for each item beside the raw HTML.
import { statSync } from "node:fs";
import { bodyHtml } from "./feed-documents.ts";
import { openHomes, plantSources, withStore } from "./homes.ts";
import { rowOf, type Row } from "./row.ts";
import { startServer } from "./server.ts";
import { peakMemoryMb } from "./timed-process.ts";
import { numbersFrom } from "./words.ts";

const feeds = 1000;
const items = 30;

/** 1000 feeds cold and unchanged, then the size of the store they made. */
export async function memory(): Promise<readonly Row[]> {
  const homes = openHomes();
  const server = await startServer();
  try {
    await server.set({ feeds, items, latencyMs: 0, changed: 0 });
    const home = homes.fresh("memory");
    await plantSources(
      home,
      Array.from({ length: feeds }, (_, feed) => server.urlOf(feed)),
    );
    const cold = await peakMemoryMb(home, "seek", "--force");
    const unchanged = await peakMemoryMb(home, "seek", "--force");
    return [
      rowOf({ what: "peak memory, 1000 feeds cold", values: [cold], unit: "MB", goal: { most: 160 } }),
      rowOf({ what: "peak memory, 1000 feeds all 304", values: [unchanged], unit: "MB", goal: { most: 85 } }),
      ...(await sizeRows(home)),
    ];
  } finally {
    await server.close();
    homes.close();
  }
}

/** The size of the whole store over the HTML in it, before its words are indexed and after. */
async function sizeRows(home: string): Promise<readonly Row[]> {
  const next = numbersFrom(1);
  const samples = 1000;
  let htmlBytes = 0;
  for (let at = 0; at < samples; at += 1) htmlBytes += bodyHtml(next).length;
  const html = htmlBytes / samples;
  const row = (what: string, file: string): Row =>
    rowOf({
      what: `store per item beside its HTML, ${what}`,
      values: [statSync(file).size / (feeds * items)],
      unit: "bytes",
      base: [html],
      goal: { most: 0.8 },
    });
  const file = await withStore(home, (_, path) => path);
  const bare = row("before the first search", file);
  await withStore(home, (store) => store.search.catchUp("wait"));
  return [bare, row("with its search index", file)];
}

// The index of words brought up to what is stored, told on the status line where that takes a while.
import type { Query } from "../../sense/query.ts";
import { statusLine } from "../../ui/status-line.ts";
import type { Context } from "../context.ts";
import type { OpenStore } from "./notes-now.ts";

/** Fewer texts take no longer than a person notices. */
const toldFrom = 1000;

/**
 * Indexes what came since the last search, if `query` asks for words at all (null: words are asked for without one). What
 * another process keeps from being indexed is left for the next search.
 */
export function wordsNow(
  { clock, person }: Pick<Context, "clock" | "person">,
  { search }: OpenStore,
  query: Query | null,
): void {
  if (query?.all.flat().every(({ kind }) => kind === "filter") === true) return;
  const began = clock.now().getTime();
  let isTold = false;
  search.catchUp("skip", undefined, (done, of) => {
    if (of < toldFrom) return;
    const sinceMs = clock.now().getTime() - began;
    isTold = true;
    person.progress(statusLine({ done, of, things: "texts indexed", sinceMs, waitsFor: null }));
  });
  if (isTold) person.progress("");
}

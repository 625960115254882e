// What a search may have to do that takes a while, told on the status line: indexing what came, and reading for a phrase.
import type { Query } from "../../sense/query.ts";
import { statusLine } from "../../ui/status-line.ts";
import type { Context } from "../context.ts";
import type { OpenStore } from "./notes-now.ts";

type Waiting = Pick<Context, "clock" | "person">;
type OnProgress = (done: number, of: number) => void;

/** Fewer texts take no longer than a person notices. */
const [indexedMin, readMin] = [1000, 4000];

/**
 * Indexes what came since the last search, if `query` asks for words at all (null: words are asked for without one). What
 * another process keeps from being indexed is left for the next search.
 */
export function wordsNow(context: Waiting, { search }: OpenStore, query: Query | null): void {
  if (query?.all.flat().every(({ kind }) => kind === "filter") === true) return;
  whileTold(context, "texts indexed", (tell) => {
    search.catchUp("skip", undefined, (done, of) => {
      if (of >= indexedMin) tell(done, of);
    });
  });
}

/** Runs a search that may read for a phrase: one that next to nothing has is looked for in all that has its words. */
export function whileReading<Result>(context: Waiting, search: (onProgress: OnProgress) => Result): Result {
  return whileTold(context, "texts read for the phrase", (tell) =>
    search((done, of) => {
      if (done >= readMin) tell(done, of);
    }),
  );
}

function whileTold<Result>({ clock, person }: Waiting, things: string, act: (tell: OnProgress) => Result): Result {
  const began = clock.now().getTime();
  let isTold = false;
  const result = act((done, of) => {
    isTold = true;
    person.progress(statusLine({ done, of, things, sinceMs: clock.now().getTime() - began, waitsFor: null }));
  });
  if (isTold) person.progress("");
  return result;
}

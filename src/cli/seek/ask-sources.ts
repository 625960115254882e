// A refresh as commands run it: chooses who is asked, asks, and settles what came; one pkm at a time.
import { chooseSources } from "../../seek/choose.ts";
import { refresh, type Refreshed } from "../../seek/refresh.ts";
import { indexSome, settle, type Settled } from "../../seek/settle.ts";
import { statusLine } from "../../ui/status-line.ts";
import type { Context } from "../context.ts";
import { readPages } from "./read-pages.ts";

export interface Asked extends Refreshed, Settled {
  /** Pages of items that were read, for sources that want it. */
  pages: number;
  /** Sources named that were asked a short while ago. */
  tooSoon: readonly string[];
}

/** Asks what is due, or the sources of `ids`. Call it after `context.holdRun`. */
export async function askSources(
  context: Context,
  which: { ids: readonly string[]; isForced: boolean },
): Promise<Asked> {
  const { clock } = context;
  const store = await context.store();
  const { polls, tooSoon } = chooseSources({ ...which, now: clock.now() }, store.sources);
  const refreshed = polls.length === 0 ? await refresh([], { ...idle, store, clock }) : await askAll(context, polls);
  const items = { brought: refreshed.new + refreshed.updated };
  const pages = await readPages(context);
  const settled = settle(store, context.home, items);
  indexSome(store.search, items);
  return { ...refreshed, ...settled, pages, tooSoon };
}

async function askAll(context: Context, polls: Parameters<typeof refresh>[0]): Promise<Refreshed> {
  const { clock, person, runProgram, secret, readApart: apart, keepHeapSmall } = context;
  const [store, web] = [await context.store(), await context.web()];
  const reader = async () => (await context.readers()).readFeed;
  const began = clock.now().getTime();
  try {
    return await refresh(
      polls,
      { web, reader, apart, keepHeapSmall, store, clock, runProgram, secret },
      {
        onProgress({ done, due, waitsFor }) {
          const sinceMs = clock.now().getTime() - began;
          const host = waitsFor === null ? null : (URL.parse(waitsFor)?.host ?? waitsFor);
          person.progress(statusLine({ done, of: due, things: "sources", sinceMs, waitsFor: host }));
        },
      },
    );
  } finally {
    person.progress("");
  }
}

/** Ports of a refresh that asks nobody: neither net nor readers are worth loading for it. */
const idle = {
  web: { fetch: () => Promise.reject(new Error("nothing was to be fetched")) },
  reader: () => Promise.reject(new Error("nothing was to be read")),
};

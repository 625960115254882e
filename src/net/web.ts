// The web as pkm asks it: conditional requests, redirects and limits, every outcome as data.
import type { FetchOutcome, Web } from "../seek/fetch.ts";
import { openAgents } from "./agents.ts";
import { stopped } from "./failure.ts";
import { isHeaderValue } from "./header-value.ts";
import type { WebOptions } from "./settings.ts";
import { settingsOf } from "./settings.ts";
import { openSlots } from "./slots.ts";
import { fetchWith } from "./trip.ts";
import type { Shared } from "./visit.ts";

/** A web that keeps connections until it is closed. */
export interface OpenWeb extends Web {
  /** Ends every connection, and every fetch that is still under way: those fail. */
  close(): Promise<void>;
}

/**
 * Opens the web. Nothing is asked before the first fetch, and fetch throws for one thing only: a
 * web that is closed. Throws PkmError `config` for a proxy variable that is no address, and a
 * TypeError for a user agent that cannot stand in a header.
 */
export function openWeb(options: WebOptions): OpenWeb {
  if (!isHeaderValue(options.userAgent)) throw new TypeError("the user agent cannot stand in a header");
  const shared: Shared = {
    settings: settingsOf(options),
    agents: openAgents(options),
    slots: openSlots(),
    privateHosts: new Set(),
    underway: new Set(),
    isClosed: false,
  };
  const running = new Set<Promise<FetchOutcome>>();
  return {
    async fetch(request) {
      if (shared.isClosed) throw new Error("the web is closed");
      const outcome = fetchWith(shared, request);
      running.add(outcome);
      try {
        return await outcome;
      } finally {
        running.delete(outcome);
      }
    },
    async close() {
      shared.isClosed = true;
      shared.slots.close();
      for (const request of shared.underway) request.destroy(stopped(request.host));
      await Promise.allSettled(running);
      await shared.agents.destroy();
    },
  };
}

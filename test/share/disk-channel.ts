// A far end on disk that several processes can reach: one line for everything it took, slow enough to be interrupted.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Capabilities, Channel, Receipt } from "../../src/share/channel.ts";
import { recordingChannel } from "./bench.ts";

/** Ids of everything the far end in `folder` took, in order. */
export function landedIn(folder: string): readonly string[] {
  const file = join(folder, "far");
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
}

/** Takes `slowMs` before and after it takes a part; an idempotent one takes a part that it has only once. */
export function diskChannel(folder: string, retry: Capabilities["retry"], slowMs: number): Channel {
  const receipt = (uri: string): Receipt => ({
    url: null,
    uri,
    exposure: null,
    isConfirmed: true,
    at: "2026-11-23T08:00:00.000Z",
  });
  return {
    ...recordingChannel({ landed: [], trouble: null, asked: 0, retracted: [] }, retry),
    deliver: async ({ wireId }) => {
      await sleep(slowMs);
      const isThere = retry === "idempotent" && landedIn(folder).includes(wireId);
      if (!isThere) appendFileSync(join(folder, "far"), `${wireId}\n`);
      await sleep(slowMs);
      return { kind: "sent", receipt: receipt(wireId) };
    },
    lookup: async ({ wireId }) => (landedIn(folder).includes(wireId) ? receipt(wireId) : null),
  };
}

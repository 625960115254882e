// Whole processes that list what is unread, over stores of growing size; newsboat's list beside them.
import type { Run } from "./bench.ts";
import { openHomes } from "./homes.ts";
import { listUnread, newsboat } from "./peers/newsboat.ts";
import { rowOf, type Row } from "./row.ts";
import { startServer } from "./server.ts";
import { timedPkm, timesOf } from "./timed-process.ts";

const rounds = 7;
const commands: readonly (readonly string[])[] = [["find", "is:new", "--limit", "20"], ["digest", "--peek"], []];

/** The commands that a person types most, each beside itself over 10,000 items. */
export async function lists({ isFull, bigHomes }: Run): Promise<readonly Row[]> {
  const sizes = isFull ? [10_000, 100_000, 1_000_000] : [10_000, 100_000];
  const taken = commands.map((command) => ({ command, times: sizes.map(() => new Array<number>()) }));
  const homes = await Promise.all(sizes.map((items) => bigHomes.of({ sources: 300, items, hasSearch: false })));
  // The first run of each fills the disk cache; it is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { command, times } of taken) {
      for (const [at, home] of homes.entries()) {
        const { tookMs } = await timedPkm(home, ...command);
        if (round > 0) times[at]?.push(tookMs);
      }
    }
  }
  const rows = taken.flatMap(({ command, times }) =>
    sizes.map((items, at) =>
      rowOf({
        what: `pkm ${command.join(" ")} with ${items} unread`.replace("  ", " "),
        values: times[at] ?? [],
        base: at === 0 ? [] : (times[0] ?? []),
        goal: at > 0 ? { most: 1.3 } : null,
        plot: {
          panel: "a whole process with n unread, beside 10 k",
          curve: `pkm ${command[0] ?? ""}`.trim(),
          size: items,
        },
      }),
    ),
  );
  return [...rows, ...(isFull ? await ofNewsboat() : [])];
}

/** Newsboat's own list of what is unread, as it comes, over 10,000 items that it fetched. */
async function ofNewsboat(): Promise<readonly Row[]> {
  const what = "newsboat as it comes: print-unread with 10020 unread";
  if (!newsboat.isInstalled())
    return [{ what, measured: null, ratio: null, goal: null, remark: "not installed: not run", plot: null }];
  const feeds = 334;
  const homes = openHomes();
  const server = await startServer();
  try {
    await server.set({ feeds, items: 30, latencyMs: 0, changed: 0 });
    const folder = homes.fresh("newsboat");
    await newsboat.prepare(
      folder,
      Array.from({ length: feeds }, (_, feed) => server.urlOf(feed)),
    );
    await newsboat.refresh(folder);
    return [rowOf({ what, values: await timesOf(1, () => listUnread(folder)) })];
  } finally {
    await server.close();
    homes.close();
  }
}

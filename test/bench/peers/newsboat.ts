// Newsboat, as it comes and tuned: with statistics for its query planner, without which it grows worse than linearly.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { timed } from "../timed-process.ts";
import { canRun, type Peer } from "./peer.ts";

/** What ANALYZE writes on a cache of some 30 items a feed. */
const statistics: readonly (readonly [string, string, string])[] = [
  ["rss_feed", "idx_rssurl", "1000 1"],
  ["rss_feed", "idx_lastmodified", "1000 1000"],
  ["rss_feed", "sqlite_autoindex_rss_feed_1", "1000 1"],
  ["rss_item", "idx_guid", "30000 1"],
  ["rss_item", "idx_feedurl", "30000 30"],
  ["rss_item", "idx_deleted", "30000 30000"],
];

function run(folder: string, command: string): ReturnType<typeof timed> {
  const file = (name: string): string => join(folder, name);
  const files = ["-u", file("urls"), "-c", file("cache.db"), "-C", file("config")];
  return timed({ program: "newsboat", args: [...files, "-x", command], env: { HOME: folder } });
}

async function prepare(folder: string, urls: readonly string[]): Promise<void> {
  mkdirSync(join(folder, ".newsboat"), { recursive: true });
  writeFileSync(join(folder, "urls"), `${urls.join("\n")}\n`);
  writeFileSync(join(folder, "config"), "reload-threads 20\n");
  // Makes the cache without asking anyone.
  await run(folder, "print-unread");
}

const isInstalled = (): boolean => canRun("newsboat", "-v");
const refresh: Peer["refresh"] = (folder) => run(folder, "reload");

/** Prints what is unread: all that newsboat's list shows, and how many. */
export function listUnread(folder: string): ReturnType<typeof timed> {
  return run(folder, "print-unread");
}

export const newsboat: Peer = { name: "newsboat as it comes, 20 threads", isInstalled, prepare, refresh };

export const tunedNewsboat: Peer = {
  name: "newsboat, tuned",
  isInstalled,
  async prepare(folder, urls) {
    await prepare(folder, urls);
    const db = new Database(join(folder, "cache.db"));
    db.exec("ANALYZE");
    db.exec("DELETE FROM sqlite_stat1");
    const insert = db.prepare("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)");
    for (const row of statistics) insert.run(...row);
    db.close();
  },
  refresh,
};

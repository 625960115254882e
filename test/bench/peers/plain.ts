// A reader as one would write it in an hour: rss-parser, 10 at a time, a transaction for each feed. Takes its folder.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import Parser from "rss-parser";

const folder = process.argv[2] ?? "";
const atOnce = 10;
const db = new Database(join(folder, "items.db"));
db.pragma("journal_mode = WAL");
db.exec(`CREATE TABLE IF NOT EXISTS feed (url TEXT PRIMARY KEY, etag TEXT);
  CREATE TABLE IF NOT EXISTS item (feed TEXT, guid TEXT, title TEXT, link TEXT, date TEXT, html TEXT,
    PRIMARY KEY (feed, guid))`);
const etagOf = db.prepare<[string], string | null>("SELECT etag FROM feed WHERE url = ?").pluck();
const setEtag = db.prepare("INSERT INTO feed VALUES (?, ?) ON CONFLICT (url) DO UPDATE SET etag = excluded.etag");
const insert = db.prepare("INSERT INTO item VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
const parser = new Parser();

async function refresh(url: string): Promise<void> {
  const etag = etagOf.get(url) ?? null;
  const response = await fetch(url, { headers: etag === null ? {} : { "if-none-match": etag } });
  if (response.status === 304) return;
  const feed = await parser.parseString(await response.text());
  db.transaction(() => {
    for (const { guid, link, title, isoDate, content } of feed.items)
      insert.run(url, guid ?? link ?? title, title, link, isoDate, content);
    setEtag.run(url, response.headers.get("etag"));
  })();
}

const urls = readFileSync(join(folder, "urls"), "utf8").split("\n").values();
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    for (const url of urls) await refresh(url);
  }),
);
db.close();

// A person's days, one after another, by a clock of their own: at the end every ledger adds up.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import Database from "better-sqlite3";
import { gardenOf, beganMs, linesOf, live, machine, settle, type Machine } from "./person.ts";
import { serveYear } from "./year-web.ts";

/** DAYS=365 FEEDS=150 is the whole year; npm test plays a few weeks of it. */
const days = Number(process.env["DAYS"] ?? 24);
const feedCount = Number(process.env["FEEDS"] ?? 20);
const perDay = Math.max(4, Math.round(feedCount * 0.27));
const dayMs = 86_400_000;

/** What became of each item, by the first that holds: the reading of a ledger, in SQL of its own. */
const ledgerSql = `
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM digest_item g JOIN digest d ON d.id = g.digest WHERE g.item = i.id AND d.delivered IS NOT NULL)
      THEN 'shown'
    WHEN EXISTS (SELECT 1 FROM item_mark m WHERE m.item = i.id AND m.dropped IS NOT NULL) THEN 'dropped'
    WHEN EXISTS (SELECT 1 FROM item_mark m WHERE m.item = i.id) THEN 'dealt with'
    WHEN EXISTS (SELECT 1 FROM muted m WHERE m.item = i.id) THEN 'muted'
    WHEN i.let_go IS NOT NULL THEN 'let go'
    WHEN i.is_new = 1 THEN 'held'
    ELSE 'lost' END AS fate, count(*) AS items
  FROM item i GROUP BY fate ORDER BY fate`;

function auditStore(home: string): {
  fates: Readonly<Record<string, number>>;
  guids: readonly string[];
  bytes: number;
} {
  const db = new Database(join(home, "pkm.db"), { readonly: true });
  try {
    assert.equal(db.pragma("integrity_check", { simple: true }), "ok");
    assert.deepEqual(db.pragma("foreign_key_check"), []);
    const rows = db.prepare<[], { fate: string; items: number }>(ledgerSql).all();
    const guids = db.prepare<[], string>("SELECT guid FROM item WHERE guid IS NOT NULL").pluck().all();
    return {
      fates: Object.fromEntries(rows.map(({ fate, items }) => [fate, items])),
      guids,
      bytes: statSync(join(home, "pkm.db")).size,
    };
  } finally {
    db.close();
  }
}

test(`${days} days with ${feedCount} feeds, a lost laptop and a second machine: nothing is lost, nothing is there twice`, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "pkm-year-"));
  let nowMs = beganMs;
  const now = (): Date => new Date(nowMs);
  const web = await serveYear({ count: feedCount, perDay, beganMs, now });
  t.after(async () => {
    await web.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const homeOf = (name: string): string => mkdtempSync(join(folder, `${name}-`));
  let laptop = machine(homeOf("laptop"), now);
  const desk = machine(homeOf("desk"), now);
  await settle(laptop, web.feeds);
  const [backedUp, lost] = [Math.floor(days / 3), Math.floor(days / 3) + 4];
  const backup = join(folder, "pkm.backup");
  for (let day = 0; day < days; day += 1) {
    nowMs = beganMs + day * dayMs;
    await live(laptop, day, Math.ceil(perDay * 0.6));
    const isCopied = day === lost - 1 || day === days - 1;
    if (isCopied) await carry({ from: laptop, to: desk, file: join(folder, `state-${day}.jsonl`) });
    if (day === backedUp) await laptop.pkm(["backup", "--out", backup, "-q"]);
    if (day !== lost) continue;
    rmSync(laptop.home, { recursive: true });
    laptop = machine(homeOf("new-laptop"), now);
    await laptop.pkm(["restore", backup, "--yes", "-q"]);
    await carry({ from: desk, to: laptop, file: join(folder, "state-back.jsonl") });
  }
  await audit(laptop, { offered: web.offered, say: (line) => t.diagnostic(line) });
});

async function carry({ from, to, file }: { from: Machine; to: Machine; file: string }): Promise<void> {
  await from.pkm(["export", "--as", "state", "--out", file, "--yes", "-q"]);
  await to.pkm(["import", file, "--yes", "-q"]);
}

async function audit(
  person: Machine,
  { offered, say }: { offered: ReadonlySet<string>; say: (line: string) => void },
): Promise<void> {
  const { fates, guids, bytes } = auditStore(person.home);
  const total = Object.values(fates).reduce((sum, items) => sum + items, 0);
  say(
    `${days} days: ${total} items: ${Object.entries(fates)
      .map(([fate, items]) => `${items} ${fate}`)
      .join(", ")}`,
  );
  say(`${Math.round(bytes / total)} bytes in the store for each`);
  assert.equal(fates["lost"] ?? 0, 0);
  for (const fate of ["shown", "muted", "held"]) assert.ok((fates[fate] ?? 0) > 0, fate);
  assert.equal(new Set(guids).size, guids.length, "an item is there twice");
  assert.deepEqual(
    [...offered].filter((guid) => !guids.includes(guid)),
    [],
    "an item was offered and is not there",
  );
  const shares = linesOf(await person.pkm(["share", "--ids", "--limit", "0"]));
  assert.ok(shares.length > 0, "nothing was shared");
  for (const id of shares) {
    const trace = await person.pkm(["trace", id, "--json"]);
    for (const kind of ["source", "item", "note", "round", "publication", "delivery"])
      assert.match(trace, new RegExp(`"kind": "${kind}"`), `${id} has no ${kind}`);
  }
  const pages = readdirSync(gardenOf(person)).filter((name) => name.endsWith(".html") && name !== "index.html");
  say(`${shares.length} shares, ${pages.length} pages`);
  assert.equal(new Set(pages.map((name) => readFileSync(join(gardenOf(person), name), "utf8"))).size, pages.length);
  await person.pkm(["doctor"]);
}

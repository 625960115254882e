// A store that is damaged or cut short: every command says so in one line, and what can be read is saved beside it.
import assert from "node:assert/strict";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { spawnSync } from "node:child_process";
import Database from "better-sqlite3";
import { assertSound, pkm, program, ran, roundsOr } from "./killing.ts";
import { beganMs, live, machine, settle } from "./person.ts";
import { fraction, serveYear } from "./year-web.ts";

const root = mkdtempSync(join(tmpdir(), "pkm-damaged-"));
after(() => rmSync(root, { recursive: true, force: true }));
const whole = join(root, "whole");
const pageBytes = 8192;

before(async () => {
  let nowMs = beganMs;
  const now = (): Date => new Date(nowMs);
  const web = await serveYear({ count: 6, perDay: 8, beganMs, now });
  mkdirSync(whole);
  const person = machine(whole, now);
  try {
    await settle(person, web.feeds);
    for (let day = 0; day < 8; day += 1, nowMs += 86_400_000) await live(person, day);
  } finally {
    await web.close();
  }
});

function rowsOf(home: string, sql: string): readonly unknown[] {
  const db = new Database(join(home, "pkm.db"), { readonly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

const commands = [[], ["find", "bench"], ["sense", "list"], ["share"], ["digest", "-n"], ["seek", "list"], ["doctor"]];

/** Overwrites so many pages of the store, or cuts it off there. */
function damage(file: string, round: number): void {
  const bytes = readFileSync(file);
  const pages = Math.floor(bytes.length / pageBytes);
  const at = 1 + Math.floor(fraction(`page ${round}`) * (pages - 2));
  if (round % 2 === 1) truncateSync(file, at * pageBytes + 100);
  else writeFileSync(file, bytes.fill(0xa5, at * pageBytes, (at + 1 + (round % 3)) * pageBytes));
}

test("damaged at any page, it is told in one line, is not written over, and what can be read is saved", async (t) => {
  const rounds = roundsOr(4);
  const told = { refused: 0, saved: 0, items: 0 };
  const items = rowsOf(whole, "SELECT id FROM item").length;
  for (let round = 0; round < rounds; round += 1) {
    const home = join(root, `damaged-${round}`);
    cpSync(whole, home, { recursive: true });
    const file = join(home, "pkm.db");
    damage(file, round);
    for (const argv of commands) {
      const { status, stderr } = await ran(home, argv);
      assert.ok(status === 0 || status === 1, `${argv.join(" ")}: ${status} ${stderr}`);
      if (status === 0) continue;
      told.refused += 1;
      assert.doesNotMatch(stderr, /bug in pkm/);
      if (argv[0] !== "doctor") assert.match(stderr, /^pkm: the store \S+ is damaged: [^\n]*\n  try: pkm doctor\n$/);
    }
    const bytes = readFileSync(file);
    const { status, stdout, stderr } = await ran(home, ["doctor", "--fix"]);
    if (status === 0) continue;
    assert.ok(readFileSync(file).equals(bytes), "the damaged store was written over");
    const [saved] = readdirSync(home).filter((name) => name.startsWith("pkm.db.salvaged-"));
    assert.ok(saved !== undefined, stdout + stderr);
    assert.ok(stdout.includes(`pkm restore ${join(home, saved)}`), stdout);
    pkm(home, "restore", join(home, saved), "--yes");
    assertSound(home);
    pkm(home, "doctor");
    for (const argv of commands) pkm(home, ...argv);
    told.saved += 1;
    told.items += rowsOf(home, "SELECT id FROM item").length;
    const aside = readdirSync(home).find((name) => name.startsWith("pkm.db.before-restore")) ?? "";
    // Its header alone says now that its log was folded in.
    assert.ok(
      readFileSync(join(home, aside)).subarray(100).equals(bytes.subarray(100)),
      "what was moved aside is not what was there",
    );
    rmSync(home, { recursive: true });
  }
  t.diagnostic(
    `${rounds} damaged stores: ${told.refused} commands refused, ${told.saved} saved with ${Math.round((100 * told.items) / Math.max(1, told.saved * items))} % of their items`,
  );
  assert.ok(told.saved > 0, "no damage was found");
});

test("a source whose own words can not be read is there still with its items, and is asked anew", () => {
  const home = join(root, "wordless");
  cpSync(whole, home, { recursive: true });
  const [row] = rowsOf(home, "SELECT rootpage AS page FROM sqlite_schema WHERE name = 'source_feed'");
  const { page } = pageIn(row);
  const bytes = readFileSync(join(home, "pkm.db"));
  writeFileSync(join(home, "pkm.db"), bytes.fill(0xa5, (page - 1) * pageBytes, page * pageBytes));
  spawnSync(process.execPath, [program, "--home", home, "doctor", "--fix"]);
  const [saved = ""] = readdirSync(home).filter((name) => name.startsWith("pkm.db.salvaged-"));
  pkm(home, "restore", join(home, saved), "--yes");
  for (const argv of commands) pkm(home, ...argv);
  assert.equal(rowsOf(home, "SELECT id FROM item").length, rowsOf(whole, "SELECT id FROM item").length);
  assert.equal(pkm(home, "seek", "-n").trim().split("\n").length, 6);
});

function pageIn(row: unknown): { page: number } {
  assert.ok(typeof row === "object" && row !== null && "page" in row && typeof row.page === "number");
  return { page: row.page };
}

test("a store of which nothing can be read is told so, and stays", async () => {
  const home = join(root, "nothing");
  mkdirSync(home);
  writeFileSync(join(home, "pkm.db"), "not a store ".repeat(5000));
  const { status, stdout } = await ran(home, ["doctor", "--fix"]);
  assert.equal(status, 1);
  assert.match(stdout, /nothing of \S+ can be read/);
  assert.equal(readFileSync(join(home, "pkm.db"), "utf8"), "not a store ".repeat(5000));
});

test("a store that was cut to nothing, or is gone from beside its log, is no new one", async () => {
  const home = join(root, "cut");
  cpSync(whole, home, { recursive: true });
  pkm(home, "backup");
  const [backup = ""] = readdirSync(join(home, "backups"));
  const file = join(home, "pkm.db");
  const items = rowsOf(home, "SELECT id FROM item").length;
  const log = "a log that is not read";
  for (const isGone of [false, true]) {
    if (isGone) rmSync(file);
    else truncateSync(file);
    writeFileSync(`${file}-wal`, log);
    const before = readdirSync(home);
    for (const argv of [...commands, ["doctor", "--fix"], ["sense", "note", "-m", "x"]]) {
      const { status, stdout, stderr } = await ran(home, argv);
      assert.equal(status, 1, `${argv.join(" ")}: ${stdout}${stderr}`);
      assert.match(stdout + stderr, isGone ? /is gone, and its log is still there/ : /is empty: something has cut it/);
      assert.ok((stdout + stderr).includes(`pkm restore ${join(home, "backups", backup)}`), stdout + stderr);
    }
    assert.deepEqual(readdirSync(home), before);
    assert.equal(existsSync(file) ? statSync(file).size : 0, 0);
    assert.equal(readFileSync(`${file}-wal`, "utf8"), log);
    pkm(home, "restore", join(home, "backups", backup), "--yes");
    assertSound(home);
    assert.equal(rowsOf(home, "SELECT id FROM item").length, items);
    const aside = readdirSync(home).filter((name) => name.startsWith("pkm.db-wal.before-restore"));
    assert.equal(aside.length, isGone ? 2 : 1, "the log was not kept");
  }
});

test("what is worked out anew is what it was", async () => {
  const home = join(root, "anew");
  cpSync(whole, home, { recursive: true });
  const counts = "SELECT * FROM source_count ORDER BY source";
  const [before, found, notes] = [
    rowsOf(home, counts),
    pkm(home, "find", "bench", "--limit", "0", "--ids"),
    pkm(home, "sense", "list", "--ids"),
  ];
  const db = new Database(join(home, "pkm.db"));
  db.exec("UPDATE source_count SET items = 99, waiting = -4; DELETE FROM search_block; DELETE FROM search_segment");
  db.close();
  assert.notEqual(pkm(home, "find", "bench", "--limit", "0", "--ids"), found);
  pkm(home, "doctor", "--fix");
  assert.deepEqual(rowsOf(home, counts), before);
  assert.equal(pkm(home, "find", "bench", "--limit", "0", "--ids"), found);
  assert.equal(pkm(home, "sense", "list", "--ids"), notes);
});

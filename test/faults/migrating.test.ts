// A store of every earlier schema, with a person's things in it: opened it is upgraded whole, and killed on the way it is
// the old one or the new one, with the old one kept beside it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import Database from "better-sqlite3";
import { thisProcess } from "../../src/base/process.ts";
import { applicationId, migrationNames, migrationSql } from "../../src/store/migrate.ts";
import { assertSound, ran, roundsOr, shootAt, well } from "./killing.ts";
import { beganMs, live, machine, settle } from "./person.ts";
import { serveYear } from "./year-web.ts";

const root = mkdtempSync(join(tmpdir(), "pkm-migrating-"));
after(() => rmSync(root, { recursive: true, force: true }));
const full = join(root, "full");
const names = migrationNames();
const dayMs = 86_400_000;

/** Eight days of a person, with every kind of thing in the store. */
before(async () => {
  let nowMs = beganMs;
  const now = (): Date => new Date(nowMs);
  const web = await serveYear({ count: 6, perDay: 8, beganMs, now });
  mkdirSync(full);
  const person = machine(full, now);
  try {
    await settle(person, web.feeds);
    for (let day = 0; day < 8; day += 1) {
      nowMs = beganMs + day * dayMs;
      await live(person, day);
    }
  } finally {
    await web.close();
  }
});

/** Tables with rows of their own: no index of words and nothing of what SQLite keeps beside one. */
const tablesSql = `SELECT name FROM pragma_table_list WHERE schema = ? AND type = 'table'
  AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search%' ORDER BY name`;

/** Makes a home whose store has had the first migrations alone, and as many of the person's rows as fit into it. */
function homeOfSchema(home: string, version: number): ReadonlyMap<string, number> {
  cpSync(full, home, { recursive: true });
  for (const name of readdirSync(home)) if (name.startsWith("pkm.db")) rmSync(join(home, name));
  const db = new Database(join(home, "pkm.db"));
  db.pragma("journal_mode = WAL");
  db.pragma("foreign_keys = OFF");
  for (const name of names.slice(0, version)) db.exec(migrationSql(name));
  db.pragma(`user_version = ${version}`);
  db.pragma(`application_id = ${applicationId}`);
  db.prepare("ATTACH ? AS whole").run(join(full, "pkm.db"));
  const triggers = db
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM main.sqlite_schema WHERE type = 'trigger'")
    .all();
  for (const { name } of triggers) db.exec(`DROP TRIGGER main."${name}"`);
  const counts = new Map(
    db
      .prepare<[string], string>(tablesSql)
      .pluck()
      .all("main")
      .map((name) => [name, copyRows(db, name)]),
  );
  for (const { sql } of triggers) db.exec(sql);
  db.exec("DETACH whole");
  assert.deepEqual(db.pragma("foreign_key_check"), []);
  db.close();
  return counts;
}

function copyRows(db: Database.Database, table: string): number {
  const columnsOf = (schema: string): readonly string[] =>
    db.prepare<[string, string], string>("SELECT name FROM pragma_table_info(?, ?)").pluck().all(table, schema);
  const there = columnsOf("whole");
  const shared = columnsOf("main")
    .filter((column) => there.includes(column))
    .map((column) => `"${column}"`)
    .join(", ");
  if (shared === "") return 0;
  db.exec(
    `DELETE FROM main."${table}"; INSERT INTO main."${table}" (${shared}) SELECT ${shared} FROM whole."${table}"`,
  );
  return db.prepare<[], number>(`SELECT count(*) FROM main."${table}"`).pluck().get() ?? 0;
}

/** What a store holds: its schema, and the rows of each table. */
function look(file: string): { version: number; counts: ReadonlyMap<string, number> } {
  const db = new Database(file, { readonly: true });
  try {
    const tables = db.prepare<[string], string>(tablesSql).pluck().all("main");
    const count = (table: string): number =>
      db.prepare<[], number>(`SELECT count(*) FROM "${table}"`).pluck().get() ?? 0;
    const version = Number(db.pragma("user_version", { simple: true }));
    return { version, counts: new Map(tables.map((table) => [table, count(table)])) };
  } finally {
    db.close();
  }
}

function assertKept(file: string, counts: ReadonlyMap<string, number>): void {
  const now = look(file).counts;
  for (const [table, rows] of counts) {
    if (now.has(table))
      assert.ok((now.get(table) ?? 0) >= rows, `${table}: ${rows} rows before, ${now.get(table)} now`);
  }
}

/** What a process that is gone was killed over. */
function leaveDraft(home: string, version: number): void {
  const [here] = thisProcess().split("-");
  const gone = `${here}-${spawnSync(process.execPath, ["-e", ""]).pid}-1`;
  for (const end of ["", "-journal"]) writeFileSync(`${backupOf(home, version)}.${gone}.tmp${end}`, "half of one");
}

const backupOf = (home: string, version: number): string =>
  join(home, `pkm.db.before-${String(version + 1).padStart(4, "0")}`);

test("a store of every earlier schema is upgraded with all that is in it, and kept beside", async (t) => {
  const tried: number[] = [];
  const most = roundsOr(0) > 0 ? names.length : 0;
  for (let version = 1; version < names.length; version += 1) {
    const home = join(root, `schema-${version}`);
    const counts = homeOfSchema(home, version);
    assert.ok((counts.get("item") ?? 0) > 10 && (counts.get("share") ?? 0) > 0, "there is nothing in it");
    const person = machine(home, () => new Date(beganMs + 9 * dayMs));
    await person.pkm([]);
    assertSound(home);
    assert.equal(look(join(home, "pkm.db")).version, names.length);
    assertKept(join(home, "pkm.db"), counts);
    assert.deepEqual(look(backupOf(home, version)), { version, counts });
    if (version <= most || version === 1) {
      for (const argv of [["find", "bench"], ["sense", "list"], ["share"], ["doctor"], ["export", "--as", "all"]])
        await person.pkm(argv);
      assert.notEqual(await person.pkm(["find", "kind:item", "bench", "--ids"]), "");
    }
    tried.push(version);
    rmSync(home, { recursive: true });
  }
  t.diagnostic(`upgraded from each of the ${tried.length} earlier schemas`);
});

test("an upgrade that was killed is begun anew and ends whole", async (t) => {
  const rounds = roundsOr(4);
  const usual = join(root, "usual");
  homeOfSchema(usual, 1);
  const { ms: usualMs } = await ran(usual, ["status"]);
  const landed = { old: 0, between: 0, new: 0 };
  const kills = await shootAt({ rounds, usualMs }, async (round, afterMs) => {
    const home = join(root, `killed-${round}`);
    const version = 1 + (round % (names.length - 1));
    const counts = homeOfSchema(home, version);
    leaveDraft(home, version);
    const { signal, ms } = await ran(home, ["status"], { signal: { name: "SIGKILL", afterMs } });
    assertSound(home);
    const now = look(join(home, "pkm.db")).version;
    landed[now === version ? "old" : now === names.length ? "new" : "between"] += 1;
    assertKept(join(home, "pkm.db"), counts);
    if (now > version) assert.deepEqual(look(backupOf(home, version)), { version, counts });
    await well(home, "status");
    assertSound(home);
    assertKept(join(home, "pkm.db"), counts);
    assert.equal(existsSync(backupOf(home, version)), true);
    assert.deepEqual(
      readdirSync(home).filter((name) => name.includes(".tmp")),
      [],
      "a half-written copy was left",
    );
    rmSync(home, { recursive: true });
    return { isHit: signal !== null, ms };
  });
  t.diagnostic(
    `${rounds} upgrades, ${kills} killed: ${landed.old} before the first step, ${landed.between} between, ${landed.new} after the last`,
  );
});

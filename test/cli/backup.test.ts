// A backup is whole and never takes the place of another unasked; a restore puts it back and keeps what stood.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import Database from "better-sqlite3";
import { inHome, openHomes } from "./in-home.ts";

const homes = openHomes();
after(() => homes.close());

async function good(home: string, ...argv: readonly string[]): Promise<string> {
  const ran = await inHome(home, argv);
  assert.equal(ran.status, 0, ran.stderr);
  return ran.stdout;
}

async function livedIn(): Promise<string> {
  const home = homes.fresh();
  await good(home, "sense", "note", "--title", "One", "-m", "first words");
  await good(home, "people", "add", "Ines", "--mail", "ines@example.org");
  mkdirSync(join(home, "notes", "pictures"));
  writeFileSync(join(home, "notes", "pictures", "a.png"), Buffer.from([0x89, 0x50, 0, 255]));
  mkdirSync(join(home, "notes", ".git"));
  writeFileSync(join(home, "notes", ".git", "HEAD"), "ref\n");
  writeFileSync(join(home, "config.toml"), 'author = "Ada"\n');
  return home;
}

const archiveOf = (home: string): Promise<string> => good(home, "export", "--as", "all");

test("what was kept comes back: store, notes, pictures and config, to the byte", async () => {
  const home = await livedIn();
  const file = join(home, "..", "one.backup");
  const before = await archiveOf(home);
  assert.equal(await good(home, "backup", "--out", file), `${file}\n`);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const copy = homes.fresh();
  assert.match(await good(copy, "restore", file), /^put back 0 sources, 0 items, 0 annotations, 1 note, 0 shares/);
  assert.equal(await archiveOf(copy), before);
  assert.equal(readFileSync(join(copy, "config.toml"), "utf8"), 'author = "Ada"\n');
  assert.deepEqual([...readFileSync(join(copy, "notes", "pictures", "a.png"))], [0x89, 0x50, 0, 255]);
  assert.equal(existsSync(join(copy, "notes", ".git")), false);
  assert.equal(statSync(join(copy, "pkm.db")).mode & 0o777, 0o600);
});

test("a file that no backup can hold is named, and no half backup stays", async () => {
  const home = await livedIn();
  const [folder, film] = [join(home, "..", "films"), join(home, "notes", "pictures", "film.mp4")];
  writeFileSync(film, "");
  // A hole: it takes no room on the disk.
  truncateSync(film, 500_000_001);
  const ran = await inHome(home, ["backup", "--out", join(folder, "one.backup")]);
  assert.equal(ran.status, 1);
  assert.match(ran.stderr, /film\.mp4 is larger than 500 MB.*\n {2}try: mv /);
  assert.deepEqual(readdirSync(folder), []);
  truncateSync(film, 10);
  await good(home, "backup", "--out", join(folder, "one.backup"));
});

test("an older backup stays, unless --yes; by itself each is named after its time", async () => {
  const home = await livedIn();
  const file = join(home, "..", "two.backup");
  await good(home, "backup", "--out", file);
  const bytes = readFileSync(file);
  const refused = await inHome(home, ["backup", "--out", file]);
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /already/);
  assert.deepEqual(readFileSync(file), bytes);
  await good(home, "sense", "note", "--title", "Two", "-m", "more");
  await good(home, "backup", "--out", file, "--yes");
  assert.notDeepEqual(readFileSync(file), bytes);
  assert.match(await good(home, "backup"), /backups\/pkm-\d{8}-\d{6}\.backup\n$/);
  assert.match(await good(home, "backup", "-n"), /^not done: /);
  assert.equal(readdirSync(join(home, "backups")).length, 1);
});

test("a restore asks where something stands, moves it aside and names it", async () => {
  const home = await livedIn();
  const file = join(home, "..", "three.backup");
  await good(home, "backup", "--out", file);
  const before = await archiveOf(home);
  await good(home, "sense", "note", "--title", "Later", "-m", "after the backup");
  assert.match(await good(home, "restore", file, "-n"), /moves aside .*pkm\.db\n/);
  const unasked = await inHome(home, ["restore", file]);
  assert.equal(unasked.status, 2);
  assert.match(unasked.stderr, /--yes/);
  const told = await good(home, "restore", file, "--yes");
  assert.equal(await archiveOf(home), before);
  const aside = [...told.matchAll(/moved aside (.*)/g)].map(([, path]) => path ?? "");
  assert.equal(aside.length, 3);
  for (const path of aside) assert.ok(existsSync(path), path);
  const notes = aside.find((path) => path.includes("notes.before-restore-")) ?? "";
  assert.match(readFileSync(join(notes, "later.md"), "utf8"), /after the backup/);
  assert.equal(readFileSync(join(notes, ".git", "HEAD"), "utf8"), "ref\n");
});

test("a backup that is damaged, cut short, newer or none is refused, and all stays", async () => {
  const home = await livedIn();
  const file = join(home, "..", "four.backup");
  await good(home, "backup", "--out", file);
  const before = await archiveOf(home);
  const whole = readFileSync(file);
  const at = whole.indexOf("first words");
  const bad: readonly [string, (path: string) => void][] = [
    ["cut", (path) => truncateSync(path, 8192 * 3)],
    ["none", (path) => writeFileSync(path, "hello\n")],
    ["empty", (path) => writeFileSync(path, "")],
    [
      "changed",
      (path) => writeFileSync(path, Buffer.concat([whole.subarray(0, at), Buffer.from("F"), whole.subarray(at + 1)])),
    ],
    ["newer", (path) => withBackup(path, (db) => void db.pragma("user_version = 9999"))],
    [
      "note",
      (path) =>
        withBackup(path, (db) => void db.exec("UPDATE sqlar SET data = x'00', sz = 1 WHERE name LIKE 'notes/%.md'")),
    ],
    ["lost", (path) => withBackup(path, (db) => void db.exec("DELETE FROM sqlar WHERE name LIKE 'notes/%.md'"))],
    [
      "out",
      (path) =>
        withBackup(path, (db) => void db.exec(`UPDATE sqlar SET name = 'notes/../../x' WHERE name LIKE 'notes/%.md'`)),
    ],
  ];
  let refusals = 0;
  for (const [name, harm] of bad) {
    const path = join(home, "..", `${name}.backup`);
    writeFileSync(path, whole);
    harm(path);
    const { status, stderr } = await inHome(home, ["restore", path, "--yes"]);
    assert.equal(status, 1, `${name}: ${stderr}`);
    assert.doesNotMatch(stderr, /bug in pkm/, name);
    refusals += 1;
    assert.equal(await archiveOf(home), before, name);
  }
  assert.ok(refusals === bad.length, `only ${refusals}`);
  assert.equal((await inHome(home, ["restore", join(home, "nothing.backup")])).status, 1);
});

function withBackup(path: string, act: (db: Database.Database) => void): void {
  const db = new Database(path);
  act(db);
  db.close();
}

test("while another has the store open, a restore waits and then gives way", async () => {
  const home = await livedIn();
  const file = join(home, "..", "five.backup");
  await good(home, "backup", "--out", file);
  const other = new Database(join(home, "pkm.db"));
  other.pragma("journal_mode = WAL");
  other.prepare("SELECT count(*) FROM person").get();
  const refused = await inHome(home, ["restore", file, "--yes"]);
  other.close();
  assert.equal(refused.status, 75, refused.stderr);
  assert.equal((await inHome(home, ["restore", file, "--yes"])).status, 0);
});

test("notes come out of a backup without pkm", async (t) => {
  const home = await livedIn();
  const file = join(home, "..", "six.backup");
  await good(home, "backup", "--out", file);
  const folder = homes.fresh();
  mkdirSync(folder, { recursive: true });
  const ran = spawnSync("sqlite3", [file, "-A", "-x"], { cwd: folder, encoding: "utf8" });
  if (ran.error !== undefined) return t.skip("sqlite3 is not here");
  assert.match(readFileSync(join(folder, "notes", "one.md"), "utf8"), /first words/);
});

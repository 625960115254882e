// Imports, backups and restores that are killed on their way: begun anew they are whole, and never is there half of one.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { nameOfProcess } from "../../src/base/process.ts";
import { killed, killedOnceThere, pkm, roundsOr, shootAt, timed } from "./killing.ts";

const root = mkdtempSync(join(tmpdir(), "pkm-moving-"));
after(() => rmSync(root, { recursive: true, force: true }));
const rounds = roundsOr(3);
const pageCount = 1200;

function pocketFile(): string {
  const file = join(root, "pocket.csv");
  const rows = Array.from(
    { length: pageCount },
    (_, n) =>
      `Page ${n},https://site-${n % 9}.example/${n},${1_400_000_000 + n},t${n % 7},${n % 2 ? "archive" : "unread"}`,
  );
  writeFileSync(file, `title,url,time_added,tags,status\n${rows.join("\n")}\n`);
  return file;
}

function vaultFolder(): string {
  const folder = join(root, "vault");
  mkdirSync(folder);
  for (let n = 0; n < 60; n += 1)
    writeFileSync(join(folder, `note-${n}.md`), `# Note ${n}\n\n${"words ".repeat(500)}\n`);
  return folder;
}

const pocket = pocketFile();
const vault = vaultFolder();

test("an import that was killed brings all or nothing, and the next one the rest", async () => {
  const usualMs = timed(join(root, "import-usual"), "import", pocket);
  await shootAt({ rounds, usualMs }, async (round, afterMs) => {
    const home = join(root, `import-${round}`);
    const shot = await killed(home, ["import", pocket], afterMs);
    const count = pkm(home, "find", "kind:item", "--limit", "0", "--ids").split("\n").length - 1;
    assert.ok(count === 0 || count === pageCount, `${count} of ${pageCount} pages`);
    const second = pkm(home, "import", pocket);
    assert.match(second, count === 0 ? /1200 new items, 0 known/ : /0 new items, 1200 known/);
    assert.equal(pkm(home, "undo", "--list").trim().split("\n").length, 1);
    rmSync(home, { recursive: true });
    return shot;
  });
});

test("notes of a folder, their import killed and begun anew, are all there and whole", async () => {
  const usualMs = timed(join(root, "vault-usual"), "import", vault);
  await shootAt({ rounds, usualMs }, async (round, afterMs) => {
    const home = join(root, `vault-${round}`);
    const shot = await killed(home, ["import", vault], afterMs);
    pkm(home, "import", vault);
    for (let n = 0; n < 60; n += 1) {
      const name = `note-${n}.md`;
      assert.deepEqual(readFileSync(join(home, "notes", name)), readFileSync(join(vault, name)));
    }
    assert.equal(pkm(home, "sense", "list", "--limit", "0", "--ids").split("\n").length - 1, 60);
    rmSync(home, { recursive: true });
    return shot;
  });
});

/** A home with pages and notes, and its archive. */
function livedIn(name: string): { home: string; archive: string } {
  const home = join(root, name);
  pkm(home, "import", pocket);
  pkm(home, "import", vault);
  return { home, archive: pkm(home, "export", "--as", "all") };
}

test("an archive whose import was killed is taken in by the next, to the same bytes", async () => {
  const { home: from, archive } = livedIn("archived");
  const file = join(root, "all.jsonl");
  pkm(from, "export", "--as", "all", "--out", file);
  const usualMs = timed(join(root, "archive-usual"), "import", file);
  await shootAt({ rounds, usualMs }, async (round, afterMs) => {
    const home = join(root, `archive-${round}`);
    const shot = await killed(home, ["import", file], afterMs);
    if (pkm(home, "export", "--as", "all") !== archive) pkm(home, "import", file);
    assert.equal(pkm(home, "export", "--as", "all"), archive);
    rmSync(home, { recursive: true });
    return shot;
  });
});

test("an archive whose import was killed the moment a note got its name is taken in by the next, to the same bytes", async () => {
  const { home: from, archive } = livedIn("named");
  const file = join(root, "named.jsonl");
  pkm(from, "export", "--as", "all", "--out", file);
  let kills = 0;
  for (let round = 0; round < rounds; round += 1) {
    const home = join(root, `named-${round}`);
    const note = join(home, "notes", `note-${round % 60}.md`);
    kills += (await killedOnceThere(home, ["import", file], () => note)) ? 1 : 0;
    pkm(home, "import", file);
    assert.equal(pkm(home, "export", "--as", "all"), archive);
    assert.deepEqual(
      readdirSync(join(home, "notes")).filter((name) => name.startsWith(".pkm-")),
      [],
    );
    rmSync(home, { recursive: true });
  }
  assert.ok(kills > 0, "no kill fell into an import");
});

test("an export that was killed leaves the older file whole, and the next clears up", async () => {
  const { home, archive } = livedIn("exported");
  const file = join(root, "handed-out", "all.jsonl");
  mkdirSync(join(root, "handed-out"));
  const argv = ["export", "--as", "all", "--out", file, "--yes"];
  pkm(home, ...argv);
  let kills = 0;
  for (let round = 0; round < rounds; round += 1) {
    kills += (await killedOnceThere(home, argv, (pid) => `${file}.${nameOfProcess(pid)}.tmp`)) ? 1 : 0;
    assert.equal(readFileSync(file, "utf8"), archive);
  }
  assert.ok(kills > 0, "no kill fell into an export");
  pkm(home, ...argv);
  assert.deepEqual(readdirSync(join(root, "handed-out")), ["all.jsonl"]);
});

test("a backup that was killed leaves the older one whole, and the next clears up", async () => {
  const { home } = livedIn("backed-up");
  const file = join(root, "kept", "pkm.backup");
  const usualMs = timed(home, "backup", "--out", file);
  await shootAt({ rounds, usualMs }, async (_, afterMs) => {
    const shot = await killed(home, ["backup", "--out", file, "--yes"], afterMs);
    pkm(join(root, "nowhere"), "restore", file, "-n");
    return shot;
  });
  pkm(home, "backup", "--out", file, "--yes");
  assert.deepEqual(readdirSync(join(root, "kept")), ["pkm.backup"]);
});

test("a restore that was killed leaves the old home or the new one, whole", async () => {
  const { home, archive } = livedIn("restored");
  const [first, second] = [join(root, "first.backup"), join(root, "second.backup")];
  pkm(home, "backup", "--out", first);
  pkm(home, "sense", "note", "--title", "Later", "-m", "written between the two");
  const later = pkm(home, "export", "--as", "all");
  pkm(home, "backup", "--out", second);
  const usualMs = timed(home, "restore", first, "--yes");
  await shootAt({ rounds, usualMs }, async (round, afterMs) => {
    const shot = await killed(home, ["restore", round % 2 === 0 ? second : first, "--yes"], afterMs);
    const now = pkm(home, "export", "--as", "all");
    assert.ok(now === archive || now === later, "the home is neither the old nor the new one");
    pkm(home, "doctor");
    for (const name of readdirSync(home)) {
      if (name.includes(".before-restore-")) rmSync(join(home, name), { recursive: true });
    }
    return shot;
  });
  pkm(home, "restore", first, "--yes");
  assert.equal(pkm(home, "export", "--as", "all"), archive);
  assert.equal(existsSync(join(home, "pkm.db.restoring")), false);
});

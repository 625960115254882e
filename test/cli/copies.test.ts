// Two homes of one person, one a copy of the other: what waited in both leaves once.
import assert from "node:assert/strict";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { openDatabase } from "../../src/store/database.ts";
import { openMailServer } from "../channels/mail/servers.ts";
import { inHome, type Ran } from "./in-home.ts";

interface Copies {
  folder: string;
  home: string;
  /** How often a program of the person's was handed the message. */
  handed(): number;
  /** One command line in a home, at a minute of the day that it was staged on. */
  at(minute: number, home: string, ...argv: readonly string[]): Promise<Ran>;
}

const start = Date.parse("2026-11-23T08:00:00.000Z");

/** A home whose round is to leave at ten past, by a channel with these flags. */
async function scheduled(t: TestContext, flagsOf: (folder: string) => readonly string[]): Promise<Copies> {
  const folder = mkdtempSync(join(tmpdir(), "pkm-copies-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const [home, handed, take] = [join(folder, "home"), join(folder, "handed"), join(folder, "take.sh")];
  writeFileSync(take, `#!/bin/sh\ncat >/dev/null\necho once >>'${handed}'\n`, { mode: 0o755 });
  const at: Copies["at"] = (minute, where, ...argv) =>
    inHome(where, argv, { clock: { now: () => new Date(start + minute * 60_000) } });
  const well = async (...argv: readonly string[]): Promise<string> => {
    const { status, stdout, stderr } = await at(0, home, ...argv);
    assert.equal(status, 0, `pkm ${argv.join(" ")}: ${stderr}`);
    return stdout.trim();
  };
  await well("sense", "note", "--title", "Tables", "-m", "A long table.");
  await well("people", "add", "Ines", "--mail", "ines@bench.example");
  await well("community", "add", "Circle");
  await well("community", "member", "Circle", "Ines");
  await well("community", "channel", "Circle", ...flagsOf(folder), "--exposure", "closed");
  const share = await well("share", "stage", "tables.md", "--with", "Circle", "--ask", "why?", "--ids");
  await well("share", "send", share, "--at", "2026-11-23T08:10Z");
  await well("backup", "--out", join(folder, "pkm.backup"));
  await well("export", "--as", "all", "--out", join(folder, "all.jsonl"));
  cpSync(home, join(folder, "by-hand"), { recursive: true, preserveTimestamps: true });
  return {
    folder,
    home,
    handed: () => (existsSync(handed) ? readFileSync(handed, "utf8").split("\n").length - 1 : 0),
    at,
  };
}

const copied: Readonly<Record<string, (copies: Copies, copy: string) => Promise<Ran>>> = {
  "put back from a backup": ({ at, folder }, copy) => at(20, copy, "restore", join(folder, "pkm.backup"), "--yes"),
  "taken in from an archive": ({ at, folder }, copy) => at(20, copy, "import", join(folder, "all.jsonl"), "--trust"),
  "brought back by cp or rsync": ({ at, folder }, copy) => {
    cpSync(join(folder, "by-hand"), copy, { recursive: true, preserveTimestamps: true });
    return at(20, copy, "status");
  },
  "brought back to where the home was removed": ({ at, folder }, copy) => {
    cpSync(join(folder, "by-hand"), copy, { recursive: true, preserveTimestamps: true });
    giveNumber(join(copy, "pkm.db"));
    return at(20, copy, "status");
  },
};

/** As where the filesystem gives the store's file the number that was free again. */
function giveNumber(file: string): void {
  const store = openDatabase(file);
  store.prepare("UPDATE store_file SET inode = ?").run(String(statSync(file, { bigint: true }).ino));
  store.close();
}

for (const [how, copyTo] of Object.entries(copied)) {
  test(`${how}: what nobody can look up is not sent again, but for the person's word`, async (t) => {
    const copies = await scheduled(t, (folder) => ["command", "--run", join(folder, "take.sh")]);
    const { at, home, folder, handed } = copies;
    assert.equal((await at(11, home, "share", "send", "--due")).status, 0);
    assert.equal(handed(), 1);
    const copy = join(folder, "copy");
    assert.equal((await copyTo(copies, copy)).status, 0);
    const due = await at(21, copy, "share", "send", "--due");
    assert.equal(due.status, 5, due.stderr);
    const [, delivery = ""] =
      /it may have left before .* 2026-11-23: pkm share resolve (\w+) --sent\|--retry/.exec(due.stderr) ?? [];
    assert.notEqual(delivery, "", due.stderr);
    assert.equal(handed(), 1);
    assert.equal((await at(22, copy, "share", "resolve", delivery, "--retry")).status, 0);
    assert.equal((await at(23, copy, "share", "send", "--due")).status, 0);
    assert.equal(handed(), 2, "it was the person's word");
  });
}

test("a home that was moved is no copy: what waited there leaves", async (t) => {
  const { at, home, folder, handed } = await scheduled(t, (made) => ["command", "--run", join(made, "take.sh")]);
  const moved = join(folder, "moved");
  renameSync(home, moved);
  const due = await at(11, moved, "share", "send", "--due");
  assert.equal(due.status, 0, due.stderr);
  assert.equal(handed(), 1);
});

test("put back from a backup: what can be looked up is asked for first, and sent where it is not", async (t) => {
  const box = mkdtempSync(join(tmpdir(), "pkm-copies-box-"));
  t.after(() => rmSync(box, { recursive: true, force: true }));
  for (const name of ["new", "cur", "tmp"]) mkdirSync(join(box, name));
  const server = await openMailServer(t, { sender: { address: "me@bench.example", maildir: box } });
  const own = ["--from", "me@bench.example", "--replies", `maildir:${box}`];
  for (const isSentBefore of [true, false]) {
    const copies = await scheduled(t, () => [
      "mail",
      "--to",
      "ines@bench.example",
      ...own,
      "--smtp",
      `smtp://127.0.0.1:${server.port}`,
    ]);
    const { at, home, folder } = copies;
    const before = server.taken.length;
    if (isSentBefore) assert.equal((await at(11, home, "share", "send", "--due")).status, 0);
    const copy = join(folder, "copy");
    assert.equal((await at(20, copy, "restore", join(folder, "pkm.backup"), "--yes")).status, 0);
    const soon = await at(21, copy, "share", "send", "--due");
    assert.equal(soon.status, 5, "the other's letter may still be on its way");
    const later = await at(40, copy, "share", "send", "--due");
    assert.equal(later.status, 0, later.stderr);
    assert.equal(server.taken.length - before, 1);
  }
});

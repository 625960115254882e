// Processes that write at once, or are killed while they write, in one notes folder.
import { test } from "node:test";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nameOfProcess, thisProcess } from "../../src/base/process.ts";
import { writerOf } from "../../src/base/temporary-name.ts";
import { filesBelow } from "../../src/vault/tree.ts";
import { openVault } from "../../src/vault/vault.ts";
import { emptyFolder } from "../empty-folder.ts";
import { newNote, sealedBody, sealedWords } from "./writer.ts";
import type { ChildProcess } from "node:child_process";

const writer = join(import.meta.dirname, "writer.ts");

const [here] = thisProcess().split("-");
const killed = `${here}-2147483646-1`;
const restarted = `${here}-${process.ppid}-1`;
const elsewhere = "012345670123456701234567-1-1";
const named = (...writers: readonly string[]): string[] => writers.map((writer) => `.pkm-${writer}-999999.tmp`);

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [writer, ...args], { stdio: ["ignore", "pipe", "inherit"] });
}

async function endAll(children: readonly ChildProcess[]): Promise<void> {
  const statuses = await Promise.all(children.map((child) => once(child, "exit")));
  assert.deepEqual(
    statuses.map(([status]) => Number(status)),
    children.map(() => 0),
  );
}

test("eight processes that create the same title never overwrite each other", async (context) => {
  const root = join(emptyFolder(context), "notes");
  const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
  await endAll(names.map((name) => start("create", root, name, "15")));
  const vault = openVault({ root });
  const words = vault.list().map(({ path }) => sealedWords(vault.read(path).body));
  const expected = names.flatMap((name) => Array.from({ length: 15 }, (_, n) => `${name}-${n}`));
  assert.deepEqual(new Set(words), new Set(expected));
  assert.equal(words.length, expected.length);
  assert.deepEqual(
    readdirSync(root).filter((name) => name.startsWith(".")),
    [],
  );
});

test("four processes that tag the same note lose no tag", async (context) => {
  const vault = openVault({ root: emptyFolder(context) });
  vault.restore("shared.md", "---\ntags: []\n---\ntext\n", null);
  await endAll(["a", "b", "c", "d"].map((name) => start("tag", vault.root, name, "15")));
  const note = vault.read("shared.md");
  assert.equal(new Set(note.tags).size, 60);
  assert.equal(note.body, "text\n");
  assert.deepEqual(readdirSync(vault.root), ["shared.md"]);
});

test("a writer killed at any instant leaves whole files, and the next writer clears up", async (context) => {
  const vault = openVault({ root: emptyFolder(context) });
  vault.restore("shared.md", `---\nx: y # kept\n---${sealedBody("first")}`, null);
  let leftCount = 0;
  let checked = 0;
  for (let round = 0; round < 30; round += 1) {
    const child = start("forever", vault.root, `round-${round}`);
    assert.ok(child.stdout !== null);
    await once(child.stdout, "data");
    await new Promise((resolve) => setTimeout(resolve, (round * 7) % 30));
    child.kill("SIGKILL");
    await once(child, "exit");
    for (const { path } of vault.list()) {
      const note = vault.read(path);
      assert.notEqual(sealedWords(note.body), null, `${path} is not whole`);
      assert.match(note.text, path === "shared.md" ? /^---\nx: y # kept\n---\n/ : /^---\nid: n1b2\n/);
      checked += 1;
    }
    const others = readdirSync(vault.root).filter((name) => !name.endsWith(".md"));
    assert.ok(
      others.every((name) => writerOf(name) !== null || name === ".pkm.lock"),
      others.join(" "),
    );
    leftCount += others.length;
    const { hash } = vault.read("shared.md");
    vault.rewrite("shared.md", sealedBody(`after round ${round}`), hash);
    assert.equal(existsSync(join(vault.root, ".pkm.lock")), false);
  }
  assert.ok(checked >= 60);
  assert.ok(leftCount > 0, "no kill fell into a write");
  await endAll([start("create", vault.root, "last", "1")]);
  assert.deepEqual(
    readdirSync(vault.root).filter((name) => name.startsWith(".")),
    [],
  );
});

test("a temporary file of a running process, and other hidden files, are left alone", async (context) => {
  const vault = openVault({ root: emptyFolder(context) });
  const kept = [...named(thisProcess(), nameOfProcess(process.ppid), elsewhere), ".pkm-x.tmp", ".hidden.md"];
  for (const name of [...kept, ...named(killed, restarted)]) writeFileSync(join(vault.root, name), "x");
  vault.create(newNote("A", "x"));
  assert.deepEqual(readdirSync(vault.root).toSorted(), [...kept, "a.md"].toSorted());
  assert.equal(vault.list().length, 1);
});

test("what killed writers left is told and cleared in every folder, what others may be writing is only told", (context) => {
  const vault = openVault({ root: emptyFolder(context) });
  vault.restore("deep/er/a.md", "x", null);
  vault.restore("old.md", "x", null);
  for (const folder of ["", "deep/er/", ".hidden/"]) {
    mkdirSync(join(vault.root, folder), { recursive: true });
    for (const name of named(killed, restarted, elsewhere, thisProcess())) {
      writeFileSync(join(vault.root, folder, name), "x");
      utimesSync(join(vault.root, folder, name), 0, 0);
    }
  }
  const gone = [...named(killed, restarted), ...named(killed, restarted).map((name) => `deep/er/${name}`)];
  assert.deepEqual(
    vault.leftovers(),
    gone.toSorted().map((path) => ({ path, isOurs: true })),
  );
  context.mock.timers.enable({ apis: ["Date"], now: Date.now() + 2 * 3_600_000 });
  const foreign = [...named(elsewhere), ...named(elsewhere).map((name) => `deep/er/${name}`)];
  assert.deepEqual(
    vault.leftovers().filter(({ isOurs }) => !isOurs),
    foreign.map((path) => ({ path, isOurs: false })),
  );
  vault.sweep();
  for (const path of gone) assert.equal(existsSync(join(vault.root, path)), false, path);
  for (const path of [...foreign, ...named(thisProcess())]) assert.ok(existsSync(join(vault.root, path)), path);
  assert.deepEqual(
    [...filesBelow(vault.root)].map(({ path }) => path),
    ["old.md", "deep/er/a.md"],
  );
});

test("a dead owner's lock is taken over; one whose process started anew under the same id too", (context) => {
  const vault = openVault({ root: emptyFolder(context) });
  const lock = join(vault.root, ".pkm.lock");
  let { path, hash } = vault.create(newNote("A", "x"));
  const marks = [`${killed}\n`, ...(existsSync("/proc/self/stat") ? [`${restarted}\n`] : []), `${elsewhere}\n`, ""];
  for (const mark of marks) {
    writeFileSync(lock, mark);
    utimesSync(lock, 0, 0);
    ({ path, hash } = vault.rewrite(path, `after ${JSON.stringify(mark)}`, hash));
    assert.equal(readFileSync(join(vault.root, path), "utf8").endsWith(JSON.stringify(mark)), true);
    assert.equal(existsSync(lock), false);
  }
});

// What the notes folder refuses: paths that lead out, links, and what the file system forbids.
import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PkmError } from "../../src/base/errors.ts";
import { openVault } from "../../src/vault/vault.ts";
import { emptyFolder } from "../empty-folder.ts";
import { newNote } from "./writer.ts";
import type { Vault } from "../../src/sense/note.ts";

function refusal(act: () => unknown): PkmError {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof PkmError) return thrown;
    throw thrown;
  }
  throw new assert.AssertionError({ message: "nothing was refused" });
}

/** Every way to name a file by its path. */
function uses(vault: Vault, path: string): (() => unknown)[] {
  return [
    () => vault.read(path),
    () => vault.edit(path, [{ key: "title", set: "T" }], "0"),
    () => vault.rewrite(path, "x", "0"),
    () => vault.restore(path, "x", null),
    () => vault.restore(path, null, "0"),
  ];
}

test("a path that leads out of the folder, or to no note, is refused", (context) => {
  const folder = emptyFolder(context);
  const root = join(folder, "notes");
  mkdirSync(join(root, "sub"), { recursive: true });
  writeFileSync(join(folder, "out.md"), "theirs");
  const paths = [
    "../out.md",
    "sub/../../out.md",
    join(folder, "out.md"),
    "./a.md",
    "sub//a.md",
    "",
    ".md",
    ".hidden.md",
    ".obsidian/a.md",
    "a.txt",
    "a.md/",
    "a\0.md",
    "..",
    "sub/..",
  ];
  let checked = 0;
  for (const path of paths) {
    for (const use of uses(openVault({ root }), path)) {
      const { kind, message } = refusal(use);
      assert.equal(kind, "failed");
      assert.match(message, /is not the path of a note inside/);
      checked += 1;
    }
  }
  assert.equal(checked, paths.length * 5);
  assert.equal(readFileSync(join(folder, "out.md"), "utf8"), "theirs");
  assert.deepEqual(readdirSync(folder).toSorted(), ["notes", "out.md"]);
});

test("a write through a symbolic link is refused, for a file, a folder and a dangling link", (context) => {
  const folder = emptyFolder(context);
  const root = join(folder, "notes");
  mkdirSync(root);
  mkdirSync(join(folder, "out"));
  writeFileSync(join(folder, "out", "a.md"), "theirs");
  symlinkSync(join(folder, "out", "a.md"), join(root, "file.md"));
  symlinkSync(join(folder, "out"), join(root, "sub"));
  symlinkSync(join(folder, "out", "new.md"), join(root, "dangling.md"));
  const vault = openVault({ root });
  assert.equal(vault.read("file.md").text, "theirs");
  const { hash } = vault.read("file.md");
  const writes = [
    () => vault.edit("file.md", [{ key: "title", set: "T" }], hash),
    () => vault.rewrite("file.md", "x", hash),
    () => vault.restore("file.md", null, hash),
    () => vault.rewrite("sub/a.md", "x", hash),
    () => vault.restore("sub/new.md", "x", null),
    () => vault.restore("sub/deep/new.md", "x", null),
    () => vault.restore("dangling.md", "x", null),
  ];
  for (const write of writes)
    assert.match(refusal(write).message, /is a symbolic link, and pkm does not write through links$/);
  assert.deepEqual(readdirSync(join(folder, "out")), ["a.md"]);
  assert.equal(readFileSync(join(folder, "out", "a.md"), "utf8"), "theirs");
});

test("a file where the notes folder should be is one clear line", (context) => {
  const root = join(emptyFolder(context), "notes");
  writeFileSync(root, "a file");
  const vault = openVault({ root });
  const errors = [
    refusal(() => vault.create(newNote("A", "x"))),
    refusal(() => vault.list()),
    ...uses(vault, "a.md").map(refusal),
  ];
  for (const { kind, message, mend } of errors) {
    assert.equal(kind, "failed");
    assert.match(message, /^cannot (?:read|write|list) .*: a file stands where a folder should be$/);
    assert.equal(mend[0], `ls -ld ${root}`);
  }
  assert.equal(readFileSync(root, "utf8"), "a file");
});

test("a folder that may not be written is one clear line, and the note stays", (context) => {
  if (process.getuid?.() === 0) return context.skip("root writes anywhere");
  const vault = openVault({ root: emptyFolder(context) });
  const note = vault.create(newNote("A", "x"));
  const writes = [
    () => vault.create(newNote("B", "x")),
    () => vault.rewrite(note.path, "y", note.hash),
    () => vault.restore(note.path, null, note.hash),
    () => vault.restore("sub/b.md", "x", null),
  ];
  chmodSync(vault.root, 0o500);
  try {
    for (const write of writes) assert.match(refusal(write).message, /^cannot write .*: permission denied$/);
    assert.deepEqual(vault.read(note.path), note);
  } finally {
    chmodSync(vault.root, 0o700);
  }
});

test("a note that is marked read-only is not replaced", (context) => {
  if (process.getuid?.() === 0) return context.skip("root writes anywhere");
  const vault = openVault({ root: emptyFolder(context) });
  const note = vault.create(newNote("A", "x"));
  chmodSync(join(vault.root, note.path), 0o444);
  assert.match(refusal(() => vault.rewrite(note.path, "y", note.hash)).message, /permission denied$/);
  assert.deepEqual(vault.read(note.path), note);
});

test("a folder called like a note, a pipe and a name too long are told, and none hangs", (context) => {
  const root = emptyFolder(context);
  mkdirSync(join(root, "folder.md"));
  const pipe = spawnSync("mkfifo", [join(root, "pipe.md")]).status === 0;
  const vault = openVault({ root });
  assert.deepEqual(vault.list(), []);
  assert.match(refusal(() => vault.read("folder.md")).message, /folder\.md is not a file$/);
  if (pipe) assert.match(refusal(() => vault.read("pipe.md")).message, /pipe\.md is not a file$/);
  assert.match(refusal(() => vault.restore(`${"x".repeat(300)}.md`, "x", null)).message, /: the name is too long$/);
  assert.equal(vault.create(newNote("日本語".repeat(100), "x")).path.length, 63);
});

test(
  "a file larger than the system allows: the old text stays, and no temporary file",
  { skip: process.platform === "win32" },
  (context) => {
    const root = emptyFolder(context);
    const vault = openVault({ root });
    vault.restore("shared.md", "old\n", null);
    const writer = join(import.meta.dirname, "writer.ts");
    const { stdout, status } = spawnSync(
      "sh",
      ["-c", 'ulimit -f 100; exec "$@"', "sh", process.execPath, writer, "large", root],
      { encoding: "utf8" },
    );
    assert.equal(status, 0);
    assert.equal(stdout, "failed: cannot write shared.md: the file is larger than is allowed here");
    assert.equal(vault.read("shared.md").text, "old\n");
    assert.deepEqual(readdirSync(root), ["shared.md"]);
    assert.equal(existsSync(join(root, ".pkm.lock")), false);
  },
);

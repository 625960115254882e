// The notes folder: what each call reads, writes and hands back.
import { test } from "node:test";
import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { PkmError } from "../../src/base/errors.ts";
import { openVault } from "../../src/vault/vault.ts";
import { emptyFolder } from "../empty-folder.ts";
import { snapshot } from "./folder.ts";
import { newNote } from "./writer.ts";

test("the folder is made by the first write, not by reading", (context) => {
  const root = join(emptyFolder(context), "deep", "notes");
  const vault = openVault({ root });
  assert.equal(vault.root, root);
  assert.deepEqual(vault.list(), []);
  assert.throws(
    () => vault.read("a.md"),
    (thrown) => thrown instanceof PkmError && thrown.kind === "not-found",
  );
  assert.equal(existsSync(root), false);
  const note = vault.create(newNote("First: one", "text"));
  assert.equal(note.path, "first-one.md");
  assert.deepEqual(readdirSync(root), ["first-one.md"]);
  assert.deepEqual(vault.read("first-one.md"), note);
  assert.deepEqual(vault.list(), [{ path: note.path, modifiedMs: note.modifiedMs, sizeBytes: note.sizeBytes }]);
});

test("a taken name gets a number, also when a folder or a dangling link has it", (context) => {
  const root = emptyFolder(context);
  mkdirSync(join(root, "a.md"));
  symlinkSync(join(root, "nowhere"), join(root, "a-2.md"));
  writeFileSync(join(root, "a-3.md"), "theirs");
  const vault = openVault({ root });
  assert.equal(vault.create(newNote("A", "one")).path, "a-4.md");
  assert.equal(vault.create(newNote("A", "two")).path, "a-5.md");
  assert.equal(readFileSync(join(root, "a-3.md"), "utf8"), "theirs");
  assert.equal(existsSync(join(root, "nowhere")), false);
});

test("every write hands back the file as it then stands", (context) => {
  const vault = openVault({ root: emptyFolder(context) });
  const made = vault.create(newNote("A", "one #tag"));
  const edited = vault.edit(
    made.path,
    [
      { key: "tags", add: ["x"], remove: [] },
      { key: "growth", set: "growing" },
    ],
    made.hash,
  );
  assert.deepEqual(edited, vault.read(made.path));
  assert.deepEqual(edited.tags, ["x", "tag"]);
  assert.equal(edited.body, made.body);
  const rewritten = vault.rewrite(made.path, "\r\nother\r\n", edited.hash);
  assert.deepEqual(rewritten, vault.read(made.path));
  assert.equal(rewritten.body, "\r\nother\r\n");
  assert.equal(rewritten.text.slice(0, -rewritten.body.length), edited.text.slice(0, -edited.body.length));
  const before = snapshot(vault.root);
  assert.deepEqual(vault.edit(made.path, [{ key: "tags", add: ["x"], remove: ["y"] }], rewritten.hash), rewritten);
  assert.deepEqual(snapshot(vault.root).slice(1), before.slice(1));
});

test("a body is put after frontmatter that ends with the file, and after a byte order mark", (context) => {
  const root = emptyFolder(context);
  const vault = openVault({ root });
  const files: readonly [path: string, text: string, after: string][] = [
    ["a.md", "---\r\na: b\r\n---", "---\r\na: b\r\n---\r\nbody"],
    ["b.md", "\ufeffold", "\ufeffbody"],
    ["c.md", "\ufeff---\na: b\n---\nold", "\ufeff---\na: b\n---\nbody"],
    ["d.md", "", "body"],
  ];
  for (const [path, text, after] of files) {
    writeFileSync(join(root, path), text);
    const note = vault.rewrite(path, "body", vault.read(path).hash);
    assert.equal(note.body, "body");
    assert.equal(readFileSync(join(root, path), "utf8"), after);
  }
});

test("somebody else's change is kept: a write with the old hash is refused", (context) => {
  const vault = openVault({ root: emptyFolder(context) });
  const { path, hash } = vault.create(newNote("A", "one"));
  writeFileSync(join(vault.root, path), "their text");
  const before = snapshot(vault.root);
  const writes = [
    () => vault.edit(path, [{ key: "title", set: "T" }], hash),
    () => vault.rewrite(path, "mine", hash),
    () => vault.restore(path, "mine", hash),
    () => vault.restore(path, null, hash),
    () => vault.restore(path, "mine", null),
    () => vault.restore(path, null, null),
  ];
  for (const write of writes) {
    assert.throws(
      write,
      (thrown) =>
        thrown instanceof PkmError && thrown.kind === "failed" && thrown.message.endsWith("its text stays as it is"),
    );
  }
  assert.deepEqual(snapshot(vault.root).slice(1), before.slice(1));
  assert.equal(readFileSync(join(vault.root, path), "utf8"), "their text");
});

test("restore puts back and takes away, also in a folder that is gone", (context) => {
  const vault = openVault({ root: emptyFolder(context) });
  vault.restore("sub/deep/a.md", "\ufeffone\r\n", null);
  const note = vault.read("sub/deep/a.md");
  assert.equal(note.text, "\ufeffone\r\n");
  vault.restore(note.path, "two", note.hash);
  assert.equal(vault.read(note.path).text, "two");
  vault.restore(note.path, null, vault.read(note.path).hash);
  assert.deepEqual(vault.list(), []);
  vault.restore(note.path, null, null);
  assert.throws(
    () => vault.restore(note.path, "x", note.hash),
    (thrown) => thrown instanceof PkmError && thrown.kind === "not-found",
  );
});

test("permissions: the umask's for a new file, the file's own for a change", (context) => {
  const vault = openVault({ root: emptyFolder(context) });
  const umask = process.umask(0o027);
  context.after(() => process.umask(umask));
  const note = vault.create(newNote("A", "one"));
  const file = join(vault.root, note.path);
  assert.equal(statSync(file).mode & 0o777, 0o640);
  chmodSync(file, 0o604);
  vault.rewrite(note.path, "two", note.hash);
  assert.equal(statSync(file).mode & 0o777, 0o604);
});

test("a root that is a symbolic link is followed", (context) => {
  const folder = emptyFolder(context);
  mkdirSync(join(folder, "real"));
  symlinkSync(join(folder, "real"), join(folder, "link"));
  const vault = openVault({ root: join(folder, "link") });
  assert.equal(vault.create(newNote("A", "one")).path, "a.md");
  assert.deepEqual(readdirSync(join(folder, "real")), ["a.md"]);
  assert.equal(vault.list().length, 1);
});

test("a file that is not UTF-8 is read, told, and never written", (context) => {
  const root = emptyFolder(context);
  const vault = openVault({ root });
  const latin = Buffer.from("---\ntitle: caf\xe9 \x80 \x93x\x94\n---\nna\xefve #tag\xe9\n", "latin1");
  writeFileSync(join(root, "latin.md"), latin);
  writeFileSync(join(root, "wide.md"), Buffer.from("\ufeff# Größe\n", "utf16le"));
  const note = vault.read("latin.md");
  assert.deepEqual([note.title, note.tags, note.body], ["café € “x”", ["tagé"], "naïve #tagé\n"]);
  assert.deepEqual(
    note.problems.map(({ code }) => code),
    ["not-utf-8"],
  );
  assert.equal(vault.read("wide.md").title, "Größe");
  const writes = [
    () => vault.edit(note.path, [{ key: "title", set: "T" }], note.hash),
    () => vault.rewrite(note.path, "mine", note.hash),
    () => vault.restore(note.path, "mine", note.hash),
    () => vault.restore(note.path, null, note.hash),
  ];
  for (const write of writes)
    assert.throws(
      write,
      (thrown) =>
        thrown instanceof PkmError &&
        /is not UTF-8/.test(thrown.message) &&
        thrown.mend[0]?.startsWith("iconv ") === true,
    );
  assert.deepEqual(readFileSync(join(root, "latin.md")), latin);
});

test("an edit of broken frontmatter changes nothing and leaves nothing behind", (context) => {
  const root = emptyFolder(context);
  const vault = openVault({ root });
  writeFileSync(join(root, "a b.md"), "---\ntags: [x\nb: c\n---\n# Head\n");
  const note = vault.read("a b.md");
  assert.equal(note.title, "Head");
  assert.throws(
    () => vault.edit(note.path, [{ key: "title", set: "T" }], note.hash),
    (thrown) =>
      thrown instanceof PkmError &&
      thrown.message.startsWith("a b.md: frontmatter is not valid YAML (line 3: ") &&
      thrown.mend[0] === "pkm sense edit 'a b.md'",
  );
  assert.equal(readFileSync(join(root, "a b.md"), "utf8"), note.text);
  assert.deepEqual(readdirSync(root), ["a b.md"]);
});

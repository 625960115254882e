// A folder as Obsidian, zk and nb write it: every kind of link and tag means what it means there, and doctor names
// what is wrong, without one file being written.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import { scanNotes } from "../../src/sense/scan.ts";
import { play, valueOf } from "../cli/play.ts";
import { contextOver } from "./context.ts";
import { stocked, type Stock } from "./stocked.ts";

function folderOf(t: TestContext, files: Readonly<Record<string, string | Buffer>>): Stock {
  const stock = stocked(t);
  for (const [path, text] of Object.entries(files)) {
    const file = join(stock.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return stock;
}

/** Every file with its bytes and times. */
function snapshot(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .toSorted()
    .map((path) => {
      const stats = statSync(join(folder, path), { throwIfNoEntry: false });
      const text = stats?.isFile() === true ? readFileSync(join(folder, path), "latin1").slice(0, 2000) : "";
      return `${path} ${stats?.mtimeMs ?? ""} ${stats?.size ?? ""} ${text}`;
    });
}

test("links as other tools write them lead to the notes they mean there", (t) => {
  const { store, vault } = folderOf(t, {
    "one.md":
      "[[My note|alias]] [[Other#Head]] [[Block#^abc]] ![[Embedded]] ![[pic.png]] [md](sub/Spaced%20name.md#h)\n" +
      "[zk](sub/zk2a) [up](./sub/../two.md) [[sub/Deep/Far]] [site](https://y.example/a) [same](#here)\n",
    "sub/My note.md": "[[one]] [back](../one.md) [ref]\n\n[ref]: ../two.md\n",
    "Other.md": "x",
    "Block.md": "x",
    "Embedded.md": "x",
    "sub/Spaced name.md": "x",
    "sub/zk2a.md": "# The title of it\n",
    "two.md": "[[The title of it]] [[100% sure]] [x](100%25%20sure.md)",
    "100% sure.md": "x",
    "sub/Deep/Far.md": "x",
  });
  scanNotes(vault, store);
  const linksOf = (path: string): string[] => (store.notes.get(path)?.links ?? []).map(({ to }) => to).toSorted();
  assert.deepEqual(
    linksOf("one.md"),
    [
      "Block.md",
      "Embedded.md",
      "Other.md",
      "https://y.example/a",
      "sub/Deep/Far.md",
      "sub/My note.md",
      "sub/Spaced name.md",
      "sub/zk2a.md",
      "two.md",
    ].toSorted(),
  );
  assert.deepEqual([...new Set(linksOf("sub/My note.md"))], ["one.md", "two.md"]);
  assert.deepEqual([...new Set(linksOf("two.md"))], ["100% sure.md", "sub/zk2a.md"]);
});

test("a link written with %20 or without extension is rewritten by rename like any other", async (t) => {
  const stock = folderOf(t, {
    "a.md": "[x](sub/Spaced%20name.md) [y](sub/Spaced%20name#h) [[Spaced name|z]]\n",
    "sub/Spaced name.md": "---\nid: n2b4\n---\n# Old\n",
  });
  await play(contextOver(stock), ["sense", "rename", "n2b4", "New words", "-y"], { isYes: true });
  assert.equal(
    readFileSync(join(stock.folder, "a.md"), "utf8"),
    "[x](sub/new-words.md) [y](sub/new-words#h) [[new-words|z]]\n",
  );
});

test("tags and lists as other tools write them are read", (t) => {
  const fronts: readonly [string, readonly string[]][] = [
    ["---\ntags: [a, 'b c']\n---\n", ["a", "b c"]],
    ["---\ntags:\n  - a\n  - nested/b\n---\n", ["a", "nested/b"]],
    ["---\ntags: a, b\n---\n", ["a", "b"]],
    ["---\ntag: a b\n---\n", ["a", "b"]],
    ["---\nkeywords: ['#a']\n---\n#b\n", ["a", "b"]],
    ["---\r\ntags:\r\n- a\r\n---\r\n#nested/b and #日本\r\n", ["a", "nested/b", "日本"]],
    ["#a\n", ["a"]],
  ];
  const { store, vault } = folderOf(t, Object.fromEntries(fronts.map(([text], n) => [`${n}.md`, text])));
  scanNotes(vault, store);
  for (const [n, [text, tags]] of fronts.entries()) {
    assert.deepEqual(store.notes.get(`${n}.md`)?.tags.toSorted(), tags.toSorted(), text);
  }
  assert.equal(fronts.length, 7);
});

const troubled: Readonly<Record<string, string | Buffer>> = {
  "copy.md": "---\nid: n2b4\n---\na\n",
  "original.md": "---\nid: n2b4\n---\na\n",
  "conflict.md": "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> theirs\n",
  "latin.md": Buffer.from("caf\u00e9\n", "latin1"),
  "utf16.md": Buffer.from("\ufeffcafé\n", "utf16le"),
  "big.md": "x".repeat(10 * 1024 * 1024),
  "broken.md": "---\ntags: [a\n---\nText.\n",
  "toml.md": "+++\ntags = []\n+++\nText.\n",
  "it's odd.md": "---\nkind: recipe\n---\n",
  "fine.md": "Fine.\n",
  ".obsidian/workspace.json": "{}",
  ".obsidian/templates/t.md": "---\nid: n9z9\n---\n",
  "attachments/pic.png": Buffer.from([0x89, 0x50]),
};

test("doctor names every troubled file with a command, none stops it, and not one is written", async (t) => {
  const stock = folderOf(t, troubled);
  symlinkSync("nowhere", join(stock.folder, "dangling.md"));
  const before = snapshot(stock.folder);
  const value = valueOf(await play(contextOver(stock), ["doctor"]));
  assert.ok(Array.isArray(value));
  const said = value
    .filter((row): row is { check: string; detail: string; mend: string } => row !== null && typeof row === "object")
    .filter(({ check }) => check === "note" || check === "notes");
  const wanted: readonly (readonly [string, RegExp])[] = [
    ["big.md", /10485760 characters/],
    ["broken.md", /not valid YAML/],
    ["conflict.md", /merge conflict/],
    ["it's odd.md", /kind "recipe"/],
    ["latin.md", /not UTF-8/],
    ["original.md", /has the id n2b4 of copy\.md/],
    ["toml.md", /begins with \+\+\+/],
    ["utf16.md", /not UTF-8; it is read as utf-16le/],
  ];
  assert.match(said[0]?.detail ?? "", /^10 in /);
  assert.deepEqual(
    said.slice(1).map(({ detail }) => detail.split(": ")[0]),
    wanted.map(([path]) => path),
  );
  for (const [n, [path, message]] of wanted.entries()) assert.match(said[n + 1]?.detail ?? "", message, path);
  assert.equal(said.find(({ detail }) => detail.startsWith("it's"))?.mend, String.raw`pkm sense edit 'it'\''s odd.md'`);
  for (const argv of [
    ["sense", "list"],
    ["find", "fine"],
    ["sense", "tags"],
    ["sense", "context"],
    ["sense", "bridges"],
  ]) {
    await play(contextOver(stock), argv);
  }
  assert.deepEqual(snapshot(stock.folder), before);
});

test("a shared note whose file is gone is named with its share", async (t) => {
  const stock = folderOf(t, { "a.md": "---\nid: n2b4\n---\na\n" });
  const { store, vault, folder } = stock;
  scanNotes(vault, store);
  const share = store.changes.record("shared", () => store.shares.add("n2b4"));
  vault.restore("a.md", null, store.notes.stamps()[0]?.hash ?? "");
  const value = JSON.stringify(valueOf(await play(contextOver(stock), ["doctor"])));
  assert.match(value, new RegExp(`a\\.md: the file is gone, and ${share.id} is a share of it`));
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith(".md")),
    [],
  );
});

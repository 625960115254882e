// Tests of how the index follows the notes folder, whoever changes it. Real files, a real store.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { claimNote } from "../../src/sense/edit-note.ts";
import { readNote } from "../../src/formats/note.ts";
import { scanNotes, type NoteFolder, type Scan } from "../../src/sense/scan.ts";
import { stocked, type Stock } from "./stocked.ts";

interface Desk extends Stock {
  write(path: string, text: string): void;
  scan(): Scan;
  /** Paths with their ids, missing ones with a `!`. */
  index(): Readonly<Record<string, string | null>>;
}

function desk(t: TestContext): Desk {
  const stock = stocked(t);
  mkdirSync(stock.folder, { recursive: true });
  let tick = Date.parse("2026-11-01T00:00:00.000Z");
  return {
    ...stock,
    write(path, text) {
      const file = join(stock.folder, path);
      mkdirSync(join(file, ".."), { recursive: true });
      writeFileSync(file, text);
      // Two writes within one tick of the file system's clock are still two.
      tick += 1000;
      utimesSync(file, new Date(tick), new Date(tick));
    },
    scan: () => scanNotes(stock.vault, stock.store),
    index: () =>
      Object.fromEntries(
        stock.store.notes.stamps().map(({ path, id, missing }) => [missing === null ? path : `!${path}`, id]),
      ),
  };
}

test("new and changed files are read, the rest is not; what a file said before is kept", (t) => {
  const { write, scan, store, folder } = desk(t);
  write("one.md", "---\nid: n111\ntags: [a, b]\n---\n# One\n\nfirst\n");
  write("sub/two.md", "second, without anything");
  assert.deepEqual(scan().read, ["one.md", "sub/two.md"]);
  assert.deepEqual(scan().read, []);
  const note = store.notes.get("n111");
  assert.deepEqual([note?.title, note?.tags, note?.text], ["One", ["a", "b"], "# One\n\nfirst\n"]);
  assert.equal(store.notes.get("sub/two.md")?.id, null);

  const before = readFileSync(join(folder, "one.md"), "utf8");
  write("one.md", before.replace("first", "other"));
  assert.deepEqual(scan().read, ["one.md"]);
  assert.deepEqual(
    store.notes.before("one.md").map(({ text }) => text),
    [before],
  );
  assert.equal(store.notes.get("one.md")?.text, "# One\n\nother\n");
});

test("scanning writes no file", (t) => {
  const { write, scan, folder } = desk(t);
  write("one.md", "no frontmatter");
  write("two.md", "---\nid: n222\n---\nx");
  const stamps = (): readonly number[] => ["one.md", "two.md"].map((name) => statSync(join(folder, name)).ctimeMs);
  const before = stamps();
  scan();
  assert.deepEqual(stamps(), before);
});

test("a file that moved keeps its row: by its id, and without one by its bytes", (t) => {
  const { write, scan, store, folder, index } = desk(t);
  write("one.md", "---\nid: n111\n---\nx");
  write("two.md", "[[one]] and more");
  scan();
  renameSync(join(folder, "one.md"), join(folder, "uno.md"));
  renameSync(join(folder, "two.md"), join(folder, "dos.md"));
  write("uno.md", "---\nid: n111\n---\nx, edited");
  assert.deepEqual(
    scan().moved.toSorted((a, b) => (a.to < b.to ? -1 : 1)),
    [
      { from: "two.md", to: "dos.md" },
      { from: "one.md", to: "uno.md" },
    ],
  );
  assert.deepEqual(index(), { "dos.md": null, "uno.md": "n111" });
  assert.equal(store.notes.before("uno.md").length, 1);
});

test("a file that is gone leaves its row, and gets it back when it returns", (t) => {
  const { write, scan, store, folder, index } = desk(t);
  write("one.md", "---\nid: n111\n---\nx");
  scan();
  rmSync(join(folder, "one.md"));
  assert.deepEqual(scan().gone, ["one.md"]);
  assert.deepEqual(scan(), { read: [], moved: [], gone: [], problems: [] });
  assert.deepEqual(index(), { "!one.md": "n111" });
  assert.deepEqual(store.notes.list(), []);
  write("later/one.md", "---\nid: n111\n---\nx");
  scan();
  assert.deepEqual(index(), { "later/one.md": "n111" });
});

test("of a file and its copy the former keeps the id, whatever their names", (t) => {
  const { write, scan, folder, index } = desk(t);
  write("m.md", "---\nid: n111\n---\nx");
  scan();
  write("a.md", "---\nid: n111\n---\nx, copied");
  write("m.md", "---\nid: n111\n---\nx, edited too");
  const { problems } = scan();
  assert.deepEqual(
    problems.map(({ path, code }) => [path, code]),
    [["a.md", "duplicate-id"]],
  );
  assert.match(problems[0]?.message ?? "", /n111 of m\.md/);
  assert.deepEqual(index(), { "a.md": null, "m.md": "n111" });

  rmSync(join(folder, "m.md"));
  write("a.md", "---\nid: n111\n---\nnow the only one");
  scan();
  assert.deepEqual(index(), { "a.md": "n111" });
});

test("two files that changed places change ids too", (t) => {
  const { write, scan, store, index } = desk(t);
  write("a.md", "---\nid: n111\n---\nfirst");
  write("b.md", "---\nid: n222\n---\nsecond");
  scan();
  write("a.md", "---\nid: n222\n---\nsecond");
  write("b.md", "---\nid: n111\n---\nfirst");
  assert.deepEqual(scan().problems, []);
  assert.deepEqual(index(), { "a.md": "n222", "b.md": "n111" });
  assert.equal(store.notes.get("n111")?.text, "first");
});

test("a file that lost its id keeps it in the index; a file that can not be read is named", (t) => {
  const { write, scan, index } = desk(t);
  write("a.md", "---\nid: n111\n---\nfirst");
  write("c.md", "---\ntags: [broken\n---\nbody stays searchable");
  scan();
  write("a.md", "first, retyped");
  scan();
  assert.deepEqual(index(), { "a.md": "n111", "c.md": null });
});

test("links mean what bears their name, also when it appears, moves or goes later", (t) => {
  const { write, scan, store, vault, folder, items } = desk(t);
  const [item = ""] = items({ title: "An item", html: "<p>text</p>" });
  const links = (): readonly string[] =>
    (store.notes.get("n999")?.links ?? []).map(({ to, as }) => `${as} ${to}`).toSorted();
  write(
    "hub.md",
    `---\nid: n999\nlinks:\n  - {to: ${item}, as: example}\n---\n[[Deep Work|alias]] [[sub/leaf]] [[leaf]] https://letters.example/1`,
  );
  scan();
  assert.deepEqual(links(), [`example ${item}`, "mentions Deep Work", "mentions leaf", "mentions sub/leaf"].toSorted());
  write("whatever.md", "---\nid: n111\ntitle: deep  work\n---\n");
  write("sub/leaf.md", "a leaf");
  scan();
  assert.deepEqual(links(), [`example ${item}`, "mentions n111", "mentions sub/leaf.md", "mentions sub/leaf.md"]);
  assert.deepEqual(store.notes.get("n111")?.backlinks, [{ from: "n999", as: "mentions" }]);

  claimNote({ store, vault }, "sub/leaf.md");
  const leaf = store.notes.get("sub/leaf.md")?.id ?? "";
  assert.match(leaf, /^n/);
  assert.equal(links().filter((link) => link === `mentions ${leaf}`).length, 2);

  rmSync(join(folder, "whatever.md"));
  write("deep-work.md", "---\nid: n222\ntitle: Deep work\n---\n");
  scan();
  assert.ok(links().includes("mentions n222"));
});

test("an address of an item is a link to it", (t) => {
  const { write, scan, store, items } = desk(t);
  const [item = "", second = ""] = items({ title: "A", html: "a" }, { title: "B", html: "b" });
  write(
    "n.md",
    `---\nid: n111\nsource: [${second}]\n---\n[this](https://letters.example/1) of [that](https://letters.example/2)`,
  );
  scan();
  assert.deepEqual(store.notes.get("n111")?.links, [{ to: item, as: "mentions" }]);
  assert.deepEqual(store.links.to(item), [{ from: "n111", as: "mentions" }]);
  assert.deepEqual(store.notes.ofItem(second), ["n111"]);
});

test("a folder of many notes that was moved whole is found file by file, and not by looking through all for each", (t) => {
  const { store } = desk(t);
  const count = 60_000;
  const names = Array.from({ length: count }, (_, at) => `${String(at).padStart(5, "0")}.md`);
  const stamps = names
    .map((name) => ({ path: `a/${name}`, id: null, hash: name, modifiedMs: 1, sizeBytes: 1, missing: null }))
    .toReversed();
  const blank = readNote("", "x.md");
  const folder: NoteFolder = {
    list: () => names.map((name) => ({ path: `b/${name}`, modifiedMs: 1, sizeBytes: 1 })),
    read: (path) => ({ ...blank, path, text: "", hash: path.slice(2), modifiedMs: 1, sizeBytes: 1 }),
  };
  const notes = { ...store.notes, stamps: () => stamps, put: () => {}, move: () => {} };
  const startedMs = performance.now();
  const { moved, gone } = scanNotes(folder, { notes, ids: store.ids, derive: (act) => act() });
  assert.deepEqual([moved.length, gone.length], [count, 0]);
  // Half a second; looking through all that is gone for each takes ten.
  assert.ok(performance.now() - startedMs < 4000);
});

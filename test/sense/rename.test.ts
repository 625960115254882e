// Tests of `sense rename`: the file, the title and every link to it, in one change that survives being killed.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { sha256 } from "../../src/base/hash.ts";
import { presentNote } from "../../src/sense/edit-note.ts";
import { planRename, renameNote as renameAgain } from "../../src/sense/rename.ts";
import { scanNotes } from "../../src/sense/scan.ts";
import { play, valueOf } from "../cli/play.ts";
import { contextOver } from "./context.ts";
import { stocked, type Stock } from "./stocked.ts";

const files: Readonly<Record<string, string>> = {
  "old-name.md":
    "---\n# mine\nzeta: 1\nid: n2b4\ntitle: Old name\ntags: [a]\n---\n\n# Old name\n\nI am [[Old name]], see [me](old-name.md#top).\n",
  "by-title.md": "See [[Old name]] and [[Old name|an alias]], ![[Old name#Heading]], [[Old name#Heading|both]].\n",
  "by-slug.md": "See [[old-name]] and [[Other]], not `[[old-name]]`:\n\n```\n[[Old name]]\n```\n",
  "by-path.md":
    "See [here](old-name.md#part), [there](<./old-name.md>), [[/old-name.md]] and [ref].\n\n[ref]: old-name.md\n",
  "typed.md": "---\nlinks:\n  - {to: Old name, as: supports} # why\n  - {to: n2b4, as: extends}\nx: y\n---\nText.\n",
  "sub/deep.md": "See [up](../old-name.md) and [[old-name|x]].\r\nKept.\r\n",
  "Other.md": "No link: Old name, old-name.\n",
};

const after: Readonly<Record<string, string>> = {
  "new-name.md":
    "---\n# mine\nzeta: 1\nid: n2b4\ntitle: New name\ntags: [a]\n---\n\n# Old name\n\nI am [[New name]], see [me](new-name.md#top).\n",
  "by-title.md": "See [[New name]] and [[New name|an alias]], ![[New name#Heading]], [[New name#Heading|both]].\n",
  "by-slug.md": "See [[new-name]] and [[Other]], not `[[old-name]]`:\n\n```\n[[Old name]]\n```\n",
  "by-path.md":
    "See [here](new-name.md#part), [there](<./new-name.md>), [[/new-name.md]] and [ref].\n\n[ref]: new-name.md\n",
  "sub/deep.md": "See [up](../new-name.md) and [[new-name|x]].\r\nKept.\r\n",
  "Other.md": "No link: Old name, old-name.\n",
};

function planted(t: TestContext, given: Readonly<Record<string, string>> = files): Stock {
  const stock = stocked(t);
  plant(stock, given);
  return stock;
}

function plant({ folder }: Stock, given: Readonly<Record<string, string>>): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "sub"), { recursive: true });
  for (const [path, text] of Object.entries(given)) writeFileSync(join(folder, path), text);
}

function filesIn({ folder }: Stock): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".md"));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

/** Every link of every note, by path, as the index has it. */
function linksIn({ store }: Stock): readonly string[] {
  return store.notes
    .list()
    .map(
      ({ path, links }) =>
        `${path}: ${links
          .map(({ to, as }) => `${as} ${to}`)
          .toSorted()
          .join(", ")}`,
    )
    .toSorted();
}

function linkersOf({ store }: Stock): ReadonlySet<string> {
  return new Set(store.notes.get("n2b4")?.backlinks.map(({ from }) => from));
}

test("the title, the file name and every link go together; all else stays byte for byte", async (t) => {
  const stock = planted(t);
  const context = contextOver(stock);
  scanNotes(stock.vault, stock.store);
  const before = JSON.stringify(linksIn(stock));
  const value = valueOf(await play(context, ["sense", "rename", "n2b4", "New", "name"], { isYes: true }));
  const { "typed.md": typed = "", ...others } = filesIn(stock);
  assert.deepEqual(others, after);
  assert.match(typed, /^---\nlinks:\n[^]*to: New name, as: supports[^]*\nx: y\n---\nText\.\n$/);
  assert.match(typed, /\{to: n2b4, as: extends\}/);
  assert.equal(JSON.stringify(linksIn(stock)).replaceAll("new-name", "old-name").length, before.length);
  assert.equal(stock.store.notes.get("n2b4")?.path, "new-name.md");
  assert.equal(linkersOf(stock).size, 6);
  assert.match(JSON.stringify(value), /"pathBefore":"old-name.md","relinked":\[/);
  assert.equal(stock.store.changes.list(-1).length, 1);
  await play(context, ["undo"]);
  assert.deepEqual(filesIn(stock), files);
  assert.equal(stock.store.notes.get("n2b4")?.path, "old-name.md");
  assert.equal(JSON.stringify(linksIn(stock)), before);
  await play(context, ["undo", "--redo"]);
  assert.deepEqual(Object.keys(filesIn(stock)).toSorted(), [...Object.keys(after), "typed.md"].toSorted());
});

test("-n shows the lines and writes nothing; without a terminal it needs -y; no to the question changes nothing", async (t) => {
  const stock = planted(t);
  const line = ["sense", "rename", "old-name.md", "New name"];
  const dry = await play(contextOver(stock), line, { isDryRun: true });
  assert.ok(dry.layout.kind === "text");
  assert.match(dry.layout.text, /^old-name\.md becomes new-name\.md$/m);
  assert.match(dry.layout.text, /^- title: Old name\n\+ title: New name$/m);
  assert.match(dry.layout.text, /^- See \[\[old-name\]\].*\n\+ See \[\[new-name\]\]/m);
  await assert.rejects(play(contextOver(stock), line), { kind: "usage", message: /nobody can be asked/ });
  let asked = 0;
  const no = contextOver(stock, { confirm: () => ((asked += 1), false) });
  await play(no, line);
  assert.equal(asked, 1);
  assert.deepEqual(filesIn(stock), files);
  assert.equal(stock.store.changes.latest(), null);
  await play(contextOver(stock, { confirm: () => true }), line);
  assert.ok("new-name.md" in filesIn(stock));
  const again = await play(contextOver(stock), ["sense", "rename", "new-name.md", "New name"]);
  assert.match(JSON.stringify(again.layout), /is called/);
});

test("a name that another note has is not taken: the file gets another, and links name it so that they mean it", async (t) => {
  const stock = planted(t, {
    "one.md": "---\ntitle: One\n---\n",
    "two.md": "---\ntitle: Two\n---\nKeep me.\n",
    "three.md": "[[One]] [[one]] [[two]] [x](one.md)\n",
  });
  await play(contextOver(stock), ["sense", "rename", "one.md", "Two"], { isYes: true });
  assert.equal(filesIn(stock)["two.md"], "---\ntitle: Two\n---\nKeep me.\n");
  assert.equal(filesIn(stock)["three.md"], "[[two-2]] [[two-2]] [[two]] [x](two-2.md)\n");
  const three = stock.store.notes.get("three.md");
  assert.deepEqual(three?.links.map(({ to }) => to).toSorted(), ["two-2.md", "two-2.md", "two.md"]);
});

test("killed after any of its writes, every file is whole, no link leads nowhere, and a rerun completes it", async (t) => {
  const stock = planted(t);
  let kills = 0;
  for (let writes = 0; ; writes += 1) {
    plant(stock, files);
    scanNotes(stock.vault, stock.store);
    const work = { ...stock, hash: sha256 };
    const { turns } = planRename(work, presentNote(stock.store, "n2b4"), "New name");
    assert.equal(turns.length, 7);
    if (writes > turns.length) break;
    for (const { path, before, after: text } of turns.slice(0, writes)) {
      stock.vault.restore(path, text, before === null ? null : sha256(before));
    }
    kills += 1;
    const wholes = new Set(turns.flatMap((turn) => [turn.before, turn.after]));
    for (const [path, text] of Object.entries(filesIn(stock))) {
      assert.ok(wholes.has(text) || files[path] === text, `${path} is neither old nor new`);
    }
    scanNotes(stock.vault, stock.store);
    const dangling = stock.store.notes
      .list()
      .flatMap(({ links }) => links.filter(({ to }) => /^Old name$|^New name$/.test(to)));
    assert.deepEqual(dangling, [], `after ${writes} writes`);
    await play(contextOver(stock), ["sense", "rename", "n2b4", "New name"], { isYes: true });
    const { "typed.md": typed = "", ...others } = filesIn(stock);
    assert.deepEqual(others, after, `after ${writes} writes`);
    assert.match(typed, /to: New name, as: supports/);
    assert.equal(linkersOf(stock).size, 6, `after ${writes} writes`);
  }
  assert.equal(kills, 8);
});

test("where a note was changed by another program in between, nothing is renamed", (t) => {
  const stock = planted(t);
  scanNotes(stock.vault, stock.store);
  const work = { ...stock, hash: sha256 };
  const renaming = planRename(work, presentNote(stock.store, "n2b4"), "New name");
  writeFileSync(join(stock.folder, "typed.md"), "changed by hand\n");
  const before = filesIn(stock);
  assert.throws(() => renameAgain(work, renaming), { kind: "failed", message: /^typed\.md was changed since/ });
  assert.deepEqual(filesIn(stock), before);
  assert.equal(stock.store.changes.latest(), null);
});

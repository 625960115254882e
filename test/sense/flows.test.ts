// Tests of what changes notes and marks: marking, noting, tagging, linking, editing, each with its undo.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import { sha256 } from "../../src/base/hash.ts";
import { claimNote, presentNote } from "../../src/sense/edit-note.ts";
import { linkNote } from "../../src/sense/linking.ts";
import { makeNote } from "../../src/sense/make-note.ts";
import { markItem } from "../../src/sense/mark.ts";
import { saveEdit } from "../../src/sense/save-edit.ts";
import { scanNotes } from "../../src/sense/scan.ts";
import { labelThings, tagName } from "../../src/sense/tagging.ts";
import { stocked, type Stock } from "./stocked.ts";
import { undoLatest } from "./undo.ts";

const wanted = { kind: "idea", tags: ["trust"], contexts: ["work"], via: null } as const;

interface Desk extends Stock {
  item: string;
  other: string;
  /** Writes a file by hand and takes it in. */
  byHand(path: string, text: string): void;
  textOf(path: string): string;
}

function desk(t: TestContext): Desk {
  const stock = stocked(t);
  const [item = "", other = ""] = stock.items(
    { title: "The third space", html: "<p>We test ideas with peers. We test ideas twice.</p>" },
    { title: null, html: "<p>Without a title.</p>" },
  );
  return {
    ...stock,
    item,
    other,
    byHand(path, text) {
      mkdirSync(stock.folder, { recursive: true });
      writeFileSync(join(stock.folder, path), text);
      scanNotes(stock.vault, stock.store);
    },
    textOf: (path) => readFileSync(join(stock.folder, path), "utf8"),
  };
}

test("marking keeps an item; a quote or comment annotates it too; undo takes both back", (t) => {
  const { store, item, vault } = desk(t);
  const kept = markItem(store, { item, quote: null, comment: null });
  assert.deepEqual([kept.item.state, kept.annotation, kept.isNewlyKept], ["kept", null, true]);
  assert.equal(markItem(store, { item, quote: null, comment: null }).isNewlyKept, false);
  const { annotation, places } = markItem(store, { item, quote: "we test  ideas", comment: "not us" });
  assert.equal(places, 2);
  assert.deepEqual(
    [annotation?.quote?.exact, annotation?.comment, annotation?.version],
    ["We test ideas", "not us", 1],
  );
  assert.equal(undoLatest({ store, vault }), `marked ${item} “The third space”`);
  assert.deepEqual(store.annotations.ofItem(item), []);
  assert.equal(store.items.get(item).state, "kept");
  assert.equal(undoLatest({ store, vault }), `kept ${item} “The third space”`);
  assert.equal(store.items.get(item).state, "new");
});

test("a quote that is not there changes nothing and names the nearest passage", (t) => {
  const { store, item } = desk(t);
  assert.throws(
    () => markItem(store, { item, quote: "we tested ideas with our peers", comment: "x" }),
    (thrown: unknown) => {
      assert.ok(thrown instanceof PkmError);
      assert.deepEqual(thrown.mend, [`pkm sense mark ${item} --quote 'We test ideas with peers.'`]);
      return thrown.kind === "not-found";
    },
  );
  assert.equal(store.items.get(item).state, "new");
  assert.equal(store.changes.latest(), null);
});

test("a note is a file with its sources, keeps its items, and undo removes it", (t) => {
  const desktop = desk(t);
  const { store, item, other, folder, textOf, vault } = desktop;
  const note = makeNote(desktop, { ...wanted, title: "Trust first", body: "Mine.", sources: [item, other] });
  assert.deepEqual(
    [note.path, note.sources, note.tags, note.contexts],
    ["trust-first.md", [item, other].toSorted(), ["trust"], ["work"]],
  );
  assert.match(
    textOf("trust-first.md"),
    new RegExp(`^---\nid: ${note.id}\ntitle: Trust first\n[^]*\n---\n\nMine\\.\n$`),
  );
  assert.deepEqual([store.items.get(item).state, store.items.get(other).state], ["noted", "noted"]);
  assert.deepEqual(scanNotes(vault, store).read, []);
  assert.equal(undoLatest(desktop), "noted “Trust first”");
  assert.deepEqual(readdirSync(folder), []);
  scanNotes(vault, store);
  assert.deepEqual(store.notes.list(), []);
  assert.notEqual(store.notes.get(note.id ?? "")?.missing, null);
});

test("tags go on rows and into files, once, and come off whatever their case", (t) => {
  const work = desk(t);
  const { store, item, byHand, textOf } = work;
  byHand("plain.md", "# Plain\n\n#inline stays\n");
  const refs = [
    { ref: item, isNote: false },
    { ref: "plain.md", isNote: true },
  ];
  assert.deepEqual(
    labelThings(work, { noun: "tag", things: refs, labels: ["trust", "inline"], isRemoval: false }).map(
      ({ changed }) => changed,
    ),
    [["trust", "inline"], ["trust"]],
  );
  assert.equal(textOf("plain.md"), "---\ntags: [trust]\n---\n# Plain\n\n#inline stays\n");
  assert.deepEqual(store.notes.get("plain.md")?.tags, ["inline", "trust"]);
  const off = labelThings(work, { noun: "tag", things: refs, labels: ["TRUST", "inline"], isRemoval: true });
  assert.deepEqual(
    off.map(({ labels, changed }) => [labels, changed]),
    [
      [[], ["trust", "inline"]],
      [["inline"], ["trust"]],
    ],
  );
  assert.deepEqual(store.items.get(item).tags, []);
  assert.equal(undoLatest(work), `took tags off ${item}, plain.md: TRUST, inline`);
  assert.equal(textOf("plain.md"), "---\ntags: [trust]\n---\n# Plain\n\n#inline stays\n");
  assert.deepEqual(store.tags.of(item), ["inline", "trust"]);
});

test("a tag has letters or digits, no # and no white space", () => {
  assert.deepEqual(["##Trust", " two words ", "日本"].map(tagName), ["Trust", "two-words", "日本"]);
  assert.throws(() => tagName("#-"), /is no tag/);
});

test("a link is written into the note, gives its target an id, and is taken out as it was written", (t) => {
  const work = desk(t);
  const { store, item, byHand, textOf } = work;
  byHand("from.md", "From here.\n");
  byHand("to.md", "---\n# a comment\ntitle: To there\n---\nText.\n");
  const link = { from: "from.md", to: "to.md", isNoteTo: true, as: "challenges", isRemoval: false } as const;
  const { to, isChanged } = linkNote(work, link);
  assert.equal(isChanged, true);
  assert.equal(textOf("to.md"), `---\nid: ${to}\n# a comment\ntitle: To there\n---\nText.\n`);
  assert.match(
    textOf("from.md"),
    new RegExp(`^---\nlinks:\n  - \\{to: ${to}, as: challenges\\}\n---\nFrom here\\.\n$`),
  );
  assert.deepEqual(store.notes.get(to)?.backlinks, [{ from: "from.md", as: "challenges" }]);
  assert.equal(linkNote(work, link).isChanged, false);
  assert.equal(linkNote(work, { ...link, to: item, isNoteTo: false, as: "example" }).isChanged, true);
  assert.equal(linkNote(work, { ...link, to, isRemoval: true }).isChanged, true);
  assert.deepEqual(store.notes.get("from.md")?.links, [{ to: item, as: "example" }]);
  assert.throws(() => linkNote(work, { ...link, to: "from.md" }), /not linked to itself/);
  undoLatest(work);
  undoLatest(work);
  undoLatest(work);
  assert.equal(textOf("from.md"), "From here.\n");
  assert.equal(textOf("to.md"), "---\n# a comment\ntitle: To there\n---\nText.\n");
});

test("a change that fails midway leaves every file and row as it was", (t) => {
  const work = desk(t);
  const { store, item, byHand, textOf } = work;
  byHand("broken.md", "---\ntags: [open\n---\nx\n");
  byHand("to.md", "Text.\n");
  const link = { from: "broken.md", to: "to.md", isNoteTo: true, as: "supports", isRemoval: false } as const;
  assert.throws(() => linkNote(work, link), /frontmatter is not valid YAML/);
  assert.equal(textOf("to.md"), "Text.\n");
  const refs = [
    { ref: item, isNote: false },
    { ref: "to.md", isNote: true },
    { ref: "broken.md", isNote: true },
  ];
  assert.throws(
    () => labelThings(work, { noun: "tag", things: refs, labels: ["x"], isRemoval: false }),
    /frontmatter is not valid YAML/,
  );
  assert.equal(textOf("to.md"), "Text.\n");
  assert.deepEqual(store.tags.of(item), []);
  assert.equal(store.changes.latest(), null);
  scanNotes(work.vault, store);
  assert.deepEqual(store.notes.get("to.md")?.tags, []);
  assert.equal(store.notes.get("to.md")?.id, null);
});

test("a copy of a note keeps being named as one when pkm edits it, and gets no id", (t) => {
  const work = desk(t);
  const { store, byHand } = work;
  byHand("a.md", "---\nid: n111\n---\nx\n");
  byHand("b.md", "---\nid: n111\n---\nx\n");
  labelThings(work, { noun: "tag", things: [{ ref: "b.md", isNote: true }], labels: ["x"], isRemoval: false });
  assert.deepEqual(
    store.notes.get("b.md")?.problems.map(({ code }) => code),
    ["duplicate-id"],
  );
  assert.throws(() => claimNote(work, "b.md"), /b\.md can not be given an id: it has the id n111 of a\.md/);
});

test("an edit is written back whole, and its undo brings the former text", (t) => {
  const work = desk(t);
  const { store, vault, byHand, textOf } = work;
  byHand("a.md", "---\nid: n111\n---\nold\n");
  const before = vault.read("a.md");
  const after = saveEdit({ store, vault, hash: sha256 }, presentNote(store, "n111"), {
    before,
    text: "---\nid: n111\ntags: [x]\n---\nnew\n",
  });
  assert.deepEqual([after.tags, after.text], [["x"], "new\n"]);
  undoLatest(work);
  assert.equal(textOf("a.md"), "---\nid: n111\n---\nold\n");
});

test("an edit that meets somebody else's leaves their file and keeps both texts", (t) => {
  const { store, vault, folder, byHand, textOf } = desk(t);
  byHand("a.md", "---\nid: n111\n---\nold\n");
  const before = vault.read("a.md");
  writeFileSync(join(folder, "a.md"), "---\nid: n111\n---\ntheirs\n");
  assert.throws(
    () => saveEdit({ store, vault, hash: sha256 }, presentNote(store, "n111"), { before, text: "mine" }),
    (thrown: unknown) => thrown instanceof PkmError && thrown.message.endsWith("what you wrote is kept"),
  );
  assert.equal(textOf("a.md"), "---\nid: n111\n---\ntheirs\n");
  assert.deepEqual(
    store.notes.before("a.md").map(({ text }) => text),
    ["mine"],
  );
  assert.equal(store.changes.latest(), null);
});

test("a note whose file is gone is named, not written anew", (t) => {
  const work = desk(t);
  const note = makeNote(work, { ...wanted, title: "Gone", body: "x", sources: [] });
  undoLatest(work);
  scanNotes(work.vault, work.store);
  assert.throws(() => presentNote(work.store, note.id ?? ""), /the file of note n\w+, gone\.md, is gone/);
  assert.equal(existsSync(join(work.folder, "gone.md")), false);
});

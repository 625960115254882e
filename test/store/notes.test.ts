// Tests of the rows of notes, their links and what hangs on them, over a real store.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sha256 } from "../../src/base/hash.ts";
import { readNote } from "../../src/formats/note.ts";
import type { NoteFile } from "../../src/sense/note.ts";
import { stocked } from "../sense/stocked.ts";

function file(path: string, text: string): NoteFile {
  return {
    ...readNote(text, path),
    path,
    text,
    hash: sha256(text),
    modifiedMs: 1_793_000_000_000,
    sizeBytes: text.length,
  };
}

test("a note reads back as its file says, in the shape scripts rely on", (t) => {
  const { store, items } = stocked(t);
  const [item = ""] = items({ title: "A", html: "a" });
  const head = `id: n111\ntitle: Why\nkind: question\ngrowth: growing\ncreated: 2026-11-01\ntags: [b, a]\ncontext: [work]\nsource: [${item}]`;
  store.notes.put(
    file("x/why.md", `---\n${head}\nlinks:\n  - {to: ${item}, as: example}\n---\n\nSee [[Nowhere]].\n`),
    "n111",
  );
  const { problems, ...note } = store.notes.get("n111") ?? { problems: [] };
  assert.deepEqual(note, {
    id: "n111",
    kind: "note",
    noteKind: "question",
    title: "Why",
    path: "x/why.md",
    tags: ["a", "b"],
    contexts: ["work"],
    growth: "growing",
    created: "2026-11-01T00:00:00.000Z",
    updated: new Date(1_793_000_000_000).toISOString(),
    sources: [item],
    links: [
      { to: "Nowhere", as: "mentions" },
      { to: item, as: "example" },
    ],
    backlinks: [],
    shares: [],
    text: "\nSee [[Nowhere]].\n",
    missing: null,
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(store.notes.get("x/why.md"), store.notes.get("n111"));
  assert.equal(store.notes.get("n1"), null);
});

test("the same file put twice keeps no former text; a changed one keeps the newest first", (t) => {
  const { store, clock } = stocked(t);
  for (const text of ["one", "one", "two", "three"]) {
    store.notes.put(file("a.md", text), null);
    clock.forward(1000);
  }
  assert.deepEqual(
    store.notes.before("a.md").map(({ text, hash }) => [text, hash]),
    [
      ["two", sha256("two")],
      ["one", sha256("one")],
    ],
  );
});

test("an id is one note's: who gets it takes it", (t) => {
  const { store } = stocked(t);
  store.notes.put(file("a.md", "a"), "n111");
  store.notes.put(file("b.md", "b"), "n111");
  assert.deepEqual(
    store.notes.stamps().map(({ path, id }) => [path, id]),
    [
      ["a.md", null],
      ["b.md", "n111"],
    ],
  );
});

test("a move takes tags, links and former texts along", (t) => {
  const { store } = stocked(t);
  store.notes.put(file("a.md", "old"), null);
  store.notes.put(file("a.md", "#tag and [[b]]"), null);
  store.notes.put(file("b.md", "back to [[a]]"), null);
  store.notes.move("a.md", "deep/a.md");
  const moved = store.notes.get("deep/a.md");
  assert.deepEqual([moved?.tags, moved?.links], [["tag"], [{ to: "b.md", as: "mentions" }]]);
  assert.deepEqual(store.notes.get("b.md")?.links, [{ to: "deep/a.md", as: "mentions" }]);
  assert.equal(store.notes.before("deep/a.md").length, 1);
  assert.equal(store.notes.get("a.md"), null);
});

test("a note that moves to where a deleted one lay leaves what that one said among the former texts", (t) => {
  const { store } = stocked(t);
  store.notes.put(file("x.md", "---\nid: n111\n---\nthe only copy\n"), "n111");
  store.notes.put(file("b.md", "---\nid: n222\n---\nother\n"), "n222");
  store.notes.miss("x.md");
  store.notes.move("b.md", "x.md");
  assert.equal(store.notes.get("n222")?.path, "x.md");
  assert.deepEqual(
    store.notes.before("x.md").map(({ text }) => text),
    ["---\nid: n111\n---\nthe only copy\n"],
  );
});

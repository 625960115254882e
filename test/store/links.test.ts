// Tests of what a link's target means: by id, address, path, file name and title.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { sha256 } from "../../src/base/hash.ts";
import { readNote } from "../../src/formats/note.ts";
import { pathsFor, slugOf } from "../../src/sense/link-name.ts";
import type { Store } from "../../src/store/store.ts";
import { stocked } from "../sense/stocked.ts";

function put(store: Store, path: string, { text = "", id = null }: { text?: string; id?: string | null } = {}): void {
  const read = { ...readNote(text, path), path, text, hash: sha256(text), modifiedMs: 0, sizeBytes: text.length };
  if (id !== null) store.ids.adopt("note", id);
  store.notes.put(read, id);
}

test("a target means what it names, the nearest first", (t) => {
  const { store, items } = stocked(t);
  const [item = ""] = items({ title: "An item", html: "x" });
  put(store, "one.md", { id: "n111" });
  put(store, "sub/one.md");
  put(store, "sub/leaf.md", { text: "---\ntitle: A/B  Testing\n---\n" });
  put(store, "sub/100%_x.md");
  put(store, "Grüße.md");
  const cases: readonly [string, string, string | null][] = [
    ["n111", "any.md", "n111"],
    [item, "any.md", item],
    ["https://letters.example/1", "any.md", item],
    ["https://letters.example/1?utm_source=mail", "any.md", item],
    ["https://elsewhere.example/", "any.md", null],
    ["one", "any.md", "n111"],
    ["one", "sub/any.md", "sub/one.md"],
    ["../one.md", "sub/any.md", "n111"],
    ["../../one.md", "sub/any.md", null],
    ["leaf", "any.md", "sub/leaf.md"],
    ["SUB/Leaf", "any.md", "sub/leaf.md"],
    ["other/leaf", "any.md", null],
    ["a/b testing", "any.md", "sub/leaf.md"],
    ["100%_x", "any.md", "sub/100%_x.md"],
    ["1000_x", "any.md", null],
    ["grüße", "any.md", "Grüße.md"],
    ["gru\u0308ße", "any.md", "Grüße.md"],
    ["nothing", "any.md", null],
    ["", "any.md", null],
  ];
  for (const [target, from, meant] of cases)
    assert.equal(store.links.meaning(target, from), meant, `${target} in ${from}`);
  assert.equal(cases.length, 19);
});

test("a missing note is meant only while nothing else has its name", (t) => {
  const { store } = stocked(t);
  put(store, "a/x.md", { id: "n111" });
  put(store, "from.md", { text: "[[x]]" });
  store.notes.miss("a/x.md");
  assert.deepEqual(store.notes.get("from.md")?.links, [{ to: "n111", as: "mentions" }]);
  put(store, "long/folder/x.md", { id: "n222" });
  assert.deepEqual(store.notes.get("from.md")?.links, [{ to: "n222", as: "mentions" }]);
});

test("a file that was moved and renamed is meant by its new name", (t) => {
  const { store } = stocked(t);
  put(store, "old.md", { text: "---\ntitle: Tables\n---\n", id: "n111" });
  put(store, "from.md", { text: "[[new]]" });
  assert.deepEqual(store.notes.get("from.md")?.links, [{ to: "new", as: "mentions" }]);
  store.notes.move("old.md", "sub/new.md");
  put(store, "sub/new.md", { text: "---\ntitle: Tables\n---\n", id: "n111" });
  assert.deepEqual(store.notes.get("from.md")?.links, [{ to: "n111", as: "mentions" }]);
});

test("any target in any text is taken in and means something or nothing", (t) => {
  const { store } = stocked(t);
  let checked = 0;
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (target) => {
      put(store, "from.md", { text: `[[${target}]] [x](<${target}>)` });
      assert.ok(store.notes.get("from.md") !== null);
      for (const path of pathsFor(target, "a/b.md"))
        assert.ok(!path.startsWith("/") && !path.split("/").includes(".."));
      assert.ok(!slugOf(target).includes("/"));
      checked += 1;
    }),
    { numRuns: 300 },
  );
  assert.equal(checked, 300);
});

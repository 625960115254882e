// Tests of annotations and tags in the store.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stocked } from "../sense/stocked.ts";

test("annotations come in the order they were made, with the item's version then and now", (t) => {
  const { store, items, clock, revise } = stocked(t);
  const [item = "", other = ""] = items({ title: "A", html: "one" }, { title: "B", html: "b" });
  const quote = { exact: "one", prefix: "", suffix: "" };
  const first = store.annotations.add({ item, version: 1, quote, comment: null });
  const second = store.annotations.add({ item, version: 1, quote: null, comment: "why" });
  store.tags.add(first.id, ["x"]);
  clock.forward(1000);
  revise(item, { title: "A", html: "two" });
  const [one, two] = store.annotations.ofItem(item);
  assert.deepEqual([one?.id, two?.id], [first.id, second.id]);
  assert.deepEqual([one?.quote, one?.comment, one?.tags, one?.version, one?.itemVersion], [quote, null, ["x"], 1, 2]);
  assert.deepEqual([two?.quote, two?.comment, two?.kind], [null, "why", "annotation"]);
  assert.match(first.id, /^a/);
  assert.deepEqual(store.annotations.get(first.id), one);
  assert.deepEqual(store.annotations.ofItem(other), []);
  assert.equal(store.annotations.get("a999"), null);
});

test("an annotation without quote and comment, or of no item, is refused by the store itself", (t) => {
  const { store, items } = stocked(t);
  const [item = ""] = items({ title: "A", html: "one" });
  assert.throws(() => store.annotations.add({ item, version: 1, quote: null, comment: null }), /CHECK/);
  assert.throws(() => store.annotations.add({ item: "k999", version: 1, quote: null, comment: "x" }), /FOREIGN KEY/);
});

test("tags are put on once whatever their case, and listed by name", (t) => {
  const { store, items } = stocked(t);
  const [item = ""] = items({ title: "A", html: "one" });
  assert.deepEqual(store.tags.add(item, ["b", "A"]), ["b", "A"]);
  assert.deepEqual(store.tags.add(item, ["a", "c"]), ["c"]);
  assert.deepEqual(store.tags.of(item), ["A", "b", "c"]);
  assert.deepEqual(store.tags.remove(item, ["B", "z"]), ["b"]);
  assert.deepEqual(store.tags.of(item), ["A", "c"]);
  assert.deepEqual(store.items.get(item).tags, ["A", "c"]);
});

// Contexts: areas of life, which of them are bounded, and every way by which a note comes to stand in one.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { contextName, contextsLeft, isBounded } from "../../src/sense/context.ts";
import { parseQuery } from "../../src/sense/query.ts";
import { play, valueOf } from "../cli/play.ts";
import { contextOver } from "./context.ts";
import { stocked } from "./stocked.ts";
import { undoLatest } from "./undo.ts";

const bounded = new Set(["acme", "straße"]);

test("a line around a context holds whatever its case, its Unicode form and its white space", () => {
  for (const written of ["acme", "ACME", " Acme ", "stra\u00dfe", "Stra\u00dfe"])
    assert.ok(isBounded(written, bounded), written);
  for (const written of ["acme corp", "", "strasse"]) assert.ok(!isBounded(written, bounded), written);
  assert.deepEqual(contextsLeft(["home", "ACME", "acme", "Straße"], [], bounded), ["ACME", "Straße"]);
});

test("a thing leaves those of its bounded contexts that the place is not in", () => {
  assert.deepEqual(contextsLeft(["home", "Acme", "straße"], ["ACME"], bounded), ["straße"]);
  assert.deepEqual(contextsLeft(["home"], [], bounded), []);
  assert.deepEqual(contextsLeft(["acme"], [], new Set()), []);
});

test("a context is one line without commas", () => {
  assert.deepEqual([" two  words ", "a,b", "日本"].map(contextName), ["two words", "a b", "日本"]);
  assert.throws(() => contextName(" , "), { kind: "usage", message: /is no context/ });
});

test("a note stands in its own contexts, in those of its items and their sources, and of what it links to", (t) => {
  const stock = stocked(t);
  const { store, vault, folder } = stock;
  const [made = "", linked = "", other = ""] = stock.items(
    { title: "Made", html: "m" },
    { title: "Linked", html: "l" },
    { title: "Other", html: "o" },
  );
  store.contexts.add(linked, ["garden"]);
  store.contexts.add(other, ["never"]);
  mkdirSync(folder);
  writeFileSync(join(folder, "far.md"), "---\ncontext: acme\n---\nFar.\n");
  writeFileSync(
    join(folder, "b.md"),
    `---\nid: n2b4\ncontext: [Home]\nsource: [${made}]\n---\nSee [[far]] and [[${linked}]].\n`,
  );
  for (const path of ["far.md", "b.md"]) {
    const file = vault.read(path);
    store.notes.put(file, file.id);
  }
  const expected = [
    { context: "acme", how: "links", by: "far.md" },
    { context: "garden", how: "links", by: linked },
    { context: "Home", how: "own", by: "n2b4" },
    { context: "work", how: "made of", by: made },
    { context: "work", how: "links", by: linked },
  ];
  assert.deepEqual(store.contexts.ofNote("n2b4"), expected);
  assert.deepEqual(store.contexts.ofNote("b.md"), expected);
  assert.deepEqual(store.contexts.ofNote("nothing.md"), []);
});

test("things are put in contexts and taken out, of notes in their files, as one change to undo", async (t) => {
  const stock = stocked(t);
  const { store, folder } = stock;
  const [item = ""] = stock.items({ title: "A", html: "a" });
  mkdirSync(folder);
  const text = "---\nx: 1 # kept\ncontext: home\nid: n2b4\n---\nText.\n";
  writeFileSync(join(folder, "b.md"), text);
  const context = contextOver(stock);
  const report = await play(context, ["sense", "context", "add", "Acme Corp", item, "n2b4"]);
  assert.deepEqual(valueOf(report), [
    { ref: item, contexts: ["Acme Corp"], changed: ["Acme Corp"] },
    { ref: "n2b4", contexts: ["home", "Acme Corp"], changed: ["Acme Corp"] },
  ]);
  assert.match(readFileSync(join(folder, "b.md"), "utf8"), /x: 1 # kept\n.*home.*Acme Corp/s);
  store.search.catchUp("skip");
  const found = store.search.find(parseQuery('context:"acme corp"', stock.clock.now()), 0).map(({ ref }) => ref);
  assert.deepEqual(found.toSorted(), [item, "b.md"].toSorted());
  assert.equal(undoLatest(stock), `put in context ${item}, n2b4: Acme Corp`);
  assert.equal(readFileSync(join(folder, "b.md"), "utf8"), text);
  assert.deepEqual(store.contexts.of(item), []);
});

test("a context is bounded and unbounded, listed so, and undone", async (t) => {
  const stock = stocked(t);
  const { store } = stock;
  const context = contextOver(stock);
  stock.items({ title: "A", html: "a" });
  await play(context, ["sense", "context", "bound", "WORK"]);
  await play(context, ["sense", "context", "bound", "acme"]);
  assert.deepEqual([...store.contexts.bounded()].toSorted(), ["acme", "work"]);
  const none = { notes: 0, items: 0, sources: 0, places: 0, people: 0 };
  const since = stock.clock.now().toISOString();
  assert.deepEqual(valueOf(await play(context, ["sense", "context"])), [
    { context: "acme", bounded: since, ...none },
    { context: "WORK", bounded: since, ...none, sources: 1 },
  ]);
  await play(context, ["sense", "context", "unbound", "Work"]);
  assert.ok(!isBounded("work", store.contexts.bounded()));
  assert.equal(undoLatest(stock), "took the line around the context Work away");
  assert.ok(isBounded("work", store.contexts.bounded()));
  const again = await play(context, ["sense", "context", "bound", "work"]);
  assert.deepEqual(valueOf(again), { context: "work", isBounded: true, isChanged: false });
});

// Attention records: written only while they are wanted, never in the way, and forgotten to the last byte of the file.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import Database from "better-sqlite3";
import { horizonAccount } from "../../src/seek/horizon.ts";
import { stocked } from "../sense/stocked.ts";
import { frozenDigest } from "./frozen-digest.ts";

/** Bytes that stand in the store's file or its journals. */
function stands(file: string, text: string): boolean {
  return ["", "-wal", "-shm"].some(
    (end) => existsSync(`${file}${end}`) && readFileSync(`${file}${end}`).includes(text),
  );
}

test("what was forgotten stands in no byte of the file", (t) => {
  const { store, clock, items, folder } = stocked(t, { isFile: true });
  const file = join(dirname(folder), "pkm.db");
  const all = items(...Array.from({ length: 400 }, (_, at) => ({ title: `Item ${at}`, html: "<p>text</p>" })));
  const stamps: string[] = [];
  for (const [at, id] of all.entries()) {
    clock.forward(1_234_567);
    stamps.push(clock.now().toISOString());
    store.attention.note(at % 2 === 0 ? "shown" : "opened", [id]);
  }
  clock.forward(1_234_567);
  const shown = { id: all[0] ?? "", title: "Item 0", why: ["frozen-words"] };
  store.ids.adopt("digest", "g2k9");
  store.digests.freeze(frozenDigest({ id: "g2k9", date: clock.now().toISOString() }, [shown]));
  store.digests.deliver("g2k9");
  store.attention.offer(all.slice(0, 30));
  assert.deepEqual(store.attention.count(), { shown: 200, opened: 200, elsewhere: 30, since: stamps[0] });
  assert.ok(stamps.every((stamp) => stands(file, stamp)));
  assert.ok(stands(file, "frozen-words"));

  assert.equal(store.attention.forget(), 431);

  assert.deepEqual(store.attention.count(), { shown: 0, opened: 0, elsewhere: 0, since: null });
  assert.deepEqual(
    stamps.filter((stamp) => stands(file, stamp)),
    [],
  );
  assert.ok(!stands(file, "frozen-words"));
  assert.ok(stands(file, "Item 0"), "the items themselves stay");
});

test("nothing is written down while it is off, by a digest neither, and undo turns it on again", (t) => {
  const { store, items } = stocked(t);
  const [first = "", second = ""] = items({ title: "One", html: "<p>1</p>" }, { title: "Two", html: "<p>2</p>" });
  const deliver = (id: string, item: string): void => {
    store.ids.adopt("digest", id);
    store.digests.freeze(frozenDigest({ id, date: "2026-11-02T10:00:00.000Z" }, [{ id: item, title: item, why: [] }]));
    store.digests.deliver(id);
  };
  store.changes.record("off", () => store.attention.turnOff());
  store.attention.note("opened", [first]);
  store.attention.offer([first]);
  deliver("g2k9", first);
  assert.deepEqual(store.attention.count(), { shown: 0, opened: 0, elsewhere: 0, since: null });
  store.changes.undo(store.changes.latest()?.no ?? 0);
  deliver("g3k9", second);
  assert.equal(store.attention.count().shown, 1, "a delivered digest has shown its items");
  store.attention.note("opened", [first, "k0none"]);
  assert.equal(store.attention.count().opened, 1, "what is no item is left out");
});

test("it waits for no other process that writes", (t) => {
  const { store, items, folder } = stocked(t, { isFile: true });
  const [id = ""] = items({ title: "One", html: "<p>1</p>" });
  const other = new Database(join(dirname(folder), "pkm.db"));
  other.exec("BEGIN IMMEDIATE");
  const started = performance.now();
  store.attention.note("opened", [id]);
  assert.ok(performance.now() - started < 5000, "it is given up long before the usual 10 s");
  other.exec("COMMIT");
  other.close();
  assert.equal(store.attention.count().opened, 0);
});

test("the account of the places for what is rarely read is what came of each item", (t) => {
  const { store, clock, items } = stocked(t);
  const all = items(...Array.from({ length: 5 }, (_, at) => ({ title: `Item ${at}`, html: "<p>text</p>" })));
  const [kept = "", marked = "", opened = "", dropped = "", plain = ""] = all;
  store.attention.offer(all);
  store.changes.record("keep", () => store.items.mark(kept, "kept"));
  store.changes.record("drop", () => store.items.mark(dropped, "dropped"));
  store.annotations.add({ item: marked, version: 1, quote: null, comment: "why" });
  store.attention.note("opened", [opened]);
  const { rows } = store.attention.horizon(90);
  assert.deepEqual(
    new Map(rows.map(({ item, yielded }) => [item, yielded])),
    new Map([
      [plain, "nothing"],
      [dropped, "nothing"],
      [opened, "opened"],
      [marked, "annotated"],
      [kept, "kept"],
    ]),
  );
  assert.deepEqual(horizonAccount({ since: "", rows }), { offered: 5, kept: 2, opened: 3 });
  clock.forward(91 * 86_400_000);
  assert.deepEqual(store.attention.horizon(90).rows, [], "older ones are out of the account");
});

// Writes that a power cut may take with it: which they are, and that no other is.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openSeekStore } from "./seek-store.ts";

test("relaxed writes go to the file at NORMAL, everything after at FULL", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "pkm-items-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const store = openSeekStore(join(folder, "pkm.db"));
  t.after(() => store.db.close());
  const level = (): unknown => store.db.pragma("synchronous", { simple: true });
  assert.equal(store.items.relaxed(level), 1);
  assert.equal(level(), 2);
  assert.throws(() =>
    store.items.relaxed(() => {
      store.source("https://blog.example/feed");
      throw new Error("half way");
    }),
  );
  assert.equal(level(), 2);
  assert.equal(store.sources.list().length, 0);
  const [tighten, tightenOther] = [store.items.relax(), store.items.relax()];
  assert.equal(store.items.relaxed(level), 1);
  tightenOther();
  assert.equal(level(), 1);
  tighten();
  assert.equal(level(), 2);
  const inside = store.db.transaction(() => store.items.relaxed(level))();
  assert.equal(inside, 2, "a transaction that began at FULL stays there");
});

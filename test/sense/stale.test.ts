// Tests of `sense stale`: passages that changed, with the notes and the shares that lean on them.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { openDatabase } from "../../src/store/database.ts";
import { play, valueOf } from "../cli/play.ts";
import { contextOver } from "./context.ts";
import { type LeaningStore, stalePassages } from "../../src/sense/stale.ts";
import { stocked } from "./stocked.ts";

const html = "<p>Before it. We test ideas with peers. After it.</p>";

test("passages that stand are not listed; those that moved or vanished are, with the notes made of the item", async (t) => {
  const stock = stocked(t);
  const { store, revise } = stock;
  const [stays = "", moves = "", goes = ""] = stock.items(
    { title: "A", html },
    { title: "B", html },
    { title: "C", html },
  );
  const context = contextOver(stock);
  for (const item of [stays, moves, goes]) {
    await play(context, ["sense", "mark", item, "--quote", "We test ideas with peers."]);
    await play(context, ["sense", "mark", item, "-m", "a comment alone never goes stale"]);
  }
  await play(context, ["sense", "note", goes, "-m", "Mine"]);
  await play(context, ["sense", "note", "-m", "Linked"]);
  await play(context, ["sense", "link", "linked.md", goes, "--as", "extends"]);
  const none = await play(context, ["sense", "stale"]);
  assert.deepEqual(valueOf(none), []);
  stock.clock.forward(1000);
  revise(stays, { title: "A", html: `<p>New above.</p>${html}<p>New below.</p>` });
  revise(moves, { title: "B", html: "<p>All else is new. We test ideas with peers. And so is this.</p>" });
  revise(goes, { title: "C", html: "<p>Nothing is left of it.</p>" });
  const rows = valueOf(await play(context, ["sense", "stale"]));
  const picked: unknown = JSON.parse(JSON.stringify(rows, ["item", "anchor", "isPageGone", "notes", "hasQuote"]));
  assert.deepEqual(picked, [
    { item: moves, anchor: "moved", isPageGone: false, notes: [] },
    { item: goes, anchor: "gone", isPageGone: false, notes: [{ hasQuote: true }, { hasQuote: false }] },
  ]);
  const shown = await play(context, ["show", goes]);
  assert.ok(shown.layout.kind === "record");
  assert.match(shown.layout.body ?? "", /^> We test ideas with peers\. \(no longer in the item\)$/m);
  assert.equal(store.changes.latest()?.summary.startsWith("linked"), true);
});

test("the page of an item is gone when every source that brought it is", async (t) => {
  const stock = stocked(t, { isFile: true });
  const [item = ""] = stock.items({ title: "A", html });
  const context = contextOver(stock);
  const marked = await play(context, ["sense", "mark", item, "--quote", "We test ideas"]);
  assert.deepEqual(valueOf(await play(context, ["sense", "stale"])), []);
  const db = openDatabase(join(stock.folder, "..", "pkm.db"));
  t.after(() => db.close());
  const now = stock.clock.now().toISOString();
  assert.equal(
    db
      .prepare(
        "INSERT INTO source_feed (source, gone) SELECT id, ? FROM source WHERE true ON CONFLICT DO UPDATE SET gone = ?",
      )
      .run(now, now).changes,
    1,
  );
  const { ids, layout } = await play(context, ["sense", "stale"]);
  assert.deepEqual(ids, [marked.ids[0]]);
  assert.match(JSON.stringify(layout), /"anchor":"same","isPageGone":true/);
  const shown = await play(context, ["show", marked.ids[0] ?? ""]);
  assert.match(JSON.stringify(shown.layout), /where it stood; page gone/);
});

test("shares count when something of them has left, once for each place", (t) => {
  const stock = stocked(t);
  const [item = ""] = stock.items({ title: "A", html });
  const quote = { exact: "We test ideas", prefix: "", suffix: "" };
  const stored = stock.store.annotations.add({ item, version: 1, quote, comment: null });
  const note = {
    id: "n222",
    kind: "note",
    noteKind: "idea",
    title: "Mine",
    path: "mine.md",
    tags: [],
    contexts: [],
    growth: "seed",
    created: null,
    updated: "2026-11-02T10:00:00.000Z",
    sources: [item],
    links: [],
    backlinks: [],
    shares: ["d222", "d333"],
    text: "> We test\n> ideas\n",
    problems: [],
    missing: null,
  } as const;
  const read: string[] = [];
  const sent = { placeName: "garden", sent: "2026-11-02T10:00:00.000Z" };
  const store: LeaningStore = {
    notes: { get: (ref) => (read.push(ref), note), ofItem: () => ["n222"] },
    links: { to: () => [{ from: "n222" }] },
    releases: {
      ofShare: (share) =>
        share === "d333"
          ? [{ kind: "round", placeName: "circle", sent: null }]
          : [
              { kind: "round", ...sent },
              { kind: "round", ...sent },
              { kind: "publication", ...sent, placeName: "site" },
            ],
    },
  };
  const { itemVersion: _, ...annotation } = stored;
  const gone = { ...annotation, anchor: "gone" } as const;
  const [passage, again] = stalePassages(store, [gone, { ...annotation, anchor: "same" }, gone], () => "A");
  assert.deepEqual(passage?.notes, [{ ref: "n222", title: "Mine", hasQuote: true }]);
  assert.deepEqual(passage?.shares, [{ id: "d222", note: "n222", places: ["garden", "site"], isPublished: true }]);
  assert.deepEqual(again, passage);
  assert.deepEqual(read, ["n222"], "a note is read once, however many passages stand in it");
});

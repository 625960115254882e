// Tests of `sense tags`: counts, look-alikes, and one tag made of two.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { lookAlikes } from "../../src/sense/tag-likeness.ts";
import { play, valueOf } from "../cli/play.ts";
import { contextOver } from "./context.ts";
import { stocked, type Stock } from "./stocked.ts";

test("tags look alike by case, accent, hyphen and plural, and only so", () => {
  const pairs = [
    ["trust", "Trust"],
    ["café", "cafe"],
    ["know-how", "knowhow"],
    ["team", "teams"],
    ["story", "stories"],
    ["box", "boxes"],
  ] as const;
  for (const [one, other] of pairs) assert.deepEqual(lookAlikes([one, other]).get(one), [other], one);
  const apart = [
    ["trust", "truth"],
    ["bus", "bu"],
    ["glass", "glas"],
    ["basis", "basi"],
  ] as const;
  for (const [one, other] of apart) assert.equal(lookAlikes([one, other]).size, 0, one);
  assert.equal(pairs.length + apart.length, 10);
});

const files: Readonly<Record<string, string>> = {
  "front.md": "---\nx: 1 # kept\ntags: [Teams, other]\nid: n2b4\n---\nText.\n",
  "both.md": "---\ntags:\n  - teams\n  - team\n---\nAlso #teams here.\n",
  "inline.md": "Only #teams in the text.\n",
  "none.md": "---\ntags: [team]\n---\n",
};

function planted(t: TestContext): Stock & { item: string } {
  const stock = stocked(t);
  const [item = ""] = stock.items({ title: "A", html: "a" });
  stock.store.changes.record("tagged", () => stock.store.tags.add(item, ["teams"]));
  mkdirSync(stock.folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(stock.folder, path), text);
  return { ...stock, item };
}

function filesIn({ folder }: Stock): Record<string, string> {
  return Object.fromEntries(Object.keys(files).map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

test("tags are counted over items, notes and the rest, with what looks like them", async (t) => {
  const stock = planted(t);
  const report = await play(contextOver(stock), ["sense", "tags"]);
  assert.deepEqual(valueOf(report), [
    { tag: "other", items: 0, notes: 1, others: 0, alike: [] },
    { tag: "reading", items: 0, notes: 0, others: 1, alike: [] },
    { tag: "team", items: 0, notes: 2, others: 0, alike: ["Teams", "teams"] },
    { tag: "Teams", items: 0, notes: 1, others: 0, alike: ["team", "teams"] },
    { tag: "teams", items: 1, notes: 2, others: 0, alike: ["team", "Teams"] },
  ]);
  assert.match(report.words.join("\n"), /Teams looks like team: pkm sense tags merge Teams team/);
});

test("a merge rewrites rows and frontmatter, names the tags in text, and is one change", async (t) => {
  const stock = planted(t);
  const context = contextOver(stock);
  const dry = valueOf(await play(context, ["sense", "tags", "merge", "teams", "team"], { isDryRun: true }));
  assert.deepEqual(filesIn(stock), files);
  const done = valueOf(await play(context, ["sense", "tags", "merge", "teams", "team"]));
  assert.deepEqual(done, {
    from: "teams",
    into: "team",
    things: [stock.item],
    notes: ["both.md", "n2b4"],
    inline: ["both.md", "inline.md"],
    isChanged: true,
    dryRun: false,
  });
  assert.deepEqual(dry, { ...Object(done), isChanged: false, dryRun: true });
  const after = filesIn(stock);
  assert.equal(after["front.md"], "---\nx: 1 # kept\ntags: [other, team]\nid: n2b4\n---\nText.\n");
  assert.equal(after["both.md"], "---\ntags:\n  - team\n---\nAlso #teams here.\n");
  assert.deepEqual([after["inline.md"], after["none.md"]], [files["inline.md"], files["none.md"]]);
  assert.deepEqual(stock.store.tags.of(stock.item), ["team"]);
  assert.equal(stock.store.changes.list(-1).length, 2);
  await play(context, ["undo"]);
  assert.deepEqual(filesIn(stock), files);
  assert.deepEqual(stock.store.tags.of(stock.item), ["teams"]);
});

test("a tag that differs in case alone is merged too; one that nothing has is not", async (t) => {
  const stock = planted(t);
  const context = contextOver(stock);
  await play(context, ["sense", "tags", "merge", "Teams", "teams"]);
  assert.match(filesIn(stock)["front.md"] ?? "", /^tags: \[other, teams\]$/m);
  assert.deepEqual(stock.store.tags.of(stock.item), ["teams"]);
  await assert.rejects(play(context, ["sense", "tags", "merge", "zebra", "team"]), { kind: "not-found" });
  await assert.rejects(play(context, ["sense", "tags", "merge", "team", "team"]), { kind: "usage" });
  await assert.rejects(play(context, ["sense", "tags", "join"]), { kind: "usage" });
});

test("where one note can not be written none is, and no row is", async (t) => {
  const stock = planted(t);
  writeFileSync(join(stock.folder, "zz.md"), Buffer.from("---\ntags: [teams]\n---\nÄ\n", "latin1"));
  const before = filesIn(stock);
  await assert.rejects(play(contextOver(stock), ["sense", "tags", "merge", "teams", "team"]), { kind: "failed" });
  assert.deepEqual(filesIn(stock), before);
  assert.deepEqual(stock.store.tags.of(stock.item), ["teams"]);
});

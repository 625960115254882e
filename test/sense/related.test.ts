// Tests of `related`: what lies near a thing, why, in an order that never varies, with bounded work.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Relations, relatedTo } from "../../src/sense/related.ts";
import { play, valueOf } from "../cli/play.ts";
import { contextOver } from "./context.ts";
import { stocked } from "./stocked.ts";

test("notes and items near a note come with their reasons, the nearest first", async (t) => {
  const stock = stocked(t);
  const filler = Array.from({ length: 12 }, (_, at) => ({
    title: `Filler ${at}`,
    html: "<p>weather without meaning</p>",
  }));
  const [cited = "", alike = "", tagged = ""] = stock.items(
    { title: "Cited", html: "<p>Anything.</p>" },
    { title: "Alike", html: "<p>Apprentices learn carpentry from neighbours at benches.</p>" },
    { title: "Tagged", html: "<p>Other.</p>" },
    ...filler,
  );
  stock.store.tags.add(tagged, ["craft"]);
  mkdirSync(stock.folder, { recursive: true });
  const files = {
    "seed.md": `---\ntags: [craft]\nsource: [${cited}]\nlinks: [{to: linked, as: extends}]\n---\nCarpentry: apprentices, benches.\n`,
    "linked.md": "Nothing in common.\n",
    "far.md": "Weather.\n",
    "back.md": "See [[seed]].\n",
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(stock.folder, path), text);
  const report = await play(contextOver(stock), ["related", "seed.md"]);
  const rows: unknown = JSON.parse(JSON.stringify(valueOf(report), ["ref", "why", "words", "tags", "people", "links"]));
  const none = { words: [], tags: [], people: [], links: [] };
  const near = [
    { ref: alike, why: { ...none, words: ["carpentry", "apprentices", "benches"] } },
    { ref: "back.md", why: { ...none, words: ["seed"], links: ["mentions"] } },
    { ref: cited, why: { ...none, links: ["made of"] } },
    { ref: "linked.md", why: { ...none, links: ["extends"] } },
    { ref: tagged, why: { ...none, tags: ["craft"] } },
  ];
  const byRef = (ref: string): unknown => near.find((each) => each.ref === ref);
  assert.equal(report.ids.length, near.length);
  assert.deepEqual(rows, report.ids.map(byRef));
  assert.equal(report.ids.at(-1), tagged);
  const again = await play(contextOver(stock), ["related", "seed.md"]);
  assert.deepEqual(again.ids, report.ids);
  assert.deepEqual((await play(contextOver(stock), ["related", alike], { limit: 1 })).ids, ["seed.md"]);
  assert.deepEqual((await play(contextOver(stock), ["related", "far.md"])).ids, []);
});

test("the work is bounded by the thing asked about, and a word that everything has counts for nothing", () => {
  let asked = 0;
  const store: Relations = {
    countThings: () => 1_000_000,
    withWord: (word) => {
      asked += 1;
      return word === "common" ? null : word === "rare1" || word === "rare2" ? ["k1", "k2"] : [];
    },
    withTag: () => null,
    ofPerson: () => [],
  };
  const text = `common rare1 rare2 ${Array.from({ length: 5000 }, (_, at) => `filler${at}`).join(" ")}`;
  const seed = { ref: "k9", title: "", text, tags: ["all"], people: ["p1"], linked: [] };
  const found = relatedTo(store, seed, 10);
  assert.deepEqual(
    found.map(({ ref, why }) => [ref, why.words]),
    [
      ["k1", ["rare1", "rare2"]],
      ["k2", ["rare1", "rare2"]],
    ],
  );
  assert.equal(asked, 300);
});

test("items of a person's sources are near what came of that person, the newest first", async (t) => {
  const stock = stocked(t);
  const [one = "", two = "", three = ""] = stock.items(
    { title: "A", html: "a" },
    { title: "B", html: "b" },
    { title: "C", html: "c" },
  );
  const { people, relations } = stock.store;
  const { id } = people.add({ name: "Ines Aalto", mail: null, handles: [] });
  assert.deepEqual((await play(contextOver(stock), ["related", one])).ids, []);
  people.ownSource(id, "https://letters.example/feed.xml");
  assert.deepEqual(relations.ofPerson(id, 2), [three, two]);
  const report = await play(contextOver(stock), ["related", one]);
  assert.deepEqual(new Set(report.ids), new Set([two, three]));
  assert.match(JSON.stringify(report.layout), /by Ines Aalto/);
});
